/** Asks the cluster for the offsets that a reset needs, each of them once. */
import type { ClusterClient } from "../../client/cluster_client.ts";
import { type CommittedOffset, fetchCommitted } from "../../client/group_offsets.ts";
import { EARLIEST, LATEST } from "../../client/list_offsets.ts";
import { partitionKey, type TopicPartition } from "../../client/topic_partition.ts";
import { lookUpOffsets } from "./look_up_offsets.ts";
import type { OffsetLookup } from "./plan_reset.ts";

export function offsetLookup(
  cluster: ClusterClient,
  groupId: string,
  partitions: readonly TopicPartition[],
): OffsetLookup {
  return {
    earliest: () => lookUpOffsets(cluster, partitions, EARLIEST),
    latest: () => lookUpOffsets(cluster, partitions, LATEST),
    atTime: (timestamp) => lookUpOffsets(cluster, partitions, timestamp),
    committed: async () =>
      new Map(
        (await committedOffsets(cluster, groupId)).map((it) => [partitionKey(it), it.offset]),
      ),
  };
}

/** What the group has committed. @throws {ApiError} */
export async function committedOffsets(
  cluster: ClusterClient,
  groupId: string,
): Promise<CommittedOffset[]> {
  const answers = await fetchCommitted(cluster, groupId, null, cluster.options);
  return answers.filter(({ offset }) => offset >= 0n);
}
