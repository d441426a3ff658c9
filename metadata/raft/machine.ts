/**
 * The Raft replica as a state machine: tell it what happened and when, then carry out {@linkcode Effects}. Every method is one
 * event; effects gather until {@linkcode RaftMachine.takeEffects}. Nothing here reads a clock or touches anything.
 */
import { Errors } from "../../protocol/errors.ts";
import { type RaftConfig, RaftCore, type RaftRandom } from "./core.ts";
import { updateHighWatermark } from "./commit.ts";
import type { Effects, ElectionState } from "./effects.ts";
import {
  abandonSnapshot,
  fetchedIsStored,
  isSnapshotGone,
  snapshotPieceIsStored,
  takeFetched,
  takeSnapshotPiece,
} from "./fetching.ts";
import { answerFetch, answerFetchSnapshot, decideFetch } from "./fetch_serving.ts";
import { initialize } from "./initialize.ts";
import { invariant, RaftInvariantError } from "./invariant.ts";
import type {
  BeginQuorumEpochRequest,
  EndQuorumEpochRequest,
  FetchDecision,
  FetchRequest,
  FetchSnapshotRequest,
  RaftAnswer,
  RaftPeerAnswer,
  RaftRequest,
  UpdateVoterRequest,
  VoteAnswer,
  VoteRequest,
} from "./messages.ts";
import { nextWakeMs, sendWanted } from "./outbound.ts";
import { answerBegin, answerEnd } from "./quorum_epoch.ts";
import { fireTimers } from "./timers.ts";
import { type LogView, type ReplicaKey, replicaKey, type SnapshotId } from "./types.ts";
import { answerVote, countVote, preVoteUnsupported } from "./vote.ts";
import type { AddVoterRequest } from "./voter_change.ts";
import {
  addVoter,
  removeVoter,
  updateVoter,
  voterChangeAppended,
  voterProbed,
} from "./voter_changes.ts";
import type { VoterHistory } from "./voter_history.ts";
import type { VersionSpan } from "./voter_set.ts";

export class RaftMachine {
  readonly core: RaftCore;

  /** @param persisted What `quorum-state` says; null when there is none. */
  constructor(
    config: RaftConfig,
    log: LogView,
    history: VoterHistory,
    random: RaftRandom,
    persisted: ElectionState | null,
    nowMs: number,
  ) {
    this.core = new RaftCore(config, log, history, random);
    initialize(this.core, persisted, nowMs);
    sendWanted(this.core, nowMs);
  }

  /** What is to be done since the last call. */
  takeEffects(): Effects {
    return this.core.takeEffects();
  }

  /** When {@linkcode tick} is due. */
  nextTickMs(nowMs: number): number {
    return nextWakeMs(this.core, nowMs);
  }

  tick(nowMs: number): void {
    fireTimers(this.core, nowMs);
    sendWanted(this.core, nowMs);
  }

  vote(request: VoteRequest, nowMs: number): VoteAnswer {
    return this.#after(answerVote(this.core, request, nowMs), nowMs);
  }

  beginQuorumEpoch(request: BeginQuorumEpochRequest, nowMs: number): RaftAnswer {
    return this.#after(answerBegin(this.core, request, nowMs), nowMs);
  }

  endQuorumEpoch(request: EndQuorumEpochRequest, nowMs: number): RaftAnswer {
    const answer = answerEnd(this.core, request, nowMs);
    fireTimers(this.core, nowMs);
    return this.#after(answer, nowMs);
  }

  fetch(request: FetchRequest, nowMs: number): FetchDecision {
    return this.#after(answerFetch(this.core, request, nowMs), nowMs);
  }

  /** {@linkcode fetch} of a request that was parked: it tells nothing new of the replica. */
  recheckFetch(request: FetchRequest): FetchDecision {
    return decideFetch(this.core, request);
  }

  fetchSnapshot(
    request: FetchSnapshotRequest,
    held: readonly SnapshotId[],
    nowMs: number,
  ): number {
    return this.#after(answerFetchSnapshot(this.core, request, held, nowMs), nowMs);
  }

  /** @returns An error, or NONE when the answer comes later, among the effects, under `token`. */
  addVoter(request: AddVoterRequest, token: number, nowMs: number): number {
    return this.#after(addVoter(this.core, request, token), nowMs);
  }

  /** What the node to be added supports; null when it could not be asked. */
  voterProbed(token: number, kraftVersions: VersionSpan | null, nowMs: number): void {
    voterProbed(this.core, token, kraftVersions, nowMs);
  }

  /** @returns As {@linkcode addVoter}. */
  removeVoter(voter: ReplicaKey, token: number, nowMs: number): number {
    return this.#after(removeVoter(this.core, voter, token), nowMs);
  }

  updateVoter(request: UpdateVoterRequest, nowMs: number): RaftAnswer {
    const error = updateVoter(this.core, request);
    const { leaderId, epoch } = this.core;
    return this.#after({ error, leaderId, epoch }, nowMs);
  }

  /** An answer to the request of that correlation number. */
  answered(correlation: number, answer: RaftPeerAnswer, nowMs: number): void {
    const inFlight = this.core.connections.end(correlation);
    if (inFlight === undefined) return;
    const { to, request } = inFlight;
    invariant(answer.kind === request.kind, `a ${answer.kind} answers a ${request.kind}`);
    this.#take(to.nodeId, request, answer, nowMs);
    sendWanted(this.core, nowMs);
  }

