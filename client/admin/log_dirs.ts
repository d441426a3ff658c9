/** The log directories of a broker: what they hold, and where replicas are to move (KIP-113). */
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import type { ClusterClient } from "../cluster_client.ts";
import type { RetryOptions } from "../retry.ts";
import { byTopic, type TopicPartition } from "../topic_partition.ts";
import { itemError } from "./item_error.ts";

export interface HeldPartition extends TopicPartition {
  readonly sizeBytes: bigint;
  /** Records that the replica lacks; of a future replica: compared with the present one. */
  readonly offsetLag: bigint;
  /** Whether it takes the place of the present replica once it has caught up. */
  readonly isFuture: boolean;
}

export interface DescribedLogDir {
  readonly path: string;
  readonly error: ApiError | null;
  readonly partitions: readonly HeldPartition[];
}

/** All directories of a broker. @throws {ApiError} CLUSTER_AUTHORIZATION_FAILED. */
export async function describeLogDirs(
  cluster: ClusterClient,
  brokerId: number,
  options: RetryOptions = {},
): Promise<DescribedLogDir[]> {
  const { results } = await cluster.callNode(
    brokerId,
    Apis.DescribeLogDirs,
    { topics: null },
    { ...options, errorOf: ({ errorCode }) => errorCode },
  );
  // Before version 3 an answer without directories was the only way to refuse.
  if (results.length === 0) throw new ApiError(Errors.CLUSTER_AUTHORIZATION_FAILED);
  return results.map(({ logDir, errorCode, topics }) => ({
    path: logDir,
    error: itemError(errorCode),
    partitions: topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partitionIndex, partitionSize, offsetLag, isFutureKey }) => ({
        topic: name,
        partition: partitionIndex,
        sizeBytes: partitionSize,
        offsetLag,
        isFuture: isFutureKey,
      }))
    ),
  }));
}

export interface ReplicaMove extends TopicPartition {
  readonly brokerId: number;
  readonly directory: string;
}

/** Asks brokers to move replicas to other directories of theirs. Answers in the order of the moves. */
export async function alterReplicaLogDirs(
  cluster: ClusterClient,
  moves: readonly ReplicaMove[],
  options: RetryOptions = {},
): Promise<(ApiError | null)[]> {
  const errors = new Map<ReplicaMove, ApiError | null>();
  const byBroker = Map.groupBy(moves, ({ brokerId }) => brokerId);
  await Promise.all([...byBroker].map(async ([brokerId, ofBroker]) => {
    const byDirectory = Map.groupBy(ofBroker, ({ directory }) => directory);
    const { results } = await cluster.callNode(brokerId, Apis.AlterReplicaLogDirs, {
      dirs: [...byDirectory].map(([path, list]) => ({
        path,
        topics: [...byTopic(list)].map(([name, partitions]) => ({
          name,
          partitions: partitions.map(({ partition }) => partition),
        })),
      })),
    }, options);
    for (const { topicName, partitions } of results) {
      for (const { partitionIndex, errorCode } of partitions) {
        const move = ofBroker.find(({ topic, partition }) =>
          topic === topicName && partition === partitionIndex
        );
        if (move !== undefined) errors.set(move, itemError(errorCode));
      }
    }
  }));
  return moves.map((move) => errors.get(move) ?? null);
}
