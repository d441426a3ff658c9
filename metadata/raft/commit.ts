/** The commit rule's consequences for the state machine (section 1.7). */
import type { RaftCore } from "./core.ts";
import { continueVoterChange } from "./voter_changes.ts";

/** The leader's view of its replicas moved the high watermark: takes it over. */
export function updateHighWatermark(core: RaftCore, nowMs: number): void {
  const { state } = core;
  if (state.kind !== "leader" || state.highWatermark <= core.highWatermark) return;
  core.raiseHighWatermark(state.highWatermark);
  continueVoterChange(core, nowMs);
}
