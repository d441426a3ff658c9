/** JoinGroup: who may enter, and whether a rebalance follows (coordinator spec 4.2, 4.3; KIP-345, KIP-394, KIP-814). */
import { Errors } from "../../protocol/errors.ts";
import { randomUuidText } from "./member_id.ts";
import type { Random } from "../../runtime/runtime.ts";
import type { ClassicGroup } from "./classic_group.ts";
import { GroupMember, type JoinResult, type MemberDescription } from "./group_member.ts";
import { failedJoin, joinResult, membersWithMetadata, type Rebalancer } from "./rebalance.ts";

export interface JoinCall {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly protocolType: string;
  readonly description: MemberDescription;
  /** A dynamic member must come back with the id it is given (JoinGroup 4+). */
  readonly requiresKnownId: boolean;
  /** A static leader that comes back may be told to skip the assignment (JoinGroup 9+). */
  readonly supportsSkippingAssignment: boolean;
}

export interface JoinContext {
  readonly rebalancer: Rebalancer;
  readonly random: Random;
  readonly maxSize: number;
  /** Writes the group's record with its present assignment; resolves with an error code. */
  persistCurrent(group: ClassicGroup): Promise<number>;
}

/** Lets a member in, or back in. Resolves when its join is complete. */
export function joinGroup(
  context: JoinContext,
  group: ClassicGroup,
  call: JoinCall,
): JoinResult | Promise<JoinResult> {
  const { memberId, description } = call;
  if (group.state === "Dead") return failedJoin(memberId, Errors.COORDINATOR_NOT_AVAILABLE);
  if (!mayEnter(group, memberId, context.maxSize)) {
    return failedJoin("", Errors.GROUP_MAX_SIZE_REACHED);
  }
  if (!group.supports(call.protocolType, description.protocols)) {
    return failedJoin(memberId, Errors.INCONSISTENT_GROUP_PROTOCOL);
  }
  return memberId === "" ? joinAsNew(context, group, call) : joinAgain(context, group, call);
}

/** Members already counted stay welcome up to the limit; others only while there is room. */
function mayEnter(group: ClassicGroup, memberId: string, maxSize: number): boolean {
  switch (group.state) {
    case "Empty":
    case "Dead":
      return true;
    case "PreparingRebalance": {
      const known = group.member(memberId);
      const waiting = group.members().filter((m) => m.awaitingJoin !== null).length;
      return known?.awaitingJoin ? true : waiting < maxSize;
    }
    default:
      return group.has(memberId) || group.size < maxSize;
  }
}

function joinAsNew(
  context: JoinContext,
  group: ClassicGroup,
  call: JoinCall,
): JoinResult | Promise<JoinResult> {
  const { rebalancer } = context;
  const { instanceId, description } = call;
  const newId = `${instanceId ?? description.clientId}-${randomUuidText(context.random)}`;
  if (instanceId !== null) {
    const oldId = group.staticMemberId(instanceId);
    if (oldId !== undefined) return replaceStatic(context, group, call, oldId, newId);
  } else if (call.requiresKnownId) {
    rebalancer.addPending(group, newId, description.sessionTimeoutMs);
    return failedJoin(newId, Errors.MEMBER_ID_REQUIRED);
  }
  return add(rebalancer, group, call, newId);
}

function add(
  rebalancer: Rebalancer,
  group: ClassicGroup,
  call: JoinCall,
  memberId: string,
): Promise<JoinResult> {
  const member = new GroupMember(memberId, call.instanceId, call.description);
  return new Promise((resolve) => rebalancer.addMember(group, member, call.protocolType, resolve));
}

function joinAgain(
  context: JoinContext,
  group: ClassicGroup,
  call: JoinCall,
): JoinResult | Promise<JoinResult> {
  const { rebalancer } = context;
  const { memberId, instanceId, description } = call;
  if (group.pendingMembers.has(memberId) && instanceId === null) {
    return add(rebalancer, group, call, memberId);
  }
  const member = group.member(memberId);
  if (instanceId !== null) {
    const current = group.staticMemberId(instanceId);
    if (current === undefined) return failedJoin(memberId, Errors.UNKNOWN_MEMBER_ID);
    if (current !== memberId) return failedJoin(memberId, Errors.FENCED_INSTANCE_ID);
  }
  if (member === undefined) return failedJoin(memberId, Errors.UNKNOWN_MEMBER_ID);
  const park = () =>
    new Promise<JoinResult>((resolve) => rebalancer.parkJoin(group, member, description, resolve));
  const unchanged = member.offers(description.protocols);
  switch (group.state) {
    case "PreparingRebalance":
      return park();
    case "CompletingRebalance":
      return unchanged ? joinResult(group, member) : park();
    case "Stable":
      return unchanged && group.leaderId !== memberId ? joinResult(group, member) : park();
    default:
      return failedJoin(memberId, Errors.UNKNOWN_MEMBER_ID);
  }
}

/** A static member restarted: it takes its old place under a new id, if possible without a rebalance. */
async function replaceStatic(
  context: JoinContext,
  group: ClassicGroup,
  call: JoinCall,
  oldId: string,
  newId: string,
): Promise<JoinResult> {
  const { rebalancer } = context;
  const old = group.member(oldId)!;
  const wasLeader = group.leaderId === oldId;
  old.sessionTimer?.cancel();
  rebalancer.answerJoin(group, old, failedJoin(oldId, Errors.FENCED_INSTANCE_ID));
  rebalancer.fenceSync(group, old);
  const member = new GroupMember(newId, call.instanceId, call.description);
  group.replaceStatic(oldId, member);
  rebalancer.startSession(group, member);

  const park = () =>
    new Promise<JoinResult>((resolve) =>
      rebalancer.parkJoin(group, member, call.description, resolve)
    );
  if (group.state !== "Stable") return park();
  if (group.selectProtocol() !== group.protocolName) return park();
  const generation = group.generationId;
  const errorCode = await context.persistCurrent(group);
  if (errorCode !== Errors.NONE) {
    rebalancer.removeMember(group, member, "a static member's new id could not be written");
    return failedJoin(newId, errorCode);
  }
  if (group.state !== "Stable" || group.generationId !== generation) {
    return group.member(newId) === member ? park() : failedJoin(newId, Errors.UNKNOWN_MEMBER_ID);
  }
  const result = joinResult(group, member);
  if (call.supportsSkippingAssignment) {
    return wasLeader
      ? { ...result, members: membersWithMetadata(group), skipAssignment: true }
      : result;
  }
  // Before version 9 a client that learned to be the leader would assign: it is told of its old id instead.
  return { ...result, leader: wasLeader ? oldId : result.leader, members: [] };
}
