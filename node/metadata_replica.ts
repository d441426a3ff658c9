/** The node's replica of the metadata log: opened once, handed to both roles. */
import { NetworkRaftTransport } from "../client/network_raft_transport.ts";
import type { BrokerConfig } from "../config/broker_config.ts";
import { imageRecords } from "../metadata/image/image_records.ts";
import { MetadataPublisher } from "../metadata/image/publisher.ts";
import { PartitionRaftLog } from "../metadata/raft/partition_raft_log.ts";
import { RaftNode } from "../metadata/raft/raft_node.ts";
import { METADATA_TOPIC } from "../metadata/raft/types.ts";
import { KRAFT_VERSIONS, VoterSet } from "../metadata/raft/voter_set.ts";
import { ZERO_UUID } from "../protocol/uuid.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { PartitionLogResources } from "../storage/partition_log.ts";
import { logger } from "./logger.ts";

export interface MetadataReplicaOptions {
  readonly runtime: Runtime;
  readonly config: BrokerConfig;
  readonly clusterId: string;
  /** Id of the metadata directory. */
  readonly directoryId: string;
  readonly logResources: PartitionLogResources;
  /** The replica can't go on: the node has to end. */
  readonly failed: (error: unknown) => void;
  readonly onFault: (error: unknown) => void;
}

export interface MetadataReplica {
  readonly raft: RaftNode;
  readonly publisher: MetadataPublisher;
}

/** Opens log and snapshots and recovers them; the replica takes part once `raft.start()` is called. */
export async function openMetadataReplica(
  options: MetadataReplicaOptions,
): Promise<MetadataReplica> {
  const { runtime, config, clusterId, directoryId } = options;
  const { node } = config;
  const directory = `${node.metadataLogDir}/${METADATA_TOPIC}-0`;
  await runtime.disk.makeDirectory(directory);
  const log = await PartitionRaftLog.open(options.logResources, directory, {
    segmentBytes: config.get("metadata.log.segment.bytes"),
    segmentMs: config.number("metadata.log.segment.ms"),
  });
  const listener = node.controllerListenerNames[0];
  const publisher: MetadataPublisher = new MetadataPublisher({
    highWatermark: () => raft.highWatermark,
    onFault: options.onFault,
  });
  const raft = await RaftNode.open({
    runtime,
    config: {
      local: { id: node.id, directoryId },
      listener,
      endpoints: node.isController
        ? node.advertisedControllerListeners.map(({ name, host, port }) => ({
          name,
          host: host || runtime.network.hostName(),
          port,
        }))
        : [],
      kraftVersions: KRAFT_VERSIONS,
      bootstrapServers: node.bootstrapServers,
      electionTimeoutMs: config.get("controller.quorum.election.timeout.ms"),
      fetchTimeoutMs: config.get("controller.quorum.fetch.timeout.ms"),
      electionBackoffMaxMs: config.get("controller.quorum.election.backoff.max.ms"),
      requestTimeoutMs: config.get("controller.quorum.request.timeout.ms"),
      retryBackoffMs: config.get("controller.quorum.retry.backoff.ms"),
    },
    clusterId,
    directory,
    log,
    staticVoters: new VoterSet(node.voters.map(({ id, host, port }) => ({
      id,
      directoryId: ZERO_UUID,
      endpoints: [{ name: listener, host, port }],
      kraftVersions: KRAFT_VERSIONS,
    }))),
    transport: new NetworkRaftTransport(runtime, `raft-client-${node.id}`),
    snapshots: {
      maxNewRecordBytes: config.number("metadata.log.max.record.bytes.between.snapshots"),
      maxIntervalMs: config.number("metadata.log.max.snapshot.interval.ms"),
      imageRecords: () => [...imageRecords(publisher.image)],
      retention: {
        maxBytes: config.number("metadata.max.retention.bytes"),
        maxMs: config.number("metadata.max.retention.ms"),
      },
    },
    failed: options.failed,
    onWarning: (message) => logger.warn(message),
  });
  raft.register(publisher);
  return { raft, publisher };
}
