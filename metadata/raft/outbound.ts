/** Which requests the present state wants sent, and when it next wants something (section 1.2). */
import type { RaftCore } from "./core.ts";
import type { RaftRequest } from "./messages.ts";
import type { Candidate, Follower, Prospective, Resigned } from "./state.ts";
import type { LeaderState } from "./leader_state.ts";
import type { Destination } from "./types.ts";
import { wantsVoterUpdate } from "./voter_changes.ts";

/** Sends what is wanted where nothing is under way. */
export function sendWanted(core: RaftCore, nowMs: number): void {
  const { state } = core;
  switch (state.kind) {
    case "unattached":
      return searchLeader(core, nowMs);
    case "prospective":
    case "candidate":
      return askForVotes(core, state, nowMs);
    case "leader":
      return announce(core, state, nowMs);
    case "follower":
      return follow(core, state, nowMs);
    case "resigned":
      return sayGoodbye(core, state, nowMs);
  }
}

function send(core: RaftCore, to: Destination | null, request: RaftRequest, nowMs: number): void {
  if (to === null || !core.connections.isReady(to.nodeId, nowMs)) return;
  core.effects.send.push(core.connections.begin(to, request, nowMs));
}

function voterDestination(core: RaftCore, voterId: number): Destination | null {
  const endpoint = core.voters.endpoint(voterId, core.config.listener) ??
    core.voters.endpoints(voterId)[0];
  return endpoint === undefined
    ? null
    : { nodeId: voterId, host: endpoint.host, port: endpoint.port };
}

function askForVotes(core: RaftCore, state: Prospective | Candidate, nowMs: number): void {
  if (state.kind === "candidate" && state.backoffUntilMs !== null) return;
  for (const voterId of state.tally.unanswered) {
    send(core, voterDestination(core, voterId), {
      kind: "vote",
      candidate: core.local,
      voter: core.voters.get(voterId) ?? null,
      epoch: core.epoch,
      preVote: state.kind === "prospective",
      lastOffset: core.log.endOffset,
      lastEpoch: core.log.lastEpoch,
    }, nowMs);
  }
}

/** To those that did not acknowledge as soon as possible, to all from time to time. */
function announce(core: RaftCore, state: LeaderState, nowMs: number): void {
  // Nothing is said before the epoch's first batch is in the log.
  if (state.epochStartOffset === null) return;
  if (nowMs >= state.nextBeginMs) {
    state.nextBeginMs = nowMs + core.config.fetchTimeoutMs / 2;
    for (const id of core.voters.ids) if (id !== core.local.id) state.unacknowledged.add(id);
  }
  for (const voterId of state.unacknowledged) {
    send(core, voterDestination(core, voterId), {
      kind: "begin-quorum-epoch",
      leaderId: core.local.id,
      epoch: core.epoch,
      voter: core.voters.get(voterId) ?? null,
      endpoints: core.config.endpoints,
    }, nowMs);
  }
}

function follow(core: RaftCore, state: Follower, nowMs: number): void {
  if (state.busy) return;
  const leader = core.leaderDestination(state);
  if (wantsVoterUpdate(core, state, nowMs)) {
    if (!core.connections.isReady(leader.nodeId, nowMs)) return;
    state.nextVoterUpdateMs = nowMs + 3 * core.config.fetchTimeoutMs;
    return send(core, leader, {
      kind: "update-voter",
      epoch: core.epoch,
      voter: core.localVoter,
    }, nowMs);
  }
  const lost = nowMs >= state.fetchDeadlineMs ||
    core.connections.isBackingOff(leader.nodeId, nowMs);
  if (!core.isVoter && lost && state.download === null) return searchLeader(core, nowMs);
  send(core, leader, fetchOf(core, state), nowMs);
}

/** Any node of the quorum can tell who leads. */
function searchLeader(core: RaftCore, nowMs: number): void {
  const candidates: Destination[] = core.config.bootstrapServers.map(({ host, port }, index) => ({
    nodeId: -2 - index,
    host,
    port,
  }));
  for (const id of core.voters.ids) {
    const destination = id === core.local.id ? null : voterDestination(core, id);
    if (destination !== null) candidates.push(destination);
  }
  const ready = candidates.filter(({ nodeId }) => core.connections.isReady(nodeId, nowMs));
  // One question at a time.
  if (ready.length < candidates.length && core.connections.anyInFlight) return;
  if (ready.length === 0) return;
  send(core, ready[core.random.below(ready.length)], fetchOf(core, null), nowMs);
}

function fetchOf(core: RaftCore, follower: Follower | null): RaftRequest {
  const download = follower?.download ?? null;
  if (download !== null) {
    return {
      kind: "fetch-snapshot",
      replica: core.local,
      epoch: core.epoch,
      snapshotId: download.snapshotId,
      position: download.position,
      maxBytes: MAX_FETCH_BYTES,
    };
  }
  return {
    kind: "fetch",
    replica: core.local,
    epoch: core.epoch,
    offset: core.log.endOffset,
    lastFetchedEpoch: core.log.lastEpoch,
    highWatermark: core.highWatermark,
  };
}

/** Largest batch, and most bytes of one Fetch or FetchSnapshot. */
export const MAX_FETCH_BYTES = 8 * 1024 * 1024;

function sayGoodbye(core: RaftCore, state: Resigned, nowMs: number): void {
  for (const voterId of state.unacknowledged) {
    send(core, voterDestination(core, voterId), {
      kind: "end-quorum-epoch",
      leaderId: core.local.id,
      epoch: core.epoch,
      preferred: state.preferred,
      endpoints: core.config.endpoints,
    }, nowMs);
  }
}

/** When {@linkcode sendWanted} or the state's timers have something to do again. */
export function nextWakeMs(core: RaftCore, nowMs: number): number {
  const { state } = core;
  const connections = core.connections.nextDeadlineMs(nowMs);
  switch (state.kind) {
    case "unattached":
    case "prospective":
    case "resigned":
      return Math.min(connections, state.electionDeadlineMs);
    case "candidate":
      return Math.min(connections, state.backoffUntilMs ?? state.electionDeadlineMs);
    case "leader":
      return Math.min(
        connections,
        core.voters.size > 1 || !core.isVoter ? state.nextBeginMs : Infinity,
        state.needsOthers ? state.checkQuorumDeadlineMs : Infinity,
      );
    case "follower":
      // While busy, the end of that wakes it; past the deadline an observer waits for a connection only.
      return state.busy || (!core.isVoter && nowMs >= state.fetchDeadlineMs)
        ? connections
        : Math.min(connections, state.fetchDeadlineMs);
  }
}
