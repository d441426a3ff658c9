/**
 * Puts a node together from its roles and starts it: directories, the metadata replica, the coordinator with its
 * listener, the broker. For the executable, for tests, and for programs that embed a broker.
 */
import { Broker } from "../broker/broker.ts";
import { advertisedEndpoints, connectionLimits } from "../broker/broker_options.ts";
import { clusterFeatures } from "../broker/cluster_features.ts";
import { NetworkControllerChannel } from "../client/network_controller_channel.ts";
import type { BrokerConfig } from "../config/broker_config.ts";
import { LoggerLevels } from "../config/logger_levels.ts";
import { type Coordinator, createCoordinator } from "../coordinator/coordinator.ts";
import { SUPPORTED_FEATURES } from "../metadata/features.ts";
import { loadBootstrapRecords } from "../metadata/format/load_bootstrap_records.ts";
import type { RaftNode } from "../metadata/raft/raft_node.ts";
import { ApiTable } from "../network/api_table.ts";
import { KafkaServer } from "../network/server.ts";
import { randomUuid } from "../protocol/uuid.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { LogDirectories } from "../storage/directories/log_directories.ts";
import { FileHandles } from "../storage/file_handles.ts";
import { GroupCommit } from "../storage/group_commit.ts";
import type { LogsLoaded } from "../storage/log_loading.ts";
import { LogMemory } from "../storage/log_memory.ts";
import type { PartitionLogResources } from "../storage/partition_log.ts";
import { formatWhereSafe } from "./format_where_safe.ts";
import { logger } from "./logger.ts";
import { refuseUnservedAuthorizer, refuseUnservedProtocols } from "./refuse_unserved_security.ts";
import { refuseZooKeeperData } from "./refuse_zookeeper_data.ts";
import { type MetadataReplica, openMetadataReplica } from "./metadata_replica.ts";
import { quorumHandlers } from "./quorum_handlers.ts";
import { waitForQuorum } from "./wait_for_quorum.ts";
import { zooKeeperWords } from "./zookeeper_words.ts";

/** How long the controllers' connections may take to end. */
const DRAIN_MS = 2_000;

export interface StartOptions {
  readonly runtime: Runtime;
  readonly config: BrokerConfig;
  /** What the broker's logger settings are kept in; the program that owns the logging acts on changes. */
  readonly loggerLevels?: LoggerLevels;
  /** Unformatted directories may be formatted even if the node is not its quorum's only voter. */
  readonly mayFormat: boolean;
  /** The coordinator listens where a ZooKeeper would, and answers its four-letter words too. */
  readonly standsForZooKeeper?: boolean;
  /** Told, while the broker starts, how many of its logs are loaded. */
  readonly onLogsLoaded?: (progress: LogsLoaded) => void;
  /** The node can't go on by itself: its disk failed, say. */
  readonly onFatal: (error: unknown) => void;
}

export interface RunningNode {
  readonly clusterId: string;
  /** Where clients reach the broker; empty without that role. */
  readonly endpoints: readonly {
    readonly name: string;
    readonly host: string;
    readonly port: number;
  }[];
  /** Leaves the cluster in order, writes everything down, frees the directories. */
  stop(): Promise<void>;
}

/**
 * Starts a node; resolves when it serves. What it does until then it undoes on failure.
 *
 * @throws {ConfigError | LogDirectoryError | RuntimeError | RegistrationError} With one line that says what to do.
 */
export async function startNode(options: StartOptions): Promise<RunningNode> {
  const starting = new StartingNode(options);
  try {
    return await starting.start();
  } catch (error) {
    await starting.abandon();
    throw error;
  }
}

class StartingNode {
  readonly #incarnationId: string;
  readonly #undo: (() => unknown)[] = [];

  constructor(readonly options: StartOptions) {
    this.#incarnationId = randomUuid(options.runtime.random);
  }

  async start(): Promise<RunningNode> {
    const { runtime, config } = this.options;
    const { node } = config;
    for (const warning of config.warnings) logger.warn(warning);
    refuseUnservedProtocols(node);
    refuseUnservedAuthorizer(config);
    const paths = [...new Set([node.metadataLogDir, ...(node.isBroker ? node.logDirs : [])])];
    await formatWhereSafe(runtime, config, paths, this.options.mayFormat);
    await refuseZooKeeperData(runtime.disk, node, paths);
    const directories = await LogDirectories.open({
      disk: runtime.disk,
      random: runtime.random,
      nowMs: runtime.clock.now(),
      nodeId: node.id,
      paths,
    });
    this.#undo.push(() => directories.release());
    const { clusterId } = directories;
    logger.info("Node {id} of cluster {clusterId}, in {paths}", {
      id: node.id,
      clusterId,
      paths: paths.join(", "),
    });

    const logResources = makeLogResources(runtime, config);
    const replica = await openMetadataReplica({
      runtime,
      config,
      clusterId,
      directoryId: directories.byPath(node.metadataLogDir)!.id,
      logResources,
      failed: this.options.onFatal,
      onFault: logFault,
    });
    this.#undo.push(() => replica.raft.close());
    const network = new NetworkControllerChannel(runtime, {
      clientId: String(node.id),
      leader: () => leaderAddress(replica.raft, node.controllerListenerNames[0]),
    });
    this.#undo.push(() => network.close());
    const coordinator = node.isController
      ? await this.#startCoordinator(replica, clusterId, network)
      : null;
    await replica.raft.start();
    const broker = node.isBroker
      ? await this.#startBroker(replica, clusterId, coordinator, network, directories, logResources)
      : null;
    logger.info("Ottla started (kafka.server: node {id}, {roles})", {
      id: node.id,
      roles: config.get("process.roles").join(" and "),
    });
    const stopAll = () => this.abandon();
    return {
      clusterId,
      endpoints: broker?.advertised ?? [],
      async stop() {
        await broker?.stop();
        await stopAll();
      },
    };
  }

