/** Offsets by time, of partitions some of which may be gone. */
import type { ClusterClient } from "../../client/cluster_client.ts";
import { listOffsets } from "../../client/list_offsets.ts";
import { partitionKey, type TopicPartition } from "../../client/topic_partition.ts";
import { topicsByName } from "../cluster.ts";

/**
 * By {@linkcode partitionKey}; without partitions that are not there or have no leader, and without those that have no
 * record that late.
 *
 * @param timestamp milliseconds since the Unix epoch, or one of `list_offsets.ts`'s constants
 * @throws {ApiError} The error of a partition that has a leader.
 */
export async function lookUpOffsets(
  cluster: ClusterClient,
  partitions: readonly TopicPartition[],
  timestamp: bigint,
): Promise<Map<string, bigint>> {
  if (partitions.length === 0) return new Map();
  await topicsByName(cluster, partitions.map(({ topic }) => topic));
  const { metadata } = cluster;
  const questions = partitions
    .filter(({ topic, partition }) => (metadata.partition(topic, partition)?.leader ?? -1) >= 0)
    .map(({ topic, partition }) => ({ topic, partition, timestamp }));
  const answers = await listOffsets(cluster, questions, "read_uncommitted", cluster.options);
  const failed = answers.find(({ error }) => error !== null);
  if (failed !== undefined) throw failed.error;
  return new Map(
    answers.filter(({ offset }) => offset >= 0n).map((it) => [partitionKey(it), it.offset]),
  );
}
