/** SyncGroup, Heartbeat and LeaveGroup of classic groups (coordinator spec 4.5). */
import { Errors } from "../../protocol/errors.ts";
import type { ClassicGroup } from "./classic_group.ts";
import { type GroupMember, NO_ASSIGNMENT, type SyncResult } from "./group_member.ts";
import { failedSync, syncResult } from "./group_answers.ts";
import type { Rebalancer } from "./rebalance.ts";

export interface MemberCall {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly generationId: number;
}

export interface SyncCall extends MemberCall {
  /** Null where the client does not tell. */
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly assignments: ReadonlyMap<string, Uint8Array>;
}

/** Error code of a member that does not fit the group, else NONE. */
export function checkMember(group: ClassicGroup, call: MemberCall): number {
  if (group.state === "Dead") return Errors.COORDINATOR_NOT_AVAILABLE;
  const identity = checkIdentity(group, call.memberId, call.instanceId);
  if (identity !== Errors.NONE) return identity;
  return call.generationId === group.generationId ? Errors.NONE : Errors.ILLEGAL_GENERATION;
}

export function checkIdentity(
  group: ClassicGroup,
  memberId: string,
  instanceId: string | null,
): number {
  if (instanceId !== null) {
    const current = group.staticMemberId(instanceId);
    if (current === undefined) return Errors.UNKNOWN_MEMBER_ID;
    if (current !== memberId) return Errors.FENCED_INSTANCE_ID;
  }
  return group.has(memberId) ? Errors.NONE : Errors.UNKNOWN_MEMBER_ID;
}

/** Gives a member its assignment: at once, or when the leader has sent it. */
export function syncGroup(
  rebalancer: Rebalancer,
  group: ClassicGroup,
  call: SyncCall,
): SyncResult | Promise<SyncResult> {
  const refused = checkMember(group, call);
  if (refused !== Errors.NONE) return failedSync(refused);
  const { protocolType, protocolName, memberId } = call;
  if (
    (protocolType !== null && protocolType !== group.protocolType) ||
    (protocolName !== null && protocolName !== group.protocolName)
  ) return failedSync(Errors.INCONSISTENT_GROUP_PROTOCOL);
  const member = group.member(memberId)!;
  switch (group.state) {
    case "PreparingRebalance":
      return failedSync(Errors.REBALANCE_IN_PROGRESS);
    case "Stable":
      rebalancer.synced(group, member);
      rebalancer.startSession(group, member);
      return syncResult(group, member);
    case "CompletingRebalance":
      return park(rebalancer, group, member, call);
    default:
      return failedSync(Errors.UNKNOWN_MEMBER_ID);
  }
}

function park(
  rebalancer: Rebalancer,
  group: ClassicGroup,
  member: GroupMember,
  call: SyncCall,
): Promise<SyncResult> {
  rebalancer.answerSync(member, failedSync(Errors.REBALANCE_IN_PROGRESS));
  rebalancer.synced(group, member);
  const parked = new Promise<SyncResult>((resolve) => member.awaitingSync = resolve);
  if (group.leaderId === member.id) {
    const assignments = new Map<string, Uint8Array>();
    for (const { id } of group.members()) {
      assignments.set(id, call.assignments.get(id) ?? NO_ASSIGNMENT);
    }
    void rebalancer.assign(group, assignments);
  }
  return parked;
}

/** Keeps a member's session alive; tells it when to join again. */
export function heartbeat(rebalancer: Rebalancer, group: ClassicGroup, call: MemberCall): number {
  const refused = checkMember(group, call);
  if (refused !== Errors.NONE) return refused;
  const member = group.member(call.memberId)!;
  switch (group.state) {
    case "PreparingRebalance":
      rebalancer.startSession(group, member);
      return Errors.REBALANCE_IN_PROGRESS;
    case "CompletingRebalance":
    case "Stable":
      rebalancer.startSession(group, member);
      return Errors.NONE;
    default:
      return Errors.UNKNOWN_MEMBER_ID;
  }
}

/** Takes one member out, by its id or, with an empty id, by its instance id. */
export function leaveGroup(
  rebalancer: Rebalancer,
  group: ClassicGroup,
  memberId: string,
  instanceId: string | null,
  reason: string,
): number {
  if (group.state === "Dead") return Errors.COORDINATOR_NOT_AVAILABLE;
  if (instanceId === null && group.pendingMembers.has(memberId)) {
    rebalancer.dropPending(group, memberId);
    return Errors.NONE;
  }
  let id = memberId;
  if (instanceId !== null) {
    const current = group.staticMemberId(instanceId);
    if (current === undefined) return Errors.UNKNOWN_MEMBER_ID;
    if (memberId !== "" && memberId !== current) return Errors.FENCED_INSTANCE_ID;
    id = current;
  }
  const member = group.member(id);
  if (member === undefined) return Errors.UNKNOWN_MEMBER_ID;
  rebalancer.removeMember(group, member, `member ${id} left: ${reason}`);
  return Errors.NONE;
}
