/** When the next snapshot is due (metadata-quorum 1.10): after so many bytes of records, or so much time with new ones. */

export interface SnapshotScheduleOptions {
  /** `metadata.log.max.record.bytes.between.snapshots`. */
  readonly maxNewRecordBytes: number;
  /** `metadata.log.max.snapshot.interval.ms`; 0 for none. */
  readonly maxIntervalMs: number;
}

export class SnapshotSchedule {
  #bytes = 0;
  #lastMs: number;
  #inTransaction = false;

  constructor(readonly options: SnapshotScheduleOptions, nowMs: number) {
    this.#lastMs = nowMs;
  }

  /** Records were delivered. Snapshots stand only between metadata transactions. */
  delivered(sizeBytes: number, recordTypes: Iterable<string>): void {
    this.#bytes += sizeBytes;
    for (const type of recordTypes) {
      if (type === "BeginTransactionRecord") this.#inTransaction = true;
      else if (type === "EndTransactionRecord" || type === "AbortTransactionRecord") {
        this.#inTransaction = false;
      }
    }
  }

  isDue(nowMs: number): boolean {
    if (this.#bytes === 0 || this.#inTransaction) return false;
    const { maxNewRecordBytes, maxIntervalMs } = this.options;
    return this.#bytes >= maxNewRecordBytes ||
      (maxIntervalMs > 0 && nowMs - this.#lastMs >= maxIntervalMs);
  }

  /** A snapshot was taken or loaded. */
  taken(nowMs: number): void {
    this.#bytes = 0;
    this.#lastMs = nowMs;
  }
}
