/**
 * The coordinator role put together: the active controller, what it does on its own, and the handlers of the controller
 * listener.
 */
import type { BrokerConfig } from "../config/broker_config.ts";
import type { ControllerChannel } from "../metadata/controller_channel.ts";
import type { Endpoint, FeatureRange } from "../metadata/image/image.ts";
import type { MetadataLog } from "../metadata/metadata_log.ts";
import type { ApiHandler } from "../network/api.ts";
import type { MetadataRecord } from "../protocol/data/metadata_framing.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { Access, type Authorizer } from "./access.ts";
import { ActiveController } from "./active_controller.ts";
import { controllerApis } from "./api_table.ts";
import { BrokerSessions, type LocalBroker } from "./broker_sessions.ts";
import { ConfigRules } from "./config_rules.ts";
import { toHandler } from "./controller_api.ts";
import { ControllerRegistrar } from "./controller_registrar.ts";
import { Dispatcher } from "./dispatcher.ts";
import { InProcessControllerChannel } from "./in_process_channel.ts";
import { PeriodicTasks } from "./periodic_tasks.ts";
import { controllerSettings, tokenSettings } from "./settings.ts";

export interface CoordinatorOptions {
  readonly runtime: Pick<Runtime, "clock" | "random">;
  readonly config: BrokerConfig;
  readonly nodeId: number;
  readonly clusterId: string;
  readonly metadataLog: MetadataLog;
  /** What the first active controller writes to an empty log: metadata.version first. */
  readonly bootstrapRecords: () => readonly MetadataRecord[];
  /** Feature levels that this node supports. */
  readonly supportedFeatures: ReadonlyMap<string, FeatureRange>;
  /** Ids of the quorum's voters, as far as known; every one must register before features are upgraded. */
  readonly voterIds: () => readonly number[];
  /** The quorum's kraft.version. */
  readonly kraftVersion: () => number;
  /** Null where `authorizer.class.name` is empty: everybody may do everything. */
  readonly authorizer?: Authorizer | null;
  /** The quorum's own APIs (Fetch, Vote, DescribeQuorum, ...), served beside the controllers'. */
  readonly quorumHandlers?: readonly ApiHandler[];
  /** The way to the active controller while it is another node. */
  readonly elsewhere?: ControllerChannel | null;
  /** The broker of the same process, if it has that role too. */
  readonly localBroker?: LocalBroker | null;
  /** How this controller registers itself with the active one; left out, it does not. */
  readonly registration?: {
    /** Of this run of the process. */
    readonly incarnationId: string;
    /** Where the controller listeners can be reached; asked once they are bound. */
    readonly endpoints: () => readonly Endpoint[];
  };
  /** Told of faults of this program. */
  readonly onFault: (error: unknown) => void;
}

export interface Coordinator {
  /** Everything the controller listener serves, ApiVersions aside. */
  readonly handlers: readonly ApiHandler[];
  /** The way of this process's broker to the active controller. */
  readonly channel: ControllerChannel;
  readonly controller: ActiveController;
  /** Starts to follow the metadata log. Called once. */
  start(): void;
  /** Fails what is under way; nothing is written any more. */
  stop(): void;
}

export function createCoordinator(options: CoordinatorOptions): Coordinator {
  const { runtime, config, metadataLog: log, onFault } = options;
  const { clock, random } = runtime;
  const settings = controllerSettings(config, options);
  const sessions = new BrokerSessions(settings.brokerSessionTimeoutMs, options.localBroker ?? null);
  const controller = new ActiveController({
    clock,
    random,
    log,
    settings,
    bootstrapRecords: options.bootstrapRecords,
    onActivation(image) {
      sessions.restart(image, clock.monotonic());
      tasks.start();
      channel.activated();
    },
    onResignation: () => tasks.stop(),
    onCommit: (image) => registrar?.update(image),
    onFault,
  });
  const tasks = new PeriodicTasks({
    clock,
    controller,
    sessions,
    settings,
    tokens: tokenSettings(config),
    onFault,
  });
  const access = new Access(options.authorizer ?? null);
  const rules = new ConfigRules(config);
  const apis = controllerApis({
    controller,
    sessions,
    access,
    rules,
    settings,
    tokens: tokenSettings(config),
    leaderId: () => log.leaderAndEpoch().leaderId,
  });
  const quorumHandlers = options.quorumHandlers ?? [];
  const dispatcher = new Dispatcher(apis, quorumHandlers, access);
  const handlers = [...apis.map(toHandler), ...quorumHandlers, dispatcher.envelopeHandler];
  const channel: InProcessControllerChannel = new InProcessControllerChannel({
    clock,
    dispatch: (key, request, context) => dispatcher.dispatch(key, request, context),
    handler: (key) => handlers.find((handler) => handler.key === key),
    isActive: () => controller.isActive,
    isElsewhere() {
      const { leaderId } = log.leaderAndEpoch();
      return leaderId !== null && leaderId !== options.nodeId;
    },
    elsewhere: options.elsewhere ?? null,
  });
  const registrar = options.registration === undefined ? null : new ControllerRegistrar({
    ...options.registration,
    clock,
    channel,
    nodeId: settings.nodeId,
    supportedFeatures: settings.supportedFeatures,
    onFault,
  });
  return {
    handlers,
    channel,
    controller,
    start: () => log.register(controller),
    stop() {
      registrar?.stop();
      controller.stop();
    },
  };
}
