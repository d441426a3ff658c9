/** OffsetCommit on a classic or absent group (coordinator spec 6.1). */
import { Errors } from "../../protocol/errors.ts";
import type { ClassicGroup } from "./classic_group.ts";
import type { CommittedOffset } from "./committed_offsets.ts";
import { offsetRecord } from "./group_records.ts";
import type { GroupShard } from "./group_shard.ts";
import { checkIdentity } from "./sync.ts";

export interface CommitCall {
  readonly groupId: string;
  readonly memberId: string;
  readonly instanceId: string | null;
  /** -1: no member, offsets only. */
  readonly generationId: number;
  /** The client knows GROUP_ID_NOT_FOUND (version 9 and up). */
  readonly knowsGroupNotFound: boolean;
}

export interface OffsetToCommit {
  readonly topic: string;
  readonly partition: number;
  readonly offset: CommittedOffset;
}

/** Whether the committer may commit; moves its session on. Error code. */
export function checkCommit(shard: GroupShard, call: CommitCall): number {
  const group = shard.groups.get(call.groupId);
  if (group === undefined) {
    if (call.generationId < 0) return Errors.NONE;
    // A group that has offsets and nothing else has no members.
    if (shard.has(call.groupId)) return Errors.UNKNOWN_MEMBER_ID;
    return call.knowsGroupNotFound ? Errors.GROUP_ID_NOT_FOUND : Errors.ILLEGAL_GENERATION;
  }
  if (group.state === "Dead") return Errors.COORDINATOR_NOT_AVAILABLE;
  if (call.generationId < 0) {
    if (group.state === "Empty") return Errors.NONE;
    if (call.memberId === "" && call.instanceId === null) return Errors.UNKNOWN_MEMBER_ID;
  }
  const refused = checkIdentity(group, call.memberId, call.instanceId);
  if (refused !== Errors.NONE) return refused;
  if (call.generationId !== group.generationId) return Errors.ILLEGAL_GENERATION;
  return checkState(shard, group, call.memberId);
}

function checkState(shard: GroupShard, group: ClassicGroup, memberId: string): number {
  switch (group.state) {
    case "Stable":
    case "PreparingRebalance":
      shard.rebalancer.startSession(group, group.member(memberId)!);
      return Errors.NONE;
    case "CompletingRebalance":
      return Errors.REBALANCE_IN_PROGRESS;
    default:
      return Errors.UNKNOWN_MEMBER_ID;
  }
}

/** Writes the offsets; they count once they are committed. Error code. */
export function commitOffsets(
  shard: GroupShard,
  groupId: string,
  offsets: readonly OffsetToCommit[],
): Promise<number> {
  if (offsets.length === 0) return Promise.resolve(Errors.NONE);
  const records = offsets.map((o) => offsetRecord(groupId, o.topic, o.partition, o.offset));
  return shard.write(groupId, records, () => {
    for (const { topic, partition, offset } of offsets) {
      shard.offsets.set(groupId, topic, partition, offset);
    }
  });
}
