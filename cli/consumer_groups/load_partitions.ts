/** Where a group stands in its partitions. */
import type { ClusterClient } from "../../client/cluster_client.ts";
import { fetchCommitted } from "../../client/group_offsets.ts";
import { LATEST } from "../../client/list_offsets.ts";
import { partitionKey, type TopicPartition } from "../../client/topic_partition.ts";
import { type GroupDescription, inTopicOrder } from "./group_description.ts";
import { lookUpOffsets } from "./look_up_offsets.ts";
import type { GroupPartition } from "./offsets_table.ts";

/** First what is assigned, members with most partitions first; then what nobody reads, but is committed. */
export async function loadPartitions(
  cluster: ClusterClient,
  { groupId, members }: GroupDescription,
): Promise<GroupPartition[]> {
  const answers = await fetchCommitted(cluster, groupId, null, cluster.options);
  const committed = new Map(
    answers.filter(({ offset }) => offset >= 0n).map((it) => [partitionKey(it), it]),
  );
  const assigned = [...members]
    .sort((a, b) => b.assignment.length - a.assignment.length)
    .flatMap((member) => member.assignment.map((partition) => ({ ...partition, member })));
  const taken = new Set(assigned.map(partitionKey));
  const unassigned = inTopicOrder(
    [...committed.values()].filter((partition) => !taken.has(partitionKey(partition))),
  ).map(({ topic, partition }) => ({ topic, partition, member: null }));
  const all = [...assigned, ...unassigned];
  const ends = await lookUpOffsets(cluster, all, LATEST);
  return all.map(({ topic, partition, member }) => {
    const key = partitionKey({ topic, partition } satisfies TopicPartition);
    const { offset, leaderEpoch } = committed.get(key) ?? { offset: null, leaderEpoch: -1 };
    return {
      topic,
      partition,
      committed: offset,
      leaderEpoch: leaderEpoch < 0 ? null : leaderEpoch,
      end: ends.get(key) ?? null,
      member,
    };
  });
}
