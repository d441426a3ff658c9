/**
 * What a driver must do after a step of the state machine, in this order: persist, cut the log, append, install, send.
 * Nothing may leave the node before what stands above it is done.
 */
import type { LeaderChangeControl } from "./control_batch.ts";
import type { InFlight } from "./connections.ts";
import type { Destination, SnapshotId } from "./types.ts";
import type { VoterSet } from "./voter_set.ts";

/** What a restart must find again (`quorum-state`). */
export interface ElectionState {
  readonly epoch: number;
  readonly leaderId: number | null;
  readonly votedId: number | null;
  readonly votedDirectoryId: string;
}

/** A control batch for the leader to append. */
export interface ControlAppend {
  /** Of the leader that appends. */
  readonly epoch: number;
  readonly leaderChange?: LeaderChangeControl;
  readonly kraftVersion?: number;
  readonly voters?: VoterSet;
}

export interface SnapshotPiece {
  readonly snapshotId: SnapshotId;
  readonly position: number;
  readonly bytes: Uint8Array;
  /** This piece was the last: the snapshot replaces the log. */
  readonly complete: boolean;
}

export interface Effects {
  persist: ElectionState | null;
  /** Cut the log so that it ends here. Report with `logTruncated`. */
  truncateTo: number | null;
  /** Append as leader. Report with `appendedAsLeader`. */
  appendControl: ControlAppend[];
  /** Append what a Fetch brought. Report with `appendedAsFollower`. */
  appendFetched: Uint8Array | null;
  /** Store a piece of a snapshot. Report with `snapshotPieceStored`. */
  snapshotPiece: SnapshotPiece | null;
  send: InFlight[];
  /** Ask the node what levels of kraft.version it supports (ApiVersions). Report with `voterProbed`. */
  probe: { readonly token: number; readonly to: Destination } | null;
  /** Requests that were left open can be answered now. */
  answers: { readonly token: number; readonly error: number }[];
  /** The leader, the epoch, this node's role or the high watermark is another than before. */
  changed: boolean;
}

export function noEffects(): Effects {
  return {
    persist: null,
    truncateTo: null,
    appendControl: [],
    appendFetched: null,
    snapshotPiece: null,
    send: [],
    probe: null,
    answers: [],
    changed: false,
  };
}