  /** No answer will come: the connection failed, or the peer does not know that version of the API. */
  failed(correlation: number, reason: "unreachable" | "unsupported", nowMs: number): void {
    const inFlight = this.core.connections.end(correlation);
    if (inFlight === undefined) return;
    const { to, request } = inFlight;
    this.core.connections.backOff(to.nodeId, nowMs);
    if (reason === "unsupported" && request.kind === "vote" && request.preVote) {
      preVoteUnsupported(this.core, to.nodeId, nowMs);
    }
    sendWanted(this.core, nowMs);
  }

  #take(nodeId: number, request: RaftRequest, answer: RaftPeerAnswer, nowMs: number): void {
    const { core } = this;
    if (answer.topLevelError !== Errors.NONE) {
      if (answer.topLevelError === Errors.CLUSTER_AUTHORIZATION_FAILED) {
        throw new RaftInvariantError(`node ${nodeId} refuses this node: not authorized`);
      }
      core.connections.backOff(nodeId, nowMs);
      return;
    }
    invariant(
      answer.error !== Errors.INVALID_REQUEST || request.kind === "update-voter",
      `node ${nodeId} calls this node's ${request.kind} invalid`,
    );
    if (answer.epoch < core.epoch) {
      core.connections.backOff(nodeId, nowMs);
      return;
    }
    if (core.learn(answer.epoch, answer.leaderId, answer.leaderEndpoints, nowMs)) {
      if (core.state.kind !== "follower" || core.state.leaderId !== nodeId) return;
    }
    if (answer.error !== Errors.NONE && !(answer.kind === "fetch-snapshot")) {
      if (answer.error !== Errors.FENCED_LEADER_EPOCH || core.state.kind !== "follower") {
        core.connections.backOff(nodeId, nowMs);
      }
      if (answer.kind !== "vote") return;
    }
    this.#dispatch(nodeId, request, answer, nowMs);
  }

  #dispatch(nodeId: number, request: RaftRequest, answer: RaftPeerAnswer, nowMs: number): void {
    const { core } = this;
    const { state } = core;
    switch (answer.kind) {
      case "vote":
        if (request.kind === "vote") countVote(core, replicaKey(nodeId), request, answer, nowMs);
        return;
      case "begin-quorum-epoch":
        if (state.kind === "leader") state.unacknowledged.delete(nodeId);
        return;
      case "end-quorum-epoch":
        if (state.kind === "resigned") state.unacknowledged.delete(nodeId);
        return;
      case "fetch":
        if (state.kind !== "follower" || request.kind !== "fetch") return;
        if (request.epoch === core.epoch) takeFetched(core, state, request, answer, nowMs);
        return;
      case "fetch-snapshot":
        if (state.kind !== "follower" || request.kind !== "fetch-snapshot") return;
        if (request.epoch !== core.epoch) return;
        if (isSnapshotGone(answer)) abandonSnapshot(state);
        else if (answer.error !== Errors.NONE) core.connections.backOff(nodeId, nowMs);
        else takeSnapshotPiece(core, state, request, answer, nowMs);
        return;
      case "update-voter":
        return;
    }
  }

  /** The control batch was appended, its first record at `offset`. */
  appendedAsLeader(epoch: number, offset: number, nowMs: number): void {
    const { state } = this.core;
    if (state.kind !== "leader" || epoch !== this.core.epoch) return;
    if (state.epochStartOffset === null) state.epochStartOffset = offset;
    else voterChangeAppended(this.core, offset);
    state.setVoters(this.core.voters);
    sendWanted(this.core, nowMs);
  }

  /** What the leader of `epoch`, this node, has appended below `endOffset` is on disk. */
  flushed(epoch: number, endOffset: number, nowMs: number): void {
    const { state } = this.core;
    if (state.kind !== "leader" || epoch !== this.core.epoch) return;
    if (state.flushed(endOffset)) updateHighWatermark(this.core, nowMs);
    sendWanted(this.core, nowMs);
  }

  /** What a Fetch brought is stored as safely as it has to be: on a voter's disk, in an observer's log. */
  fetchedStored(nowMs: number): void {
    fetchedIsStored(this.core);
    sendWanted(this.core, nowMs);
  }

  /** The log was cut as asked. */
  truncated(nowMs: number): void {
    fetchedIsStored(this.core);
    sendWanted(this.core, nowMs);
  }

  snapshotPieceStored(complete: boolean, nowMs: number): void {
    snapshotPieceIsStored(this.core, complete);
    sendWanted(this.core, nowMs);
  }

  /** Steps down from the leadership of `epoch`, if this node has it. */
  resign(epoch: number, nowMs: number): void {
    const { state } = this.core;
    if (state.kind !== "leader" || epoch !== this.core.epoch) return;
    if (this.core.isOnlyVoter) {
      // Nobody else could take over: lead again, in the next epoch.
      this.core.toCandidate(0, nowMs);
    } else this.core.toResigned(state.successors, nowMs);
    sendWanted(this.core, nowMs);
  }

  #after<T>(answer: T, nowMs: number): T {
    sendWanted(this.core, nowMs);
    return answer;
  }
}
