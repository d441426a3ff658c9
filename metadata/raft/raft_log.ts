/** What the Raft driver needs of a log: bytes of batches by offset, durable on demand. */
import type { OffsetAndEpoch, SnapshotId } from "./types.ts";

export interface RaftLog {
  readonly startOffset: number;
  /** Offset that the next record gets. */
  readonly endOffset: number;
  /** Epoch of the last batch; null while there is none. */
  readonly lastEpoch: number | null;
  readonly sizeBytes: number;
  /**
   * The largest epoch not above `epoch` and where it ends; the asked epoch and the first one's start where all are above
   * it; null when `epoch` is above all, or there is none.
   */
  endOffsetForEpoch(epoch: number): OffsetAndEpoch | null;
  /** Appends one batch of the leader of `epoch` and gives it the next offsets. Returns the first. */
  appendAsLeader(batch: Uint8Array, epoch: number): number;
  /** Appends whole batches that carry their offsets. They must follow the log's end. */
  appendAsFollower(batches: Uint8Array): void;
  /** Resolves when everything appended before the call is on disk. */
  flush(): Promise<void>;
  /**
   * Whole batches, the first one the batch that contains `offset`, up to `maxBytes` but at least one; empty at the end.
   * The bytes never change.
   */
  read(offset: number, maxBytes: number): Uint8Array | Promise<Uint8Array>;
  /** Cuts the log so that it ends at `endOffset`. */
  truncateTo(endOffset: number): void | Promise<void>;
  /** Empties the log; it goes on after the snapshot. */
  startAfter(snapshot: SnapshotId): void | Promise<void>;
  /** Lets everything below `offset` go; `offset` is a snapshot's end. */
  increaseStartOffset(offset: number): void | Promise<void>;
  close(): Promise<void>;
}
