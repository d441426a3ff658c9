/** Changing the voter set one voter at a time (section 1.11; kraft.version 1). */
import { type RaftCore, sameVoter } from "./core.ts";
import type { Follower } from "./state.ts";

/** A voter that listens elsewhere than the voter set says tells the leader. */
export function wantsVoterUpdate(core: RaftCore, follower: Follower, nowMs: number): boolean {
  if (core.history.kraftVersion < 1 || nowMs < follower.nextVoterUpdateMs || !core.isVoter) {
    return false;
  }
  const known = core.voters.get(core.local.id);
  return known !== undefined && !sameVoter(known, core.localVoter);
}

/** The high watermark moved: a change under way may be committed. */
export function continueVoterChange(_core: RaftCore, _nowMs: number): void {}
