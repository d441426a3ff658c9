/** Starts a node, keeps it up until it is told to end, and stops it in order. */
import {
  type BrokerConfig,
  buildBrokerConfig,
  type ConfigLayers,
  mergeLayers,
} from "../../config/broker_config.ts";
import { LoggerLevels } from "../../config/logger_levels.ts";
import { needsQuickstart, quickstartSettings } from "../../config/quickstart.ts";
import type { Properties } from "../../config/properties_file.ts";
import { splitList } from "../../config/split_list.ts";
import { isZooKeeperStyle } from "../../config/zookeeper.ts";
import type { Clock } from "../../runtime/runtime.ts";
import { failureText } from "../failure_text.ts";
import { log4jLevels } from "../logging/log4j_levels.ts";
import { formatLogLine } from "../logging/log_line.ts";
import { configureLoggerLevels } from "../logging/configure_logging.ts";
import { endSignal } from "../signals.ts";
import { LoadingBar } from "./loading_bar.ts";
import type { RunningNode, ToolContext } from "../tool.ts";
import { KAFKA_VERSION } from "../version.ts";
import { zooKeeperMode } from "./zookeeper_mode.ts";

/** A text and the logger that it comes from. */
type LogLine = readonly [text: string, logger: string];

export interface ServerOptions {
  /**
   * A coordinator in ZooKeeper's place. There is no step in which a ZooKeeper's user formats directories, so the start
   * does; in other starts only where they leave that to Ottla.
   */
  readonly standsForZooKeeper?: boolean;
  /** What is logged when the node serves; what Kafka logs if not given. */
  readonly readyLines?: (config: BrokerConfig) => readonly LogLine[];
  /** What is told to a person after that. */
  readonly greeting?: (config: BrokerConfig, node: RunningNode) => string;
}

/**
 * A server's life.
 *
 * @param layers what file, environment and flags say
 * @returns 130 or 143 after a signal; 1 if the node could not start or go on.
 */
export async function runServer(
  context: ToolContext,
  layers: ConfigLayers,
  options: ServerOptions = {},
): Promise<number> {
  const { runtime, startNode } = context;
  const { readyLines = kafkasLines } = options;
  let levels = new LoggerLevels("INFO");
  const log = ([text, logger]: LogLine) => {
    if (!levels.lets("INFO", logger)) return;
    const line = formatLogLine(runtime.clock.now(), "info", text, logger);
    runtime.terminal.writeOutput(new TextEncoder().encode(line));
  };
  const fail = (error: unknown) => {
    runtime.terminal.writeError(new TextEncoder().encode(`${failureText(error)}\n`));
    return 1;
  };
  let config: BrokerConfig;
  let mayFormat: boolean;
  try {
    levels = await log4jLevels(runtime);
    ({ config, mayFormat } = await configure(context, layers, log));
  } catch (error) {
    return fail(error);
  }
  const { standsForZooKeeper = false } = options;
  mayFormat ||= standsForZooKeeper;
  configureLoggerLevels((bytes) => runtime.terminal.writeOutput(bytes), levels);
  log([`Kafka version: ${KAFKA_VERSION}`, "org.apache.kafka.common.utils.AppInfoParser"]);
  const told = endSignal(runtime.process);
  const failed = Promise.withResolvers<number>();
  const onFatal = (error: unknown) => failed.resolve(fail(error));
  const loading = new LoadingBar(runtime);
  const starting = startNode({
    runtime,
    config,
    loggerLevels: levels,
    mayFormat,
    standsForZooKeeper,
    onLogsLoaded: loading.show,
    onFatal,
  });
  const mayGo = stayUp(runtime.clock);
  try {
    const first = await Promise.race([starting, told, failed.promise]);
    loading.end();
    // What is half started is left as it is: the next start has to cope with worse.
    if (typeof first === "number") return first;
    for (const line of readyLines(config)) log(line);
    if (options.greeting !== undefined) {
      runtime.terminal.writeOutput(new TextEncoder().encode(options.greeting(config, first)));
    }
    const exitCode = await Promise.race([told, failed.promise]);
    if (exitCode !== 1) {
      const signal = exitCode === 130 ? "SIGINT" : "SIGTERM";
      log([
        `Terminating process due to signal ${signal}`,
        "org.apache.kafka.common.utils.LoggingSignalHandler",
      ]);
    }
    await first.stop();
    log([`[KafkaServer id=${config.node.id}] shut down completed`, "kafka.server.KafkaServer"]);
    return exitCode;
  } catch (error) {
    return fail(error);
  } finally {
    loading.end();
    mayGo();
  }
}

const STAY_UP_MS = 10_000;

/**
 * Keeps the process up until the returned function is called: a node that starts or stops may wait for nothing but
 * timers, and those alone do not.
 */
function stayUp(clock: Clock): () => void {
  let mustStay = true;
  (async () => {
    while (mustStay) await clock.sleep(STAY_UP_MS);
  })();
  return () => mustStay = false;
}

async function configure(
  context: ToolContext,
  layers: ConfigLayers,
  log: (line: LogLine) => void,
) {
  const given = mergeLayers(layers);
  // A file that names roles is complete; roles that a flag or a variable names may lack the rest.
  const isQuickstart = needsQuickstart(given) ||
    !layers.file?.get("process.roles")?.trim() && !isZooKeeperStyle(given) &&
      (namesNoCoordinator(given) || hasRoleFlag(layers) && namesOneCoordinator(given));
  const all = isQuickstart ? { ...layers, defaults: quickstartSettings(given) } : layers;
  const zookeeper = isZooKeeperStyle(given)
    ? await zooKeeperMode(context.runtime, all, (address) =>
      log([
        `A ZooKeeper at ${address} is not needed: this broker is its own coordinator`,
        "kafka.server.KafkaServer",
      ]))
    : undefined;
  // Neither has a step in which the user formats directories.
  const mayFormat = isQuickstart || zookeeper !== undefined;
  return { config: buildBrokerConfig(all, { zookeeper }), mayFormat };
}

function namesNoCoordinator(given: Properties): boolean {
  return !given.has("controller.quorum.voters") &&
    !given.has("controller.quorum.bootstrap.servers");
}

function hasRoleFlag({ overrides }: ConfigLayers): boolean {
  return overrides?.has("process.roles") ?? false;
}

/** Several coordinators have to be formatted for the same cluster, which no start can do by itself. */
function namesOneCoordinator(given: Properties): boolean {
  return splitList(given.get("controller.quorum.voters") ?? "").length === 1;
}

/**
 * Lines that launchers and test suites wait for, of every way in which Kafka was ever started. By now the listeners take
 * requests.
 */
function kafkasLines({ node }: BrokerConfig): LogLine[] {
  const { id } = node;
  const started: LogLine = [
    `[KafkaRaftServer nodeId=${id}] Kafka Server started`,
    "kafka.server.KafkaRaftServer",
  ];
  if (!node.isBroker) return [started];
  return [
    ...node.brokerListeners.map(({ host, port }): LogLine => [
      `Awaiting socket connections on ${host || "0.0.0.0"}:${port}.`,
      "kafka.network.DataPlaneAcceptor",
    ]),
    [
      `[BrokerLifecycleManager id=${id}] The broker has been unfenced. ` +
      "Transitioning from RECOVERY to RUNNING.",
      "kafka.server.BrokerLifecycleManager",
    ],
    started,
    [`[KafkaServer id=${id}] started`, "kafka.server.KafkaServer"],
  ];
}
