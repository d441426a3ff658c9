/** JoinGroup, SyncGroup, Heartbeat and LeaveGroup on the groups of a shard: what comes before a group's own state. */
import { Errors } from "../../protocol/errors.ts";
import type { ClassicGroup } from "./classic_group.ts";
import { failedJoin, failedSync } from "./group_answers.ts";
import type { JoinResult, SyncResult } from "./group_member.ts";
import type { GroupShard } from "./group_shard.ts";
import { joinGroup } from "./join.ts";
import type { JoinCall } from "./join_call.ts";
import { heartbeat, leaveGroup, type MemberCall, type SyncCall, syncGroup } from "./sync.ts";

/** Only a client without a member id makes a group that is not there. */
export function joinInShard(
  shard: GroupShard,
  groupId: string,
  call: JoinCall,
): JoinResult | Promise<JoinResult> {
  const { memberId, description, protocolType } = call;
  const { config, random } = shard.options;
  const { sessionTimeoutMs, protocols } = description;
  if (
    sessionTimeoutMs < config.minSessionTimeoutMs || sessionTimeoutMs > config.maxSessionTimeoutMs
  ) return failedJoin(memberId, Errors.INVALID_SESSION_TIMEOUT);
  let group = shard.groups.get(groupId);
  if (group === undefined) {
    if (memberId !== "") return failedJoin(memberId, Errors.UNKNOWN_MEMBER_ID);
    if (protocolType === "" || protocols.length === 0) {
      return failedJoin(memberId, Errors.INCONSISTENT_GROUP_PROTOCOL);
    }
    group = shard.create(groupId);
  }
  const context = {
    rebalancer: shard.rebalancer,
    random,
    maxSize: config.maxSize,
    persistCurrent: (group: ClassicGroup) => shard.persistCurrent(group),
  };
  return joinGroup(context, group, call);
}

export function syncInShard(
  shard: GroupShard,
  groupId: string,
  call: SyncCall,
): SyncResult | Promise<SyncResult> {
  const group = shard.groups.get(groupId);
  if (group === undefined) return failedSync(Errors.UNKNOWN_MEMBER_ID);
  return syncGroup(shard.rebalancer, group, call);
}

/** Error code. */
export function heartbeatInShard(shard: GroupShard, groupId: string, call: MemberCall): number {
  const group = shard.groups.get(groupId);
  if (group === undefined) return Errors.UNKNOWN_MEMBER_ID;
  return heartbeat(shard.rebalancer, group, call);
}

/** Takes one member out, by its id or, with an empty id, by its instance id. Error code. */
export function leaveInShard(
  shard: GroupShard,
  groupId: string,
  memberId: string,
  instanceId: string | null,
  reason: string,
): number {
  const group = shard.groups.get(groupId);
  if (group === undefined) return Errors.UNKNOWN_MEMBER_ID;
  return leaveGroup(shard.rebalancer, group, memberId, instanceId, reason);
}
