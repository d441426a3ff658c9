/** Deletes the records before an offset (KIP-107). */
import { Apis } from "../../protocol/apis.ts";
import { ApiError, isRetriable } from "../../protocol/errors.ts";
import type { ClusterClient } from "../cluster_client.ts";
import { retry, type RetryOptions } from "../retry.ts";
import type { TopicPartition } from "../topic_partition.ts";
import { itemError } from "./item_error.ts";

export interface DeleteBefore extends TopicPartition {
  /** -1: up to the high watermark. */
  readonly offset: bigint;
}

export interface DeletedRecords extends TopicPartition {
  /** First offset that is left; -1 with an error. */
  readonly lowWatermark: bigint;
  readonly error: ApiError | null;
}

/** Answers in the order of the partitions. @throws {ApiError} REQUEST_TIMED_OUT. */
export async function deleteRecords(
  cluster: ClusterClient,
  partitions: readonly DeleteBefore[],
  options: RetryOptions = {},
): Promise<DeletedRecords[]> {
  return await Promise.all(
    partitions.map((partition) => deleteBefore(cluster, partition, options)),
  );
}

function deleteBefore(
  cluster: ClusterClient,
  { topic, partition, offset }: DeleteBefore,
  options: RetryOptions,
): Promise<DeletedRecords> {
  return retry(
    cluster.runtime,
    `Deleting records of ${topic}-${partition}`,
    options,
    async (attempt) => {
      if (attempt > 0) await cluster.refresh([topic]);
      const { leader } = await cluster.leader(topic, partition);
      const connection = await cluster.node(leader);
      const { topics } = await connection.send(Apis.DeleteRecords, {
        topics: [{ name: topic, partitions: [{ partitionIndex: partition, offset }] }],
        timeoutMs: connection.requestTimeoutMs,
      });
      const [{ errorCode, lowWatermark }] = topics[0].partitions;
      if (isRetriable(errorCode)) throw new ApiError(errorCode);
      return { topic, partition, lowWatermark, error: itemError(errorCode) };
    },
  );
}
