/** Which committed offsets are too old to keep (coordinator spec 6.2; KIP-211), and those of deleted topics. */
import { DecodeError } from "../../protocol/codec/errors.ts";
import { decodeSubscription } from "../../protocol/data/consumer_protocol.ts";
import { Errors } from "../../protocol/errors.ts";
import type { ClassicGroup } from "./classic_group.ts";
import type { CommittedOffset } from "./committed_offsets.ts";
import { type GroupLogRecord, groupTombstone, offsetTombstone } from "./group_records.ts";
import type { GroupShard } from "./group_shard.ts";

/** Protocol type of groups whose members' metadata the broker understands. */
const CONSUMER = "consumer";
/** Tombstones in one batch: it must fit into what the topic takes. */
const MOST_RECORDS = 1000;

interface Doomed {
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
    // What is being written may renew an offset: a tombstone after it would delete the new one.
    if (shard.isBehind(groupId)) continue;
    const doomed = expired(shard, groupId, nowMs, retentionMs);
    if (!await remove(shard, groupId, doomed) || shard.isBehind(groupId)) continue;
    if (isUnused(shard, groupId)) await removeGroup(shard, groupId);
  }
}

/** Removes the offsets of topics that are no more. */
export async function dropTopics(shard: GroupShard, topics: ReadonlySet<string>): Promise<void> {
  for (const groupId of shard.offsets.groupIds()) {
    const doomed: Doomed[] = [];
    for (const [topic, partitions] of shard.offsets.ofGroup(groupId)) {
      if (!topics.has(topic)) continue;
      for (const [partition, offset] of partitions) doomed.push({ topic, partition, offset });
    }
    await remove(shard, groupId, doomed);
  }
}

/** Whether all were removed. */
async function remove(
  shard: GroupShard,
  groupId: string,
  doomed: readonly Doomed[],
): Promise<boolean> {
  for (let start = 0; start < doomed.length; start += MOST_RECORDS) {
    if (start > 0 && shard.isBehind(groupId)) return false;
    // Meanwhile an offset may have been committed anew.
    const chunk = doomed.slice(start, start + MOST_RECORDS).filter((one) =>
      shard.offsets.get(groupId, one.topic, one.partition) === one.offset
    );
    if (chunk.length === 0) continue;
    const records = chunk.map(({ topic, partition }) => offsetTombstone(groupId, topic, partition));
    const errorCode = await shard.write(groupId, records, () => {
      for (const { topic, partition } of chunk) shard.offsets.delete(groupId, topic, partition);
    });
    if (errorCode !== Errors.NONE) return false;
  }
  return true;
}

function isUnused(shard: GroupShard, groupId: string): boolean {
  const group = shard.groups.get(groupId);
  return group !== undefined && group.state === "Empty" && group.pendingMembers.size === 0 &&
    !shard.offsets.has(groupId) && !shard.pendingOffsets.hasGroup(groupId);
}

async function removeGroup(shard: GroupShard, groupId: string): Promise<void> {
  const group = shard.groups.get(groupId)!;
  const records: GroupLogRecord[] = [groupTombstone(groupId)];
  await shard.write(groupId, records, () => {
    // Somebody may have joined since.
    if (shard.groups.get(groupId) === group && isUnused(shard, groupId)) {
      shard.drop(group, Errors.UNKNOWN_MEMBER_ID);
    }
  });
}

function expired(
  shard: GroupShard,
  groupId: string,
  nowMs: number,
  retentionMs: number,
): Doomed[] {
  const group = shard.groups.get(groupId);
  const since = retentionStart(group);
  if (since === null) return [];
  const subscribed = group === undefined ? new Set<string>() : subscribedTopics(group);
  const doomed: Doomed[] = [];
  for (const [topic, partitions] of shard.offsets.ofGroup(groupId)) {
    if (subscribed === null || subscribed.has(topic)) continue;
    for (const [partition, offset] of partitions) {
      const isOld = offset.expireTimestampMs !== null
        ? nowMs >= offset.expireTimestampMs
        : nowMs - since(offset) >= retentionMs;
      if (isOld && !shard.pendingOffsets.has(groupId, topic, partition)) {
        doomed.push({ topic, partition, offset });
      }
    }
  }
  return doomed;
}

/** From when on an offset's retention counts, in milliseconds since the Unix epoch; null: nothing expires now. */
function retentionStart(
  group: ClassicGroup | undefined,
): ((offset: CommittedOffset) => number) | null {
  const sinceCommit = (offset: CommittedOffset) => offset.commitTimestampMs;
  if (group === undefined || group.protocolType === null) return sinceCommit;
  if (group.state === "Empty") {
    return (offset) => group.stateTimestampMs ?? offset.commitTimestampMs;
  }
  return group.state === "Stable" && group.protocolType === CONSUMER ? sinceCommit : null;
}

/** Topics that members subscribe to, from their metadata; null (any topic) where it can't be read. */
export function subscribedTopics(group: ClassicGroup): ReadonlySet<string> | null {
  const topics = new Set<string>();
  if (group.protocolName === null || group.protocolType !== CONSUMER) return topics;
  for (const member of group.members()) {
    try {
      for (const topic of decodeSubscription(member.metadataFor(group.protocolName)).topics) {
        topics.add(topic);
      }
    } catch (error) {
      if (error instanceof DecodeError) return null;
      throw error;
    }
  }
  return topics;
}
