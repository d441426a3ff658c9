/** Elects leaders of partitions (KIP-183, KIP-460). */
import { Apis } from "../../protocol/apis.ts";
import type { ApiError } from "../../protocol/errors.ts";
import type { ClusterClient } from "../cluster_client.ts";
import type { RetryOptions } from "../retry.ts";
import { byTopic, type TopicPartition } from "../topic_partition.ts";
import { itemError, sharedErrorCode } from "./item_error.ts";

export const ELECTION_TYPES = { PREFERRED: 0, UNCLEAN: 1 } as const;
export type ElectionType = keyof typeof ELECTION_TYPES;

export interface Election extends TopicPartition {
  /** ELECTION_NOT_NEEDED: the right leader leads already. */
  readonly error: ApiError | null;
}

const SERVER_TIMEOUT_MS = 60000;

/**
 * Answers in the order in which the controller has them; of all partitions only those whose leader is another one now.
 *
 * @param partitions null for all
 */
export async function electLeaders(
  cluster: ClusterClient,
  type: ElectionType,
  partitions: readonly TopicPartition[] | null,
  options: RetryOptions = {},
): Promise<Election[]> {
  const { replicaElectionResults } = await cluster.callController(
    Apis.ElectLeaders,
    {
      electionType: ELECTION_TYPES[type],
      topicPartitions: partitions === null
        ? null
        : [...byTopic(partitions)].map(([topic, list]) => ({
          topic,
          partitions: list.map(({ partition }) => partition),
        })),
      timeoutMs: options.timeoutMs ?? SERVER_TIMEOUT_MS,
    },
    {
      ...options,
      errorOf: ({ errorCode, replicaElectionResults }) =>
        errorCode ||
        sharedErrorCode(replicaElectionResults.flatMap(({ partitionResult }) => partitionResult)),
    },
  );
  return replicaElectionResults.flatMap(({ topic, partitionResult }) =>
    partitionResult.map(({ partitionId, errorCode, errorMessage }) => ({
      topic,
      partition: partitionId,
      error: itemError(errorCode, errorMessage),
    }))
  );
}
