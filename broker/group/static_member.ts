/** A static member that restarted takes its old place under a new id, where possible without a rebalance (KIP-345, KIP-814). */
import { Errors } from "../../protocol/errors.ts";
import type { ClassicGroup } from "./classic_group.ts";
import { failedJoin, joinResult } from "./group_answers.ts";
import { GroupMember, type JoinResult } from "./group_member.ts";
import type { JoinCall, JoinContext } from "./join_call.ts";

/**
 * Puts the caller into the place of `oldId`, whose parked requests are fenced. In a stable group whose protocol stays the
 * same its new id is written down and it goes on with its assignment; else the group rebalances.
 */
export function replaceStaticMember(
  context: JoinContext,
  group: ClassicGroup,
  call: JoinCall,
  oldId: string,
  newId: string,
): Promise<JoinResult> {
  const { rebalancer } = context;
  const old = group.member(oldId)!;
  const ledBefore = group.leaderId;
  rebalancer.fence(old);
  const member = new GroupMember(newId, call.instanceId, call.description);
  group.replaceStatic(oldId, member);
  rebalancer.startSession(group, member);
  return new Promise((resolve) => {
    if (group.state !== "Stable" || group.selectProtocol() !== group.protocolName) {
      return rebalancer.parkJoin(group, member, call.description, resolve);
    }
    // Whoever rebalances the group meanwhile finds the member waiting, and answers it.
    member.awaitingJoin = resolve;
    context.persistCurrent(group).then((errorCode) => {
      if (member.awaitingJoin !== resolve) return;
      if (errorCode !== Errors.NONE) revert(context, group, member, old, errorCode);
      else if (group.state === "Stable") {
        rebalancer.answerJoin(member, goOn(group, member, call, ledBefore));
        rebalancer.startSession(group, member);
      }
    });
  });
}

/** The new id could not be written: the old one stays valid, and the client tries again. */
function revert(
  { rebalancer }: JoinContext,
  group: ClassicGroup,
  member: GroupMember,
  old: GroupMember,
  errorCode: number,
): void {
  member.sessionTimer?.cancel();
  rebalancer.answerJoin(member, failedJoin("", errorCode));
  if (group.member(member.id) !== member) return;
  group.replaceStatic(member.id, old);
  rebalancer.startSession(group, old);
}

function goOn(
  group: ClassicGroup,
  member: GroupMember,
  call: JoinCall,
  ledBefore: string | null,
): JoinResult {
  const result = joinResult(group, member);
  const leads = group.leaderId === member.id;
  if (call.supportsSkippingAssignment) return { ...result, skipAssignment: leads };
  // Before version 9 a client that learned to be the leader would assign: it is told of its old id instead.
  return { ...result, leader: leads ? ledBefore ?? "" : result.leader, members: [] };
}
