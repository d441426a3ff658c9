/**
 * The broker role: takes its place in the cluster, opens its logs, serves clients, and leaves in order. Made by
 * `start_node.ts`, which gives it the metadata feed and the way to the active controller.
 */
import type { BrokerConfig } from "../config/broker_config.ts";
import type { LoggerLevels } from "../config/logger_levels.ts";
import type { ControllerChannel } from "../metadata/controller_channel.ts";
import { SUPPORTED_FEATURES } from "../metadata/features.ts";
import {
  configResourceKey,
  ConfigResourceType,
  type Endpoint,
  type MetadataChange,
  type MetadataFeed,
} from "../metadata/image/image.ts";
import type { ApiHandler } from "../network/api.ts";
import { ApiTable } from "../network/api_table.ts";
import { KafkaServer } from "../network/server.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { LogDirectory } from "../storage/directories/log_directories.ts";
import type { LogsLoaded } from "../storage/log_loading.ts";
import { LogManager } from "../storage/log_manager.ts";
import type { PartitionLogResources } from "../storage/partition_log.ts";
import { brokerApis } from "./api_table.ts";
import {
  advertisedEndpoints,
  connectionLimits,
  groupConfig,
  listenerConfigs,
} from "./broker_options.ts";
import { clusterFeatures } from "./cluster_features.ts";
import { listedVersions } from "./listed_versions.ts";
import { Expirations } from "./expirations.ts";
import { FetchSessionCache } from "./fetch/fetch_session_cache.ts";
import { GroupCoordinator } from "./group/group_coordinator.ts";
import { BrokerLifecycle } from "./lifecycle.ts";
import { logger } from "./logger.ts";
import { BrokerMetadata } from "./metadata/broker_metadata.ts";
import { LogDirectoryFailures } from "./partition/log_directory_failures.ts";
import { ReplicaManager } from "./partition/replica_manager.ts";
import { ProducerIdManager } from "./producer_id_manager.ts";
import { TopicConfigs } from "./topic_configs.ts";
import { TopicCreator } from "./topic_creator.ts";
import { warnOfReplicas } from "./warn_of_replicas.ts";

/** How long requests under way may take when the broker stops. */
const DRAIN_MS = 10_000;
/** How long the broker waits to see its own registration in the metadata. */
const SEE_SELF_MS = 60_000;

export interface BrokerOptions {
  readonly runtime: Runtime;
  readonly config: BrokerConfig;
  readonly nodeId: number;
  readonly clusterId: string;
  /** Random, new with every start of the process. */
  readonly incarnationId: string;
  readonly feed: MetadataFeed;
  readonly channel: ControllerChannel;
  /** What the active controller answers, where that is known (a controller in the same process). */
  readonly controllerApis?: readonly Pick<ApiHandler, "key" | "versions">[];
  /** The directories of `log.dirs`, locked. */
  readonly directories: readonly LogDirectory[];
  readonly loggerLevels: LoggerLevels;
  /** Shared by all logs of the node, the metadata log among them. */
  readonly logResources: PartitionLogResources;
  /** Told, while the broker starts, how many of its logs are loaded. */
  readonly onLogsLoaded?: (progress: LogsLoaded) => void;
  /** The broker can't go on: all its disks have failed. */
  readonly onFatal: (error: unknown) => void;
}

export class Broker {
  readonly #server: KafkaServer;
  readonly #topicConfigs: TopicConfigs;
  #lifecycle: BrokerLifecycle | null = null;
  #metadata: BrokerMetadata | null = null;
  #groups: GroupCoordinator | null = null;
  #expirations: Expirations | null = null;
  #logs: LogManager | null = null;
  #loaded = false;

