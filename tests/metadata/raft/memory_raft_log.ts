/** A log in memory that knows which of its bytes a crash would leave. */
import { concatenate } from "../../../protocol/concatenate.ts";
import type { RaftLog } from "../../../metadata/raft/raft_log.ts";
import type { OffsetAndEpoch, SnapshotId } from "../../../metadata/raft/types.ts";
import * as header from "../../../protocol/records/batch_header.ts";
import { BatchIterator } from "../../../protocol/records/batch_iterator.ts";
import type { Clock } from "../../../runtime/runtime.ts";

interface StoredBatch {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly epoch: number;
  readonly bytes: Uint8Array;
}

export class MemoryRaftLog implements RaftLog {
  #batches: StoredBatch[] = [];
  #startOffset = 0;
  #flushedEnd = 0;

  /** @param flushMs What an fsync takes. */
  constructor(readonly clock: Clock, readonly flushMs = 1) {}

  get startOffset(): number {
    return this.#startOffset;
  }

  get endOffset(): number {
    return (this.#batches.at(-1)?.lastOffset ?? this.#startOffset - 1) + 1;
  }

  get lastEpoch(): number | null {
    return this.#batches.at(-1)?.epoch ?? null;
  }

  get sizeBytes(): number {
    return this.#batches.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  get batches(): readonly StoredBatch[] {
    return this.#batches;
  }

  endOffsetForEpoch(epoch: number): OffsetAndEpoch | null {
    const first = this.#batches[0];
    if (first === undefined || epoch > this.lastEpoch!) return null;
    if (epoch < first.epoch) return { offset: first.baseOffset, epoch };
    const next = this.#batches.findIndex((batch) => batch.epoch > epoch);
    const last = next < 0 ? this.#batches.at(-1)! : this.#batches[next - 1];
    return { offset: last.lastOffset + 1, epoch: last.epoch };
  }

  appendAsLeader(batch: Uint8Array, epoch: number): number {
    const bytes = batch.slice();
    const offset = this.endOffset;
    header.setBaseOffset(bytes, 0, BigInt(offset));
    header.setPartitionLeaderEpoch(bytes, 0, epoch);
    this.#push(bytes);
    return offset;
  }

  appendAsFollower(batches: Uint8Array): void {
    const iterator = new BatchIterator(batches);
    while (iterator.next()) {
      const bytes = batches.slice(iterator.position, iterator.position + iterator.size);
      if (header.baseOffsetAsNumber(bytes, 0) !== this.endOffset) {
        throw new Error(`Offset ${header.baseOffset(bytes, 0)} at end ${this.endOffset}`);
      }
      this.#push(bytes);
    }
  }

  #push(bytes: Uint8Array): void {
    this.#batches.push({
      baseOffset: header.baseOffsetAsNumber(bytes, 0),
      lastOffset: header.lastOffsetAsNumber(bytes, 0),
      epoch: header.partitionLeaderEpoch(bytes, 0),
      bytes,
    });
  }

  flush(): Promise<void> {
    const end = this.endOffset;
    return new Promise((resolve) => {
      this.clock.setTimer(this.flushMs, () => {
        this.#flushedEnd = Math.max(this.#flushedEnd, Math.min(end, this.endOffset));
        resolve();
      });
    });
  }

  read(offset: number, maxBytes: number): Uint8Array {
    const found: Uint8Array[] = [];
    let size = 0;
    for (const batch of this.#batches) {
      if (batch.lastOffset < offset) continue;
      if (found.length > 0 && size + batch.bytes.length > maxBytes) break;
      found.push(batch.bytes);
      size += batch.bytes.length;
    }
    return concatenate(found);
  }

  truncateTo(endOffset: number): void {
    this.#batches = this.#batches.filter((batch) => batch.lastOffset < endOffset);
    if (this.endOffset !== endOffset) throw new Error(`No batch ends before ${endOffset}`);
    this.#flushedEnd = Math.min(this.#flushedEnd, endOffset);
  }

  startAfter(snapshot: SnapshotId): void {
    this.#batches = [];
    this.#startOffset = this.#flushedEnd = snapshot.endOffset;
  }

  increaseStartOffset(offset: number): void {
    if (offset > this.endOffset) throw new Error(`${offset} is beyond the log's end`);
    this.#batches = this.#batches.filter((batch) => batch.lastOffset >= offset);
    this.#startOffset = Math.max(this.#startOffset, offset);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** What a restarted process finds; without what was not flushed if the machine itself crashed. */
  reopened(clock: Clock, lostUnflushed: boolean): MemoryRaftLog {
    const log = new MemoryRaftLog(clock, this.flushMs);
    log.#startOffset = this.#startOffset;
    log.#batches = this.#batches.filter((batch) =>
      !lostUnflushed || batch.lastOffset < this.#flushedEnd
    );
    log.#flushedEnd = log.endOffset;
    return log;
  }
}
