/** BeginQuorumEpoch and EndQuorumEpoch: a leader announces itself, and that it goes (section 1.4). */
import { Errors } from "../../protocol/errors.ts";
import type { RaftCore } from "./core.ts";
import type { BeginQuorumEpochRequest, EndQuorumEpochRequest, RaftAnswer } from "./messages.ts";
import { type ReplicaKey, sameReplica } from "./types.ts";

export function answerBegin(
  core: RaftCore,
  request: BeginQuorumEpochRequest,
  nowMs: number,
): RaftAnswer {
  const error = checkSender(core, request);
  if (error !== Errors.NONE) return answer(core, error);
  core.learn(request.epoch, request.leaderId, request.endpoints, nowMs, true);
  const forAnother = request.voter !== null && !sameReplica(request.voter, core.local);
  return answer(core, forAnother ? Errors.INVALID_VOTER_KEY : Errors.NONE);
}

export function answerEnd(
  core: RaftCore,
  request: EndQuorumEpochRequest,
  nowMs: number,
): RaftAnswer {
  const error = checkSender(core, request);
  if (error !== Errors.NONE) return answer(core, error);
  core.learn(request.epoch, request.leaderId, request.endpoints, nowMs, true);
  const { state } = core;
  if (state.kind === "follower" && state.leaderId === request.leaderId) {
    state.fetchDeadlineMs = nowMs + electionDelayMs(core, request.preferred);
    state.leaderWasHeard = false;
  }
  return answer(core, Errors.NONE);
}

function checkSender(core: RaftCore, request: { leaderId: number; epoch: number }): number {
  if (request.leaderId < 0) return Errors.INVALID_REQUEST;
  if (request.epoch < core.epoch) return Errors.FENCED_LEADER_EPOCH;
  // An epoch has one leader. Kafka would stop here; a stray request must not stop this node.
  const known = request.epoch === core.epoch ? core.leaderId : null;
  if (known !== null && known !== request.leaderId) return Errors.FENCED_LEADER_EPOCH;
  return Errors.NONE;
}

function answer(core: RaftCore, error: number): RaftAnswer {
  return { error, leaderId: core.leaderId, epoch: core.epoch };
}

/** The best candidate tries at once, the others later, so that they don't split the vote. */
function electionDelayMs(core: RaftCore, preferred: readonly ReplicaKey[]): number {
  const maxMs = core.config.electionBackoffMaxMs;
  const position = preferred.findIndex((candidate) => sameReplica(candidate, core.local));
  if (position < 0) return maxMs;
  if (position === 0) return 0;
  return Math.min(maxMs, Math.floor(maxMs / 2 ** (preferred.length - 1)) * 2 ** (position - 1));
}