  constructor(readonly options: BrokerOptions) {
    const { runtime, config, nodeId } = options;
    this.#topicConfigs = new TopicConfigs(config, nodeId);
    this.#server = new KafkaServer(runtime, {
      listeners: listenerConfigs(config),
      limits: connectionLimits(config),
    });
  }

  /** What clients are told to connect to; empty before the broker has started. */
  advertised: readonly Endpoint[] = [];

  /**
   * Starts the broker; resolves when clients are served.
   *
   * @throws {RuntimeError} When a port can't be bound.
   * @throws {RegistrationError} When the cluster does not take the broker in.
   */
  async start(): Promise<void> {
    const { runtime, config, nodeId, clusterId, channel, feed } = this.options;
    const { clock, random } = runtime;
    const logs = this.#logs = await this.#openLogs();
    const bound = await this.#server.listen();
    this.advertised = advertisedEndpoints(
      config.node.advertisedListeners,
      bound,
      runtime.network.hostName(),
    );
    const expirations = this.#expirations = new Expirations(clock);
    const replicas = this.#replicaManager(logs);
    const groups = this.#groups = new GroupCoordinator({
      clock,
      random,
      config: groupConfig(config),
      brokerId: nodeId,
      replicas,
      expirations,
      info: (message) => logger.info(message),
      warn: (message) => logger.warn(message),
    });
    const metadata = this.#metadata = new BrokerMetadata(clock, [
      (change) => this.#applyBrokerConfig(change),
      (change) => this.#load(change),
      (change) => replicas.apply(change),
      (change) => warnOfReplicas(change, (message) => logger.warn(message)),
      (change) => groups.apply(change),
    ], (error) => logger.error("Could not act on a metadata change: {error}", { error }));
    replicas.isKnown = (topic, index) =>
      metadata.image.topics.byName.get(topic)?.partitions[index] !== undefined;

    const lifecycle = this.#lifecycle = new BrokerLifecycle({
      clock,
      channel,
      brokerId: nodeId,
      clusterId,
      incarnationId: this.options.incarnationId,
      endpoints: this.advertised,
      features: SUPPORTED_FEATURES,
      rack: config.node.rack,
      logDirs: this.options.directories.map(({ id }) => id),
      previousBrokerEpoch: logs.previousBrokerEpoch,
      heartbeatIntervalMs: config.get("broker.heartbeat.interval.ms"),
      sessionTimeoutMs: config.get("broker.session.timeout.ms"),
      registrationTimeoutMs: config.get("initial.broker.registration.timeout.ms"),
      metadataOffset: () => metadata.image.offset,
      log: {
        info: (message) => logger.info(message),
        warn: (message) => logger.warn(message),
      },
    });
    const apis = brokerApis({
      clock,
      random,
      disk: runtime.disk,
      config,
      expirations,
      nodeId,
      clusterId,
      metadata,
      replicas,
      logs,
      controller: channel,
      groups,
      fetchSessions: new FetchSessionCache(
        clock,
        random,
        config.get("max.incremental.fetch.session.cache.slots"),
      ),
      producerIds: new ProducerIdManager(channel, { id: nodeId, epoch: () => lifecycle.epoch }),
      topicConfigs: this.#topicConfigs,
      loggerLevels: this.options.loggerLevels,
      topicCreator: new TopicCreator(
        config,
        channel,
        (topic, error) => logger.warn("Could not create topic {topic}: {error}", { topic, error }),
      ),
    });
    const table = new ApiTable(apis, {
      features: () => clusterFeatures(metadata.image),
      listed: (handler) => listedVersions(handler, this.options.controllerApis),
    });

    await lifecycle.register();
    metadata.follow(feed);
    await lifecycle.caughtUp();
    await metadata.until(
      ({ brokers }) => brokers.get(nodeId)?.epoch === lifecycle.epoch,
      SEE_SELF_MS,
    );
    groups.start();
    await lifecycle.unfence();
    await metadata.until(({ brokers }) => brokers.get(nodeId)?.fenced === false, SEE_SELF_MS);
    logs.start();
    this.#server.serve(table);
  }

  #openLogs(): Promise<LogManager> {
    const { runtime, config, directories } = this.options;
    const { disk, clock, random } = runtime;
    return LogManager.open({
      disk,
      clock,
      random,
      directories,
      resources: this.options.logResources,
      highWatermarkCheckpointMs: config.number("replica.high.watermark.checkpoint.interval.ms"),
      recoveryPointCheckpointMs: config.get("log.flush.offset.checkpoint.interval.ms"),
      logStartCheckpointMs: config.get("log.flush.start.offset.checkpoint.interval.ms"),
      retentionCheckMs: config.number("log.retention.check.interval.ms"),
      flushCheckMs: config.number("log.flush.scheduler.interval.ms"),
      producerExpirationCheckMs: config.get("producer.id.expiration.check.interval.ms"),
      log: {
        info: (message) => logger.info(message),
        warn: (message) => logger.warn(message),
      },
      onLoaded: this.options.onLogsLoaded,
    });
  }

  #replicaManager(logs: LogManager): ReplicaManager {
    const replicas: ReplicaManager = new ReplicaManager({
      brokerId: this.options.nodeId,
      logs,
      logConfig: (topic, change) => this.#topicConfigs.logConfig(topic, change.after),
      minInSyncReplicas: (topic, change) =>
        this.#topicConfigs.minInSyncReplicas(topic, change.after),
      onError: (message, error) => logger.error("{message}: {error}", { message, error }),
      onOffline: (partition) => failures.partitionFailed(partition),
    });
    const failures = new LogDirectoryFailures({
      directories: this.options.directories,
      directoryIdOf: (topic, index) => logs.directoryIdOf(topic, index),
      partitions: () => replicas.all(),
      onFailed: (path, failedIds) => {
        logger.error("The disk of log directory {path} failed: its partitions are offline", {
          path,
        });
        this.#lifecycle?.logDirsFailed(failedIds);
      },
      onAllFailed: (paths) =>
        this.options.onFatal(
          new Error(`All log directories have failed (log.dirs: ${paths.join(", ")})`),
        ),
    });
    return replicas;
  }

  /** Takes over settings of brokers that were changed while running; those of topics' logs go their own way. */
  #applyBrokerConfig({ configs, after }: MetadataChange): void {
    const prefix = configResourceKey(ConfigResourceType.BROKER, "");
    if (![...configs].some((key) => key.startsWith(prefix))) return;
    const config = this.#topicConfigs.brokerConfig(after);
    for (const warning of config.warnings) logger.warn(warning);
    const { maxIdleMs: _, listenBacklog: __, ...limits } = connectionLimits(config);
    this.#server.changeLimits(limits);
    this.#logs!.changeProducerIdExpiration(config.get("producer.id.expiration.ms"));
  }

  /** Opens the logs found on disk, once the metadata tells which of them belong here. */
  async #load(change: MetadataChange): Promise<void> {
    if (this.#loaded) return;
    this.#loaded = true;
    const { nodeId } = this.options;
    const { topics } = change.after;
    await this.#logs!.makeCheckpointFiles();
    await this.#logs!.load({
      expectedTopicId: (topic, partition) => {
        const found = topics.byName.get(topic);
        const mine = found?.partitions[partition]?.replicas.includes(nodeId);
        return mine ? found!.id : null;
      },
      configFor: (topic) => this.#topicConfigs.logConfig(topic, change.after),
    });
  }

  /** Ends a start that failed half way: nothing is written, the ports are free again. */
  async abandon(): Promise<void> {
    this.#lifecycle?.stop();
    await this.#server.stop({ drainMs: 0 });
    await this.#metadata?.stop();
    this.#groups?.stop();
    this.#expirations?.stop();
  }

  /** Gives leadership away, lets requests under way finish, closes the logs cleanly. */
  async stop(): Promise<void> {
    const lifecycle = this.#lifecycle;
    if (lifecycle !== null && this.options.config.get("controlled.shutdown.enable")) {
      await lifecycle.controlledShutdown();
    }
    lifecycle?.stop();
    // Whoever waits for other members of a group would hold up the end.
    this.#groups?.stop();
    await this.#server.stop({ drainMs: DRAIN_MS });
    await this.#metadata?.stop();
    this.#expirations?.stop();
    if (this.#loaded) await this.#logs?.close(lifecycle?.epoch ?? -1n);
  }
}
