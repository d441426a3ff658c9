/** OffsetDelete and DeleteGroups: committed offsets, and groups, that go because somebody says so (KIP-229, KIP-496). */
import { Errors } from "../../protocol/errors.ts";
import { ClassicGroup } from "./classic_group.ts";
import { subscribedTopics } from "./expire_offsets.ts";
import { groupTombstone, offsetTombstone } from "./group_records.ts";
import type { GroupShard } from "./group_shard.ts";

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Tombstones in one batch: it must fit into what the topic takes. */
const MOST_RECORDS = 1000;

/** Whether offsets of the group may be deleted. Error code. */
export function checkOffsetDelete(shard: GroupShard, groupId: string): number {
  if (!shard.has(groupId)) return Errors.GROUP_ID_NOT_FOUND;
  const group = shard.groups.get(groupId);
  if (group === undefined || group.state === "Empty" || group.protocolType === "consumer") {
    return Errors.NONE;
  }
  return Errors.NON_EMPTY_GROUP;
}

/** Whether some member may be consuming the topic: its offsets stay then. */
export function isSubscribed(shard: GroupShard, groupId: string, topic: string): boolean {
  const group = shard.groups.get(groupId);
  if (group === undefined) return false;
  return subscribedTopics(group)?.has(topic) ?? true;
}

/** Deletes those of the offsets that there are. The group stays, be it without any. Error code. */
export function deleteOffsets(
  shard: GroupShard,
  groupId: string,
  partitions: readonly TopicPartition[],
): Promise<number> {
  if (!shard.groups.has(groupId)) {
    shard.groups.set(groupId, new ClassicGroup(groupId, shard.options.clock.now()));
  }
  return removeOffsets(shard, groupId, partitions);
}

async function removeOffsets(
  shard: GroupShard,
  groupId: string,
  partitions: readonly TopicPartition[],
): Promise<number> {
  const there = partitions.filter(({ topic, partition }) =>
    shard.offsets.get(groupId, topic, partition) !== undefined
  );
  for (let start = 0; start < there.length; start += MOST_RECORDS) {
    const chunk = there.slice(start, start + MOST_RECORDS);
    const records = chunk.map(({ topic, partition }) => offsetTombstone(groupId, topic, partition));
    const errorCode = await shard.write(groupId, records, () => {
      for (const { topic, partition } of chunk) shard.offsets.delete(groupId, topic, partition);
    });
    if (errorCode !== Errors.NONE) return errorCode;
  }
  return Errors.NONE;
}

/** Deletes a group without members with all its offsets. Error code. */
export async function deleteGroup(shard: GroupShard, groupId: string): Promise<number> {
  const isEmpty = () => (shard.groups.get(groupId)?.state ?? "Empty") === "Empty";
  if (!shard.has(groupId)) return Errors.GROUP_ID_NOT_FOUND;
  // What is committed meanwhile goes too.
  while (shard.offsets.has(groupId)) {
    if (!isEmpty()) return Errors.NON_EMPTY_GROUP;
    const errorCode = await removeOffsets(shard, groupId, offsetsOf(shard, groupId));
    if (errorCode !== Errors.NONE) return errorCode;
  }
  if (!isEmpty()) return Errors.NON_EMPTY_GROUP;
  const group = shard.groups.get(groupId);
  if (group === undefined) return Errors.NONE;
  return await shard.write(groupId, [groupTombstone(groupId)], () => {
    // Somebody may have joined since: the group's next record makes it again.
    if (shard.groups.get(groupId) === group && isEmpty()) {
      shard.drop(group, Errors.UNKNOWN_MEMBER_ID);
    }
  });
}

function offsetsOf(shard: GroupShard, groupId: string): TopicPartition[] {
  return Array.from(
    shard.offsets.ofGroup(groupId),
    ([topic, partitions]) => Array.from(partitions.keys(), (partition) => ({ topic, partition })),
  ).flat();
}
