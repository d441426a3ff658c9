/** Asks for the offsets of many partitions; one that can't be answered for does not spoil the others. */
import type { ClusterClient } from "../../client/cluster_client.ts";
import { listOffsets } from "../../client/list_offsets.ts";
import type { TopicPartition } from "../../client/topic_partition.ts";

export interface OffsetFound extends TopicPartition {
  /** -1: there is no such record. */
  readonly offset: bigint;
  readonly error: unknown;
}

interface Asked extends TopicPartition {
  /** -1 when there is none. */
  readonly leader: number;
}

/** Answers in the order of the partitions. */
export async function lookUpOffsets(
  cluster: ClusterClient,
  partitions: readonly Asked[],
  timestamp: bigint,
): Promise<OffsetFound[]> {
  // Who has no leader may wait for one until the time is up.
  const led = partitions.filter(({ leader }) => leader >= 0);
  const leaderless = partitions.filter(({ leader }) => leader < 0);
  const answers = await Promise.all(
    [led, ...leaderless.map((one) => [one])].map((some) => ask(cluster, some, timestamp)),
  );
  const byName = new Map(answers.flat().map((found) => [nameOf(found), found]));
  return partitions.map((partition) => byName.get(nameOf(partition))!);
}

async function ask(
  cluster: ClusterClient,
  partitions: readonly Asked[],
  timestamp: bigint,
): Promise<OffsetFound[]> {
  if (partitions.length === 0) return [];
  const questions = partitions.map(({ topic, partition }) => ({ topic, partition, timestamp }));
  try {
    return await listOffsets(cluster, questions, "read_uncommitted", cluster.options);
  } catch (error) {
    return partitions.map(({ topic, partition }) => ({ topic, partition, offset: -1n, error }));
  }
}

export function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`;
}
