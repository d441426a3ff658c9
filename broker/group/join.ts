/** JoinGroup: who may enter, and whether a rebalance follows (coordinator spec 4.2, 4.3; KIP-345, KIP-394, KIP-814). */
import { Errors } from "../../protocol/errors.ts";
import type { ClassicGroup } from "./classic_group.ts";
import { failedJoin, joinResult } from "./group_answers.ts";
import { GroupMember, type JoinResult } from "./group_member.ts";
import type { JoinCall, JoinContext } from "./join_call.ts";
import { randomUuidText } from "./member_id.ts";
import type { Rebalancer } from "./rebalance.ts";
import { replaceStaticMember } from "./static_member.ts";
import { checkIdentity } from "./sync.ts";

/** Lets a member in, or back in. Resolves when its join is complete. */
export function joinGroup(
  context: JoinContext,
  group: ClassicGroup,
  call: JoinCall,
): JoinResult | Promise<JoinResult> {
  const { memberId, description } = call;
  if (group.state === "Dead") return failedJoin(memberId, Errors.COORDINATOR_NOT_AVAILABLE);
  if (!mayEnter(group, memberId, context.maxSize)) {
    const member = group.member(memberId);
    if (member !== undefined) context.rebalancer.turnAway(group, member);
    return failedJoin("", Errors.GROUP_MAX_SIZE_REACHED);
  }
  if (!group.supports(call.protocolType, description.protocols)) {
    return failedJoin(memberId, Errors.INCONSISTENT_GROUP_PROTOCOL);
  }
  return memberId === "" ? joinAsNew(context, group, call) : joinAgain(context, group, call);
}

/**
 * While members gather, those that came count, so that the last ones are turned away if the limit was lowered; known
 * members of a formed group stay welcome.
 */
function mayEnter(group: ClassicGroup, memberId: string, maxSize: number): boolean {
  switch (group.state) {
    case "Empty":
    case "Dead":
      return true;
    case "PreparingRebalance":
      return !!group.member(memberId)?.awaitingJoin || group.awaitingJoinCount < maxSize;
    default:
      return group.has(memberId) || group.size < maxSize;
  }
}

function joinAsNew(
  context: JoinContext,
  group: ClassicGroup,
  call: JoinCall,
): JoinResult | Promise<JoinResult> {
  const { rebalancer, random } = context;
  const { instanceId, description } = call;
  const newId = `${instanceId ?? description.clientId}-${randomUuidText(random)}`;
  if (instanceId !== null) {
    const oldId = group.staticMemberId(instanceId);
    if (oldId !== undefined) return replaceStaticMember(context, group, call, oldId, newId);
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
  const refused = checkIdentity(group, memberId, instanceId);
  if (refused !== Errors.NONE) return failedJoin(memberId, refused);
  const member = group.member(memberId)!;
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
