/** The quorum of the metadata log: its members and how far each is (KIP-595, KIP-836, KIP-853). */
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { ZERO_UUID } from "../../protocol/uuid.ts";
import type { ClusterClient } from "../cluster_client.ts";
import type { RetryOptions } from "../retry.ts";

export interface QuorumEndpoint {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

export interface QuorumReplica {
  readonly id: number;
  /** Null where members have none. */
  readonly directoryId: string | null;
  readonly logEndOffset: bigint;
  /** Milliseconds since the Unix epoch; null when unknown. */
  readonly lastFetchMs: bigint | null;
  readonly lastCaughtUpMs: bigint | null;
}

export interface DescribedQuorum {
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly highWatermark: bigint;
  readonly voters: readonly QuorumReplica[];
  readonly observers: readonly QuorumReplica[];
  /** By node id; empty where the cluster does not tell. */
  readonly endpoints: ReadonlyMap<number, readonly QuorumEndpoint[]>;
}

const TOPIC = "__cluster_metadata";
const SERVER_TIMEOUT_MS = 30000;

/** @throws {ApiError} */
export async function describeQuorum(
  cluster: ClusterClient,
  options: RetryOptions = {},
): Promise<DescribedQuorum> {
  const { topics, nodes } = await cluster.callController(
    Apis.DescribeQuorum,
    { topics: [{ topicName: TOPIC, partitions: [{ partitionIndex: 0 }] }] },
    {
      ...options,
      errorOf: ({ errorCode, topics }) =>
        errorCode || (topics[0]?.partitions[0]?.errorCode ?? Errors.NONE),
    },
  );
  const quorum = topics[0]?.partitions[0];
  if (quorum === undefined) {
    throw new ApiError(Errors.UNKNOWN_SERVER_ERROR, `The answer lacks ${TOPIC}-0`);
  }
  const { leaderId, leaderEpoch, highWatermark, currentVoters, observers } = quorum;
  return {
    leaderId,
    leaderEpoch,
    highWatermark,
    voters: currentVoters.map(replicaOf),
    observers: observers.map(replicaOf),
    endpoints: new Map(nodes.map(({ nodeId, listeners }) => [nodeId, listeners])),
  };
}

interface ReplicaState {
  readonly replicaId: number;
  readonly replicaDirectoryId: string;
  readonly logEndOffset: bigint;
  readonly lastFetchTimestamp: bigint;
  readonly lastCaughtUpTimestamp: bigint;
}

function replicaOf(state: ReplicaState): QuorumReplica {
  const known = (timeMs: bigint) => timeMs < 0n ? null : timeMs;
  return {
    id: state.replicaId,
    directoryId: state.replicaDirectoryId === ZERO_UUID ? null : state.replicaDirectoryId,
    logEndOffset: state.logEndOffset,
    lastFetchMs: known(state.lastFetchTimestamp),
    lastCaughtUpMs: known(state.lastCaughtUpTimestamp),
  };
}

/** @throws {ApiError} UNSUPPORTED_VERSION in a static quorum, DUPLICATE_VOTER, ... */
export async function addVoter(
  cluster: ClusterClient,
  voter: {
    readonly id: number;
    readonly directoryId: string;
    readonly endpoints: readonly QuorumEndpoint[];
  },
  options: RetryOptions = {},
): Promise<void> {
  await cluster.callController(Apis.AddRaftVoter, {
    clusterId: null,
    timeoutMs: SERVER_TIMEOUT_MS,
    voterId: voter.id,
    voterDirectoryId: voter.directoryId,
    listeners: voter.endpoints,
  }, { ...options, errorOf: ({ errorCode }) => errorCode });
}

/** @throws {ApiError} UNSUPPORTED_VERSION in a static quorum, VOTER_NOT_FOUND, ... */
export async function removeVoter(
  cluster: ClusterClient,
  id: number,
  directoryId: string,
  options: RetryOptions = {},
): Promise<void> {
  await cluster.callController(
    Apis.RemoveRaftVoter,
    { clusterId: null, voterId: id, voterDirectoryId: directoryId },
    { ...options, errorOf: ({ errorCode }) => errorCode },
  );
}
