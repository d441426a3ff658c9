/** What happens when time has passed (section 1.2). */
import type { RaftCore } from "./core.ts";
import { backOff, losePreVote } from "./vote.ts";

export function fireTimers(core: RaftCore, nowMs: number): void {
  core.connections.expire(nowMs);
  const { state } = core;
  switch (state.kind) {
    case "unattached":
      if (nowMs >= state.electionDeadlineMs) startElection(core, 0, nowMs);
      return;
    case "prospective":
      if (nowMs >= state.electionDeadlineMs) losePreVote(core, nowMs);
      return;
    case "candidate":
      if (state.backoffUntilMs !== null) {
        if (nowMs >= state.backoffUntilMs) startElection(core, state.retries + 1, nowMs);
      } else if (nowMs >= state.electionDeadlineMs) backOff(core, nowMs);
      return;
    case "leader":
      // It may be cut off from a majority that has elected another: better to step down than to lead nobody.
      if (state.needsOthers && nowMs >= state.checkQuorumDeadlineMs) {
        core.toResigned(state.successors, nowMs);
      }
      return;
    case "follower":
      if (core.isVoter && !state.busy && nowMs >= state.fetchDeadlineMs) {
        startElection(core, 0, nowMs);
      }
      return;
    case "resigned":
      if (nowMs >= state.electionDeadlineMs) core.toUnattached(core.epoch + 1, null, null, nowMs);
      return;
  }
}

/** Asks first whether the election can be won, except that a sole voter need not ask. */
export function startElection(core: RaftCore, retries: number, nowMs: number): void {
  if (!core.isVoter) core.toUnattached(core.epoch, core.leaderId, core.votedFor, nowMs);
  else if (core.isOnlyVoter) core.toCandidate(retries, nowMs);
  else core.toProspective(retries, nowMs);
}
