/** Which committed offsets are too old to keep (coordinator spec 6.2; KIP-211). */
import { ConsumerProtocolSubscription } from "../../protocol/data/consumer_protocol.ts";
import { DecodeError } from "../../protocol/codec/errors.ts";
import { Reader } from "../../protocol/codec/reader.ts";
import { Errors } from "../../protocol/errors.ts";
import type { ClassicGroup } from "./classic_group.ts";
import type { CommittedOffset } from "./committed_offsets.ts";
import { type GroupLogRecord, groupTombstone, offsetTombstone } from "./group_records.ts";
import type { GroupShard } from "./group_shard.ts";

interface Doomed {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: CommittedOffset;
}

/** Removes what expired, and groups that have nothing left. */
export async function expireOffsets(
  shard: GroupShard,
  nowMs: number,
  retentionMs: number,
): Promise<void> {
  const groupIds = new Set([...shard.offsets.groupIds(), ...shard.groups.keys()]);
  for (const groupId of groupIds) {
    const doomed = expired(shard, groupId, nowMs, retentionMs);
    const records: GroupLogRecord[] = doomed.map((d) =>
      offsetTombstone(d.group, d.topic, d.partition)
    );
    const group = shard.groups.get(groupId);
    const left = countOffsets(shard, groupId) - doomed.length;
    const groupGoes = group !== undefined && group.state === "Empty" && left === 0 &&
      group.pendingMembers.size === 0;
    if (groupGoes) records.push(groupTombstone(groupId));
    if (records.length === 0 || await shard.write(records) !== Errors.NONE) continue;
    for (const { topic, partition, offset } of doomed) {
      if (shard.offsets.get(groupId, topic, partition) === offset) {
        shard.offsets.delete(groupId, topic, partition);
      }
    }
    if (groupGoes && group.state === "Empty") shard.groups.delete(groupId);
  }
}

/** Removes the offsets of topics that are no more. */
export async function dropTopics(shard: GroupShard, topics: ReadonlySet<string>): Promise<void> {
  for (const groupId of shard.offsets.groupIds()) {
    const records: GroupLogRecord[] = [];
    for (const [topic, partitions] of shard.offsets.ofGroup(groupId)) {
      if (!topics.has(topic)) continue;
      for (const partition of partitions.keys()) {
        records.push(offsetTombstone(groupId, topic, partition));
      }
    }
    if (records.length === 0 || await shard.write(records) !== Errors.NONE) continue;
    for (const topic of topics) {
      const partitions = shard.offsets.ofGroup(groupId).get(topic);
      for (const partition of [...(partitions?.keys() ?? [])]) {
        shard.offsets.delete(groupId, topic, partition);
      }
    }
  }
}

function countOffsets(shard: GroupShard, groupId: string): number {
  let count = 0;
  for (const partitions of shard.offsets.ofGroup(groupId).values()) count += partitions.size;
  return count;
}

function expired(
  shard: GroupShard,
  groupId: string,
  nowMs: number,
  retentionMs: number,
): Doomed[] {
  const group = shard.groups.get(groupId);
  const subscribed = group === undefined ? new Set<string>() : subscribedTopics(group);
  const doomed: Doomed[] = [];
  for (const [topic, partitions] of shard.offsets.ofGroup(groupId)) {
    for (const [partition, offset] of partitions) {
      if (
        isExpired(group, offset, subscribed === null || subscribed.has(topic), nowMs, retentionMs)
      ) {
        doomed.push({ group: groupId, topic, partition, offset });
      }
    }
  }
  return doomed;
}

function isExpired(
  group: ClassicGroup | undefined,
  offset: CommittedOffset,
  subscribed: boolean,
  nowMs: number,
  retentionMs: number,
): boolean {
  const hasType = group?.protocolType !== null && group?.protocolType !== undefined &&
    group.protocolType !== "";
  const since = (fromMs: number) =>
    offset.expireTimestampMs !== null
      ? nowMs >= offset.expireTimestampMs
      : nowMs - fromMs >= retentionMs;
  if (group === undefined || !hasType) return since(offset.commitTimestampMs);
  if (group.state === "Empty") return since(group.stateTimestampMs);
  if (group.state === "Stable" && group.protocolType === "consumer") {
    return !subscribed && since(offset.commitTimestampMs);
  }
  return false;
}

/** Topics that members subscribe to, from their metadata; null (any topic) where it can't be read. */
export function subscribedTopics(group: ClassicGroup): ReadonlySet<string> | null {
  const topics = new Set<string>();
  if (group.protocolName === null) return topics;
  for (const member of group.members()) {
    try {
      const reader = new Reader(member.metadataFor(group.protocolName));
      const { min, max } = ConsumerProtocolSubscription.versions;
      const version = Math.min(max, Math.max(min, reader.int16()));
      for (const topic of ConsumerProtocolSubscription.read(reader, version).topics) {
        topics.add(topic);
      }
    } catch (error) {
      if (error instanceof DecodeError) return null;
      throw error;
    }
  }
  return topics;
}
