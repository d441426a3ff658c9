/** Fetch of the metadata log on the wire (API 1, versions 13 and up; sections 1.5, 1.6). */
import { Apis } from "../../../protocol/apis.ts";
import type { DecodedMessage, EncodableMessage } from "../../../protocol/codec/message.ts";
import { Errors } from "../../../protocol/errors.ts";
import type {
  FetchRequest as Request,
  FetchResponse as Response,
} from "../../../protocol/messages/fetch.ts";
import { METADATA_TOPIC_ID } from "../../../protocol/uuid.ts";
import type { FetchDecision, FetchRequest, PeerFetchAnswer, RaftAnswer } from "../messages.ts";
import { MAX_FETCH_BYTES } from "../outbound.ts";
import { UnsupportedApiError } from "../raft_transport.ts";
import { type Endpoint, METADATA_PARTITION } from "../types.ts";
import * as envelope from "./envelope.ts";

export const FETCH = Apis.Fetch;
/** How long a leader may wait for something new. */
export const FETCH_MAX_WAIT_MS = 500;
/** The first version that names topics by id. */
const FIRST_VERSION = 13;
/** The first version with the replica in a field of its own. */
const REPLICA_STATE_VERSION = 15;
const NODE_ENDPOINTS_VERSION = 16;
/** The first version that carries the replica's high watermark, which is this where the replica does not say. */
const HIGH_WATERMARK_VERSION = 18;
const NO_HIGH_WATERMARK = 9223372036854775807n;

export interface TimedFetch extends FetchRequest {
  readonly maxWaitMs: number;
}

export function readRequest(
  request: DecodedMessage<typeof Request>,
  clusterId: string,
  version: number,
): envelope.Understood<TimedFetch> {
  if (envelope.isOtherCluster(request.clusterId, clusterId)) {
    return { topLevelError: Errors.INCONSISTENT_CLUSTER_ID };
  }
  const topic = request.topics[0];
  const partition = topic?.partitions[0];
  const isAboutMetadata = version >= FIRST_VERSION && request.topics.length === 1 &&
    topic.topicId === METADATA_TOPIC_ID && topic.partitions.length === 1 &&
    partition.partition === METADATA_PARTITION;
  if (!isAboutMetadata) return { topLevelError: Errors.INVALID_REQUEST };
  const id = version >= REPLICA_STATE_VERSION ? request.replicaState.replicaId : request.replicaId;
  const saysHighWatermark = version >= HIGH_WATERMARK_VERSION &&
    partition.highWatermark !== NO_HIGH_WATERMARK;
  return {
    request: {
      kind: "fetch",
      replica: { id, directoryId: partition.replicaDirectoryId },
      epoch: partition.currentLeaderEpoch,
      offset: Number(partition.fetchOffset),
      lastFetchedEpoch: partition.lastFetchedEpoch,
      highWatermark: saysHighWatermark ? Number(partition.highWatermark) : null,
      maxWaitMs: request.maxWaitMs,
    },
  };
}

export interface FetchAnswer extends RaftAnswer {
  readonly decision: FetchDecision;
  readonly records: Uint8Array;
  readonly highWatermark: number;
  readonly logStartOffset: number;
}

export function writeAnswer(
  answer: FetchAnswer,
  leaderEndpoint: Endpoint | undefined,
  version: number,
): EncodableMessage<typeof Response> {
  const { decision } = answer;
  const failed = decision.kind === "error";
  return {
    errorCode: 0,
    sessionId: 0,
    responses: [{
      topicId: METADATA_TOPIC_ID,
      partitions: [{
        partitionIndex: METADATA_PARTITION,
        errorCode: failed ? decision.error : Errors.NONE,
        highWatermark: BigInt(failed ? -1 : answer.highWatermark),
        logStartOffset: BigInt(failed ? -1 : answer.logStartOffset),
        divergingEpoch: decision.kind === "diverging"
          ? { epoch: decision.end.epoch, endOffset: BigInt(decision.end.offset) }
          : undefined,
        snapshotId: decision.kind === "snapshot"
          ? {
            endOffset: BigInt(decision.snapshotId.endOffset),
            epoch: decision.snapshotId.epoch,
          }
          : undefined,
        currentLeader: {
          leaderId: envelope.idOrMinusOne(answer.leaderId),
          leaderEpoch: answer.epoch,
        },
        abortedTransactions: [],
        records: answer.records,
      }],
    }],
    ...envelope.nodeEndpoints(answer, leaderEndpoint, version, NODE_ENDPOINTS_VERSION),
  };
}

/** @throws {UnsupportedApiError} Where the peer knows topics by name only. */
export function writeRequest(
  request: FetchRequest,
  clusterId: string,
  version: number,
): EncodableMessage<typeof Request> {
  if (version < FIRST_VERSION) {
    throw new UnsupportedApiError(`Fetch version ${version} has no topic ids`);
  }
  const replicaId = request.replica.id;
  return {
    clusterId,
    ...(version >= REPLICA_STATE_VERSION
      ? { replicaState: { replicaId, replicaEpoch: -1n } }
      : { replicaId }),
    maxWaitMs: FETCH_MAX_WAIT_MS,
    minBytes: 0,
    maxBytes: MAX_FETCH_BYTES,
    topics: [{
      topicId: METADATA_TOPIC_ID,
      partitions: [{
        partition: METADATA_PARTITION,
        currentLeaderEpoch: request.epoch,
        fetchOffset: BigInt(request.offset),
        lastFetchedEpoch: request.lastFetchedEpoch,
        logStartOffset: -1n,
        partitionMaxBytes: 0,
        replicaDirectoryId: request.replica.directoryId,
        highWatermark: BigInt(request.highWatermark ?? -1),
      }],
    }],
    forgottenTopicsData: [],
  };
}

export function readAnswer(
  response: DecodedMessage<typeof Response>,
  listener: string,
): PeerFetchAnswer {
  const partition = response.responses[0]?.partitions[0];
  const nothing = { diverging: null, snapshotId: null, highWatermark: -1, records: NO_RECORDS };
  if (partition === undefined) {
    return { kind: "fetch", ...envelope.withoutPartition(response.errorCode), ...nothing };
  }
  const { currentLeader, divergingEpoch, snapshotId } = partition;
  const diverges = divergingEpoch.epoch >= 0 || divergingEpoch.endOffset >= 0n;
  const hasSnapshot = snapshotId.epoch >= 0 || snapshotId.endOffset >= 0n;
  return {
    kind: "fetch",
    topLevelError: response.errorCode,
    error: partition.errorCode,
    leaderId: currentLeader.leaderId < 0 ? null : currentLeader.leaderId,
    epoch: currentLeader.leaderEpoch,
    leaderEndpoints: envelope.leaderEndpoints(
      currentLeader.leaderId,
      response.nodeEndpoints,
      listener,
    ),
    highWatermark: Number(partition.highWatermark),
    diverging: diverges
      ? { epoch: divergingEpoch.epoch, offset: Number(divergingEpoch.endOffset) }
      : null,
    snapshotId: hasSnapshot
      ? { epoch: snapshotId.epoch, endOffset: Number(snapshotId.endOffset) }
      : null,
    records: partition.records ?? NO_RECORDS,
  };
}

const NO_RECORDS = new Uint8Array(0);
