/**
 * The metadata log as the state machines above Raft see it: committed records come in, new ones go out. Implemented by
 * the Raft driver (`metadata/raft/`); a broker's node is an observer of it, a coordinator's node a voter.
 */
import type { MetadataRecord } from "../protocol/data/metadata_framing.ts";

export interface MetadataLog {
  readonly nodeId: number;
  /** Current leader (null while unknown) and epoch. */
  leaderAndEpoch(): LeaderAndEpoch;
  /** Offset that the next appended record will get. */
  readonly endOffset: number;
  /** Offset after the last committed record; -1 while unknown. */
  readonly highWatermark: number;
  /**
   * Appends `records` as one batch, as leader of `epoch`. They are committed, and come back through
   * {@linkcode MetadataListener.committed}, later. Returns the offset of the last one.
   *
   * @throws {NotLeaderError} When this node does not lead `epoch` (any more).
   */
  append(epoch: number, records: readonly MetadataRecord[]): number;
  /** Gives up leadership of `epoch`, if held: what the active controller does after an unexpected failure. */
  resign(epoch: number): void;
  /** Delivers everything committed, from the newest snapshot or the start of the log on, then what follows. */
  register(listener: MetadataListener): void;
}

export interface LeaderAndEpoch {
  readonly leaderId: number | null;
  readonly epoch: number;
}

/** Called in log order, one call at a time, never from inside {@linkcode MetadataLog.append}. */
export interface MetadataListener {
  /** A committed batch of data records (control records are not passed on, but advance the offsets). */
  committed(batch: CommittedBatch): void;
  /** The state up to `endOffset` (exclusive), replacing everything before. */
  snapshot(snapshot: LoadedSnapshot): void;
  /**
   * The leader or epoch changed. When this node is the new leader the call comes only after every batch before the
   * start of its epoch was delivered.
   */
  leaderChanged(leader: LeaderAndEpoch): void;
}

export interface CommittedBatch {
  readonly baseOffset: number;
  /** Offset of the last record. */
  readonly lastOffset: number;
  readonly epoch: number;
  readonly appendTimestampMs: number;
  /** Empty for a batch of control records. Record `i` has offset `baseOffset + i`. */
  readonly records: readonly MetadataRecord[];
}

export interface LoadedSnapshot {
  /** Offset after the last record contained. */
  readonly endOffset: number;
  readonly epoch: number;
  readonly lastTimestampMs: number;
  readonly records: readonly MetadataRecord[];
}

export class NotLeaderError extends Error {
  override name = "NotLeaderError";
}
