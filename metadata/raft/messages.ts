/**
 * What replicas say to each other, without the wire's wrapping: the fields of the one topic and partition there is.
 * `rpc/` translates between these and Kafka's requests and responses.
 */
import type { Endpoint, OffsetAndEpoch, ReplicaKey, SnapshotId } from "./types.ts";
import type { Voter } from "./voter_set.ts";

export interface VoteRequest {
  readonly kind: "vote";
  readonly candidate: ReplicaKey;
  /** Who is asked; null where the version does not say. */
  readonly voter: ReplicaKey | null;
  /** The epoch to be elected for; of a pre-vote, the candidate's present one. */
  readonly epoch: number;
  readonly preVote: boolean;
  /** End of the candidate's log. */
  readonly lastOffset: number;
  readonly lastEpoch: number;
}

export interface BeginQuorumEpochRequest {
  readonly kind: "begin-quorum-epoch";
  readonly leaderId: number;
  readonly epoch: number;
  readonly voter: ReplicaKey | null;
  readonly endpoints: readonly Endpoint[];
}

export interface EndQuorumEpochRequest {
  readonly kind: "end-quorum-epoch";
  readonly leaderId: number;
  readonly epoch: number;
  /** Who should be elected next, best first. */
  readonly preferred: readonly ReplicaKey[];
  readonly endpoints: readonly Endpoint[];
}

export interface FetchRequest {
  readonly kind: "fetch";
  /** Id -1: not a replica. */
  readonly replica: ReplicaKey;
  readonly epoch: number;
  readonly offset: number;
  readonly lastFetchedEpoch: number;
  /** The replica's own; null where the version does not say, -1 while it knows none. */
  readonly highWatermark: number | null;
}

export interface FetchSnapshotRequest {
  readonly kind: "fetch-snapshot";
  readonly replica: ReplicaKey;
  readonly epoch: number;
  readonly snapshotId: SnapshotId;
  readonly position: number;
  readonly maxBytes: number;
}

export interface UpdateVoterRequest {
  readonly kind: "update-voter";
  readonly epoch: number;
  readonly voter: Voter;
}

export type RaftRequest =
  | VoteRequest
  | BeginQuorumEpochRequest
  | EndQuorumEpochRequest
  | FetchRequest
  | FetchSnapshotRequest
  | UpdateVoterRequest;

/** What each answer carries: the outcome and the answerer's view of the quorum. */
export interface RaftAnswer {
  /** Kafka's error code. */
  readonly error: number;
  /** Null while unknown. */
  readonly leaderId: number | null;
  readonly epoch: number;
}

export interface VoteAnswer extends RaftAnswer {
  readonly voteGranted: boolean;
}

/** The leader's answer to a Fetch; the driver adds the records. */
export type FetchDecision =
  | { readonly kind: "error"; readonly error: number }
  | { readonly kind: "diverging"; readonly end: OffsetAndEpoch }
  | { readonly kind: "snapshot"; readonly snapshotId: SnapshotId }
  | { readonly kind: "records"; readonly offset: number };

/** An answer that came back. `error` is the partition's, `topLevelError` the whole request's. */
interface PeerAnswer extends RaftAnswer {
  readonly topLevelError: number;
  /** Where the named leader listens, if the answer says so. */
  readonly leaderEndpoints: readonly Endpoint[];
}

export interface PeerVoteAnswer extends PeerAnswer {
  readonly kind: "vote";
  readonly voteGranted: boolean;
}

export interface PeerBeginAnswer extends PeerAnswer {
  readonly kind: "begin-quorum-epoch";
}

export interface PeerEndAnswer extends PeerAnswer {
  readonly kind: "end-quorum-epoch";
}

export interface PeerFetchAnswer extends PeerAnswer {
  readonly kind: "fetch";
  /** -1 while the leader knows none. */
  readonly highWatermark: number;
  readonly diverging: OffsetAndEpoch | null;
  readonly snapshotId: SnapshotId | null;
  readonly records: Uint8Array;
}

export interface PeerFetchSnapshotAnswer extends PeerAnswer {
  readonly kind: "fetch-snapshot";
  readonly snapshotId: SnapshotId;
  readonly size: number;
  readonly position: number;
  readonly bytes: Uint8Array;
}

export interface PeerUpdateVoterAnswer extends PeerAnswer {
  readonly kind: "update-voter";
}

export type RaftPeerAnswer =
  | PeerVoteAnswer
  | PeerBeginAnswer
  | PeerEndAnswer
  | PeerFetchAnswer
  | PeerFetchSnapshotAnswer
  | PeerUpdateVoterAnswer;
