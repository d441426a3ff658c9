/**
 * Words shared by the storage layer and its callers. Offsets, positions and timestamps are plain numbers here (exact up
 * to 2^53); they are bigint only on the wire. Producer ids are bigint.
 */
import type { LentBytes } from "./lent_bytes.ts";

export type OffsetNumber = number;

/** Who appends: decides which checks apply (storage spec, section 3.5). */
export type AppendOrigin = "client" | "coordinator" | "replication" | "raft-leader";

/** Result of an append; returned at once, before the bytes are written (see `PartitionLog.onWritten`). */
export interface AppendResult {
  /** First and last offset assigned; for a duplicate those of the original batch. */
  readonly firstOffset: number;
  readonly lastOffset: number;
  /** Milliseconds for a LogAppendTime topic (or a duplicate's stored timestamp), else -1. */
  readonly logAppendTimeMs: number;
  readonly logStartOffset: number;
  /** The batch was there already (idempotent producer): nothing was appended. */
  readonly duplicate: boolean;
}

/** One refused record of a batch. */
export interface RecordError {
  readonly batchIndex: number;
  readonly message: string | null;
}

/** What a read gives. `records` are whole batches, except that the last one may be cut by the byte limit. */
export interface ReadResult {
  /** Memory that is not changed until {@linkcode lent} is given back: safe to hand to a socket. */
  readonly records: Uint8Array;
  /** To give the memory back with; who keeps it does nothing. Null for no records. */
  readonly lent: LentBytes | null;
  /** What follows {@linkcode records} and is not in memory; to be closed by whoever asked for it. */
  readonly rest: ReadRest | null;
  /** Offset of the first byte's batch base, for followers and iteration; the asked offset when empty. */
  readonly firstBatchOffset: number;
  /** For read_committed: aborted transactions overlapping the range, by first offset; else null. */
  readonly abortedTransactions: readonly AbortedTransaction[] | null;
}

/** Records that are read piece by piece. */
export interface ReadRest {
  /** Bytes in all. */
  readonly length: number;
  /**
   * The next bytes, `maxBytes` at most. One call at a time.
   *
   * @throws {RuntimeError} `closed` if the log was truncated meanwhile, `io`.
   */
  next(maxBytes: number): Promise<LentBytes>;
  /** Idempotent. */
  close(): void;
}

export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: number;
}

/** How far a read may go. */
export type ReadIsolation = "log-end" | "high-watermark" | "last-stable-offset";

/** Effective configuration of one log (topic config), units last. */
export interface LogConfig {
  readonly segmentBytes: number;
  readonly segmentMs: number;
  readonly segmentJitterMs: number;
  readonly segmentIndexBytes: number;
  readonly indexIntervalBytes: number;
  readonly maxMessageBytes: number;
  readonly retentionMs: number;
  readonly retentionBytes: number;
  readonly cleanupPolicy: { readonly delete: boolean; readonly compact: boolean };
  readonly fileDeleteDelayMs: number;
  readonly flushMessages: number;
  readonly flushMs: number;
  readonly deleteRetentionMs: number;
  readonly minCompactionLagMs: number;
  readonly maxCompactionLagMs: number;
  readonly minCleanableDirtyRatio: number;
  /** `producer` keeps what was sent. */
  readonly compressionType: "producer" | "uncompressed" | "gzip" | "snappy" | "lz4" | "zstd";
  readonly compressionLevels: {
    readonly gzip: number;
    readonly lz4: number;
    readonly zstd: number;
  };
  readonly messageTimestampType: "CreateTime" | "LogAppendTime";
  readonly messageTimestampBeforeMaxMs: number;
  readonly messageTimestampAfterMaxMs: number;
  readonly preallocate: boolean;
}
