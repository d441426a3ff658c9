/**
 * The states of a replica (section 1.1).
 *
 * ```
 *              leader learned                       majority would grant          majority granted
 *  Unattached ---------------> Follower -- timer --> Prospective ----> Candidate ----> Leader
 *      |  ^                       |                   |   ^  ^            |              |
 *      |  +--- higher epoch ------+-------------------+---|--+-----------++ -------------+
 *      +------- timer (voter) ----------------------------+  +- backoff --+              | shutdown, lost quorum
 *      ^                                                                                 v
 *      +------------------------ timer: next epoch ----------------------------------- Resigned
 * ```
 * Observers know only Unattached and Follower.
 */
import type { LeaderState } from "./leader_state.ts";
import type { Endpoint, ReplicaKey, SnapshotId } from "./types.ts";
import type { VoteTally } from "./votes.ts";

export interface Unattached {
  readonly kind: "unattached";
  /** Known by name, but not where it listens. */
  readonly leaderId: number | null;
  readonly votedFor: ReplicaKey | null;
  /** Infinity for an observer. */
  electionDeadlineMs: number;
}

/** Asks whether it would win, without a new epoch (KIP-996). */
export interface Prospective {
  readonly kind: "prospective";
  /** The leader of the epoch, if there was one: followed again when the pre-vote is lost. */
  readonly leaderId: number | null;
  readonly leaderEndpoints: readonly Endpoint[];
  readonly votedFor: ReplicaKey | null;
  readonly tally: VoteTally;
  readonly electionDeadlineMs: number;
  /** Elections lost in a row before. */
  readonly retries: number;
}

export interface Candidate {
  readonly kind: "candidate";
  readonly tally: VoteTally;
  readonly electionDeadlineMs: number;
  readonly retries: number;
  /** Set once the election is lost: when to try again. */
  backoffUntilMs: number | null;
}

export interface Follower {
  readonly kind: "follower";
  readonly leaderId: number;
  readonly leaderEndpoints: readonly Endpoint[];
  readonly votedFor: ReplicaKey | null;
  fetchDeadlineMs: number;
  /** It has answered a Fetch, so pre-votes against it are refused. */
  leaderWasHeard: boolean;
  /** A snapshot under way and how many bytes of it are here. */
  download: { readonly snapshotId: SnapshotId; position: number } | null;
  /** The last answer is still being appended, cut or stored: no Fetch before that is done. */
  busy: boolean;
  /** The leader's high watermark as of the answer being appended. */
  leaderHighWatermark: number;
  nextVoterUpdateMs: number;
}

export interface Resigned {
  readonly kind: "resigned";
  readonly electionDeadlineMs: number;
  /** Voters to be told. */
  readonly unacknowledged: Set<number>;
  readonly preferred: readonly ReplicaKey[];
}

export type RaftState = Unattached | Prospective | Candidate | LeaderState | Follower | Resigned;
