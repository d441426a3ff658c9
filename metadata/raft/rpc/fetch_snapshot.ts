/** FetchSnapshot on the wire (API 59; section 1.9). */
import { Apis } from "../../../protocol/apis.ts";
import type { DecodedMessage, EncodableMessage } from "../../../protocol/codec/message.ts";
import { Errors } from "../../../protocol/errors.ts";
import type {
  FetchSnapshotRequest as Request,
  FetchSnapshotResponse as Response,
} from "../../../protocol/messages/fetch_snapshot.ts";
import type { FetchSnapshotRequest, PeerFetchSnapshotAnswer, RaftAnswer } from "../messages.ts";
import { type Endpoint, METADATA_PARTITION, METADATA_TOPIC, type SnapshotId } from "../types.ts";
import * as envelope from "./envelope.ts";

export const FETCH_SNAPSHOT = Apis.FetchSnapshot;

/** Another partition than the metadata log's. */
export interface UnknownPartition {
  readonly topic: string;
  readonly partition: number;
}

export function readRequest(
  request: DecodedMessage<typeof Request>,
  clusterId: string,
): envelope.Understood<FetchSnapshotRequest> | { readonly unknown: UnknownPartition } {
  if (envelope.isOtherCluster(request.clusterId, clusterId)) {
    return { topLevelError: Errors.INCONSISTENT_CLUSTER_ID };
  }
  const topic = request.topics[0];
  const partition = topic?.partitions[0];
  const isMetadata = request.topics.length === 1 && topic.name === METADATA_TOPIC &&
    topic.partitions.length === 1 && partition.partition === METADATA_PARTITION;
  if (topic === undefined || partition === undefined) {
    return { topLevelError: Errors.INVALID_REQUEST };
  }
  if (!isMetadata) return { unknown: { topic: topic.name, partition: partition.partition } };
  return {
    request: {
      kind: "fetch-snapshot",
      replica: { id: request.replicaId, directoryId: partition.replicaDirectoryId },
      epoch: partition.currentLeaderEpoch,
      snapshotId: readId(partition.snapshotId),
      position: Number(partition.position),
      maxBytes: request.maxBytes,
    },
  };
}

export function unknownPartition(
  { topic, partition }: UnknownPartition,
): EncodableMessage<typeof Response> {
  return {
    throttleTimeMs: 0,
    errorCode: 0,
    topics: [{
      name: topic,
      partitions: [{
        index: partition,
        errorCode: Errors.UNKNOWN_TOPIC_OR_PARTITION,
        snapshotId: writeId({ endOffset: 0, epoch: 0 }),
        size: 0n,
        position: 0n,
        unalignedRecords: new Uint8Array(0),
      }],
    }],
  };
}

export interface FetchSnapshotAnswer extends RaftAnswer {
  readonly snapshotId: SnapshotId;
  readonly size: number;
  readonly position: number;
  readonly bytes: Uint8Array;
}

export function writeAnswer(
  answer: FetchSnapshotAnswer,
  leaderEndpoint: Endpoint | undefined,
  version: number,
): EncodableMessage<typeof Response> {
  return {
    throttleTimeMs: 0,
    errorCode: 0,
    topics: [{
      name: METADATA_TOPIC,
      partitions: [{
        index: METADATA_PARTITION,
        errorCode: answer.error,
        snapshotId: writeId(answer.snapshotId),
        currentLeader: {
          leaderId: envelope.idOrMinusOne(answer.leaderId),
          leaderEpoch: answer.epoch,
        },
        size: BigInt(answer.size),
        position: BigInt(answer.position),
        unalignedRecords: answer.bytes,
      }],
    }],
    ...envelope.nodeEndpoints(answer, leaderEndpoint, version),
  };
}

export function writeRequest(
  request: FetchSnapshotRequest,
  clusterId: string,
): EncodableMessage<typeof Request> {
  return {
    clusterId,
    replicaId: request.replica.id,
    maxBytes: request.maxBytes,
    topics: [{
      name: METADATA_TOPIC,
      partitions: [{
        partition: METADATA_PARTITION,
        currentLeaderEpoch: request.epoch,
        snapshotId: writeId(request.snapshotId),
        position: BigInt(request.position),
        replicaDirectoryId: request.replica.directoryId,
      }],
    }],
  };
}

export function readAnswer(
  response: DecodedMessage<typeof Response>,
  listener: string,
): PeerFetchSnapshotAnswer {
  const partition = response.topics[0]?.partitions[0];
  if (partition === undefined) {
    return {
      kind: "fetch-snapshot",
      ...envelope.withoutPartition(response.errorCode),
      snapshotId: { endOffset: -1, epoch: -1 },
      size: 0,
      position: 0,
      bytes: new Uint8Array(0),
    };
  }
  const { currentLeader } = partition;
  return {
    kind: "fetch-snapshot",
    topLevelError: response.errorCode,
    error: partition.errorCode,
    leaderId: currentLeader.leaderId < 0 ? null : currentLeader.leaderId,
    epoch: currentLeader.leaderEpoch,
    leaderEndpoints: envelope.leaderEndpoints(
      currentLeader.leaderId,
      response.nodeEndpoints,
      listener,
    ),
    snapshotId: readId(partition.snapshotId),
    size: Number(partition.size),
    position: Number(partition.position),
    bytes: partition.unalignedRecords,
  };
}

function readId(id: { readonly endOffset: bigint; readonly epoch: number }): SnapshotId {
  return { endOffset: Number(id.endOffset), epoch: id.epoch };
}

function writeId(id: SnapshotId) {
  return { endOffset: BigInt(id.endOffset), epoch: id.epoch };
}