  async #startCoordinator(
    replica: MetadataReplica,
    clusterId: string,
    elsewhere: NetworkControllerChannel,
  ): Promise<Coordinator> {
    const { runtime, config } = this.options;
    const { node } = config;
    const { raft, publisher } = replica;
    const bootstrap = await loadBootstrapRecords(runtime.disk, node.metadataLogDir);
    const server: KafkaServer = new KafkaServer(runtime, {
      listeners: node.controllerListeners,
      limits: connectionLimits(config),
      words: this.options.standsForZooKeeper
        ? zooKeeperWords(() => ({
          connections: server.connectionCount,
          topics: publisher.image.topics.byName.size,
        }))
        : undefined,
    });
    const coordinator = createCoordinator({
      runtime,
      config,
      nodeId: node.id,
      clusterId,
      metadataLog: raft,
      bootstrapRecords: () => bootstrap,
      supportedFeatures: SUPPORTED_FEATURES,
      voterIds: () => raft.history.voters.ids,
      kraftVersion: () => raft.history.kraftVersion,
      quorumHandlers: quorumHandlers(raft, clusterId),
      elsewhere,
      registration: {
        incarnationId: this.#incarnationId,
        endpoints: () =>
          advertisedEndpoints(
            node.advertisedControllerListeners,
            server.endpoints,
            runtime.network.hostName(),
          ),
      },
      localBroker: node.isBroker ? { id: node.id, incarnationId: this.#incarnationId } : null,
      onFault: logFault,
    });
    await server.listen();
    this.#undo.push(() => server.stop({ drainMs: DRAIN_MS }));
    this.#undo.push(() => coordinator.stop());
    coordinator.start();
    server.serve(
      new ApiTable(coordinator.handlers, { features: () => clusterFeatures(publisher.image) }),
    );
    return coordinator;
  }

  async #startBroker(
    replica: MetadataReplica,
    clusterId: string,
    coordinator: Coordinator | null,
    network: NetworkControllerChannel,
    directories: LogDirectories,
    logResources: PartitionLogResources,
  ): Promise<Broker> {
    const { runtime, config } = this.options;
    const { node } = config;
    if (coordinator === null) await waitForQuorum(runtime, replica.raft, node);
    const broker = new Broker({
      runtime,
      config,
      nodeId: node.id,
      clusterId,
      incarnationId: this.#incarnationId,
      feed: replica.publisher,
      channel: coordinator?.channel ?? network,
      controllerApis: coordinator?.handlers,
      directories: directories.directories.filter(({ path }) => node.logDirs.includes(path)),
      logResources,
      loggerLevels: this.options.loggerLevels ?? new LoggerLevels(),
      onLogsLoaded: this.options.onLogsLoaded,
      onFatal: this.options.onFatal,
    });
    try {
      await broker.start();
    } catch (error) {
      await broker.abandon();
      throw error;
    }
    return broker;
  }

  /** Undoes what was done, last things first. */
  async abandon(): Promise<void> {
    for (const undo of this.#undo.splice(0).reverse()) {
      try {
        await undo();
      } catch (error) {
        logFault(error);
      }
    }
  }
}

function logFault(error: unknown): void {
  logger.error("Unexpected: {fault}", {
    fault: error instanceof Error ? error.stack ?? error.message : String(error),
  });
}

function makeLogResources(runtime: Runtime, config: BrokerConfig): PartitionLogResources {
  const { disk, clock, random } = runtime;
  return {
    disk,
    clock,
    random,
    commit: new GroupCommit(clock),
    memory: new LogMemory(clock),
    handles: new FileHandles(disk),
    producerIdExpirationMs: config.get("producer.id.expiration.ms"),
    onWarning: (message) => logger.warn(message),
  };
}

function leaderAddress(raft: RaftNode, listener: string) {
  const { leaderId } = raft.leaderAndEpoch();
  const endpoints = raft.machine.core.leaderEndpoints;
  const endpoint = endpoints.find(({ name }) => name === listener) ?? endpoints[0];
  if (leaderId === null || endpoint === undefined) return null;
  return { id: leaderId, host: endpoint.host, port: endpoint.port };
}
