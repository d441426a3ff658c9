/** A change of the voter set that a leader has under way. */
import type { Endpoint, ReplicaKey } from "./types.ts";

/** A change under way. `token` tells the driver which request to answer. */
export interface VoterChange {
  readonly token: number;
  /** Set while the new voter is asked what it supports. */
  readonly probing: AddVoterRequest | null;
  /** Offset of the voters' record; null before it is appended. */
  offset: number | null;
  /** Answered already: only the next change waits for this one's commit. */
  answered: boolean;
}

export interface AddVoterRequest {
  readonly voter: ReplicaKey;
  readonly endpoints: readonly Endpoint[];
  /** Whether the answer waits for the commit. */
  readonly ackWhenCommitted: boolean;
}
