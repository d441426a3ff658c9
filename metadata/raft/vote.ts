/** Elections: answering Vote and counting its answers (section 1.4, pre-votes after KIP-996). */
import { Errors } from "../../protocol/errors.ts";
import type { RaftCore } from "./core.ts";
import { invariant } from "./invariant.ts";
import type { PeerVoteAnswer, VoteAnswer, VoteRequest } from "./messages.ts";
import { atLeastAsUpToDate, type ReplicaKey, sameReplica } from "./types.ts";

export function answerVote(core: RaftCore, request: VoteRequest, nowMs: number): VoteAnswer {
  const { epoch, preVote } = request;
  const impossible = request.lastOffset < 0 || request.lastEpoch < 0 ||
    (preVote ? request.lastEpoch > epoch : request.lastEpoch >= epoch);
  if (impossible || request.candidate.id < 0) return refuse(core, Errors.INVALID_REQUEST);
  if (epoch < core.epoch) return refuse(core, Errors.FENCED_LEADER_EPOCH);
  if (epoch > core.epoch) core.toUnattached(epoch, null, null, nowMs);
  if (request.voter !== null && !sameReplica(request.voter, core.local)) {
    return refuse(core, Errors.INVALID_VOTER_KEY);
  }
  const voteGranted = preVote ? wouldGrant(core, request) : maybeGrant(core, request, nowMs);
  return { error: Errors.NONE, leaderId: core.leaderId, epoch: core.epoch, voteGranted };
}

function refuse(core: RaftCore, error: number): VoteAnswer {
  return { error, leaderId: core.leaderId, epoch: core.epoch, voteGranted: false };
}

function isUpToDate(core: RaftCore, request: VoteRequest): boolean {
  return atLeastAsUpToDate(
    { epoch: request.lastEpoch, offset: request.lastOffset },
    { epoch: core.log.lastEpoch, offset: core.log.endOffset },
  );
}

/** A pre-vote promises nothing: refused only while this node leads or hears from the leader. */
function wouldGrant(core: RaftCore, request: VoteRequest): boolean {
  const { state } = core;
  if (state.kind === "leader") return false;
  if (state.kind === "follower" && state.leaderWasHeard) return false;
  return isUpToDate(core, request);
}

function maybeGrant(core: RaftCore, request: VoteRequest, nowMs: number): boolean {
  const { state } = core;
  if (state.kind !== "unattached" && state.kind !== "prospective") return false;
  if (state.leaderId !== null) return false;
  if (state.votedFor !== null) return sameReplica(state.votedFor, request.candidate);
  if (!isUpToDate(core, request)) return false;
  core.toUnattached(core.epoch, null, request.candidate, nowMs);
  return true;
}

export function countVote(
  core: RaftCore,
  voter: ReplicaKey,
  request: VoteRequest,
  answer: PeerVoteAnswer,
  nowMs: number,
): void {
  const { state } = core;
  if (answer.error !== Errors.NONE) return;
  if (state.kind === "candidate" ? request.preVote : !request.preVote) return;
  if (state.kind !== "candidate" && state.kind !== "prospective") return;
  if (request.epoch !== core.epoch) return;
  invariant(state.tally.voters.hasId(voter.id), `a vote came from ${voter.id}, which is no voter`);
  state.tally.record(voter.id, answer.voteGranted);
  afterCount(core, nowMs);
}

/** A voter too old to know pre-votes does not stand in the way. */
export function preVoteUnsupported(core: RaftCore, voterId: number, nowMs: number): void {
  if (core.state.kind !== "prospective") return;
  core.state.tally.record(voterId, true);
  afterCount(core, nowMs);
}

/** Moves on when the count is decided. */
export function afterCount(core: RaftCore, nowMs: number): void {
  const { state } = core;
  if (state.kind === "prospective") {
    if (state.tally.won) core.toCandidate(state.retries, nowMs);
    else if (state.tally.lost) losePreVote(core, nowMs);
  } else if (state.kind === "candidate") {
    if (state.tally.won) core.toLeader(nowMs);
    else if (state.tally.lost && state.backoffUntilMs === null) backOff(core, nowMs);
  }
}

/** Back to the leader if there was one, else wait for another chance. */
export function losePreVote(core: RaftCore, nowMs: number): void {
  const { state } = core;
  invariant(state.kind === "prospective", "no pre-vote to lose");
  if (state.leaderId !== null && state.leaderEndpoints.length > 0) {
    core.toFollower(core.epoch, state.leaderId, state.leaderEndpoints, nowMs);
  } else core.toUnattached(core.epoch, state.leaderId, state.votedFor, nowMs);
}

/** Longest exponent of the binary exponential backoff. */
const MAX_BACKOFF_EXPONENT = 20;
const BACKOFF_STEP_MS = 100;

export function backOff(core: RaftCore, nowMs: number): void {
  const { state } = core;
  invariant(state.kind === "candidate", "only a candidate backs off");
  const exponent = Math.min(MAX_BACKOFF_EXPONENT, Math.max(0, state.retries - 1));
  const waitMs = BACKOFF_STEP_MS * core.random.below(2 * 2 ** exponent);
  state.backoffUntilMs = nowMs + Math.min(waitMs, core.config.electionBackoffMaxMs);
}
