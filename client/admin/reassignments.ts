/** Partitions on their way to other brokers (KIP-455). */
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import type { ClusterClient } from "../cluster_client.ts";
import type { RetryOptions } from "../retry.ts";
import { byTopic, type TopicPartition } from "../topic_partition.ts";
import { itemError } from "./item_error.ts";

export interface Reassignment extends TopicPartition {
  /** Those of before and those to come. */
  readonly replicas: readonly number[];
  readonly adding: readonly number[];
  readonly removing: readonly number[];
}

export interface WantedReplicas extends TopicPartition {
  /** Null: as they were before the reassignment that is under way. */
  readonly replicas: readonly number[] | null;
}

export interface ReassignmentOutcome extends TopicPartition {
  readonly error: ApiError | null;
}

const SERVER_TIMEOUT_MS = 60000;

/** All that are under way, by topic and partition. */
export async function listReassignments(
  cluster: ClusterClient,
  options: RetryOptions = {},
): Promise<Reassignment[]> {
  const { topics } = await cluster.callController(
    Apis.ListPartitionReassignments,
    { timeoutMs: SERVER_TIMEOUT_MS, topics: null },
    { ...options, errorOf: ({ errorCode }) => errorCode },
  );
  const found = topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, replicas, addingReplicas, removingReplicas }) => ({
      topic: name,
      partition: partitionIndex,
      replicas,
      adding: addingReplicas,
      removing: removingReplicas,
    }))
  );
  return found.sort(inOrder);
}

/**
 * Starts or cancels reassignments. Answers by topic and partition.
 *
 * @throws {ApiError} UNSUPPORTED_VERSION if the broker can't be told to keep the number of replicas.
 */
export async function alterReassignments(
  cluster: ClusterClient,
  wanted: readonly WantedReplicas[],
  { mayChangeFactor = true, ...options }: RetryOptions & {
    /** Whether a partition may get more or fewer replicas (KIP-860); default true. */
    readonly mayChangeFactor?: boolean;
  } = {},
): Promise<ReassignmentOutcome[]> {
  if (!mayChangeFactor) await refuseOldController(cluster);
  const { responses } = await cluster.callController(
    Apis.AlterPartitionReassignments,
    {
      timeoutMs: SERVER_TIMEOUT_MS,
      allowReplicationFactorChange: mayChangeFactor,
      topics: [...byTopic(wanted)].map(([name, partitions]) => ({
        name,
        partitions: partitions.map(({ partition, replicas }) => ({
          partitionIndex: partition,
          replicas,
        })),
      })),
    },
    { ...options, errorOf: ({ errorCode }) => errorCode },
  );
  const outcomes = responses.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, errorCode, errorMessage }) => ({
      topic: name,
      partition: partitionIndex,
      error: itemError(errorCode, errorMessage),
    }))
  );
  return outcomes.sort(inOrder);
}

const FIRST_WITH_FACTOR = 1;

/** @throws {ApiError} UNSUPPORTED_VERSION */
async function refuseOldController(cluster: ClusterClient): Promise<void> {
  const connection = await cluster.anyNode();
  if (connection.versionFor(Apis.AlterPartitionReassignments) >= FIRST_WITH_FACTOR) return;
  throw new ApiError(
    Errors.UNSUPPORTED_VERSION,
    "The broker does not support the AllowReplicationFactorChange option",
  );
}

/** By topic, then by partition. */
export function inOrder(a: TopicPartition, b: TopicPartition): number {
  if (a.topic !== b.topic) return a.topic < b.topic ? -1 : 1;
  return a.partition - b.partition;
}
