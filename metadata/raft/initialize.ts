/** The state after a start (section 1.1): what `quorum-state` said, checked against the log. */
import type { RaftCore } from "./core.ts";
import type { ElectionState } from "./effects.ts";
import type { RaftState } from "./state.ts";
import { replicaKey } from "./types.ts";
import { VoteTally } from "./votes.ts";

/** @param persisted Null when the file is missing. */
export function initialize(core: RaftCore, persisted: ElectionState | null, nowMs: number): void {
  const facts = persisted ?? NOTHING;
  const epoch = Math.max(facts.epoch, core.log.lastEpoch);
  core.restore(facts, epoch, stateFrom(core, epoch === facts.epoch ? facts : NOTHING, nowMs));
  if (core.isOnlyVoter) core.toCandidate(0, nowMs);
}

const NOTHING: ElectionState = { epoch: 0, leaderId: null, votedId: null, votedDirectoryId: "" };

function stateFrom(core: RaftCore, facts: ElectionState, nowMs: number): RaftState {
  const { leaderId, votedId } = facts;
  const electionDeadlineMs = core.isVoter ? core.electionDeadline(nowMs) : Infinity;
  // It never leads twice in one epoch: after a crash it does not know what it had promised.
  if (leaderId === core.local.id) {
    const unacknowledged = new Set(core.voters.ids.filter((id) => id !== core.local.id));
    return {
      kind: "resigned",
      electionDeadlineMs: core.electionDeadline(nowMs),
      unacknowledged,
      preferred: [],
    };
  }
  if (leaderId !== null) {
    const endpoints = core.voters.endpoints(leaderId);
    if (endpoints.length === 0) {
      return { kind: "unattached", leaderId, votedFor: null, electionDeadlineMs };
    }
    return {
      kind: "follower",
      leaderId,
      leaderEndpoints: endpoints,
      votedFor: null,
      fetchDeadlineMs: nowMs + core.config.fetchTimeoutMs,
      leaderWasHeard: false,
      download: null,
      busy: false,
      leaderHighWatermark: -1,
      nextVoterUpdateMs: nowMs + 3 * core.config.fetchTimeoutMs,
    };
  }
  if (votedId === core.local.id && core.isVoter) {
    return {
      kind: "candidate",
      tally: new VoteTally(core.voters, core.local.id),
      electionDeadlineMs,
      retries: 1,
      backoffUntilMs: null,
    };
  }
  const votedFor = votedId === null ? null : replicaKey(votedId, facts.votedDirectoryId);
  return { kind: "unattached", leaderId: null, votedFor, electionDeadlineMs };
}
