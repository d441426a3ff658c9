/** `<base>.txnindex`: the aborted transactions whose marker is in a segment (storage spec 7.1, 7.3). */
import { readInt64, readInt64AsNumber, writeInt16, writeInt64 } from "../protocol/records/int.ts";
import type { Disk } from "../runtime/runtime.ts";
import { CorruptFileError } from "./errors.ts";
import { IndexFile } from "./index_file.ts";
import type { LogMemory } from "./log_memory.ts";
import { readEntry } from "./offset_index.ts";
import type { AbortedTransaction } from "./types.ts";

export interface AbortedTransactionEntry extends AbortedTransaction {
  /** Offset of the abort marker. */
  readonly lastOffset: number;
  /** Of the partition, right after the marker. */
  readonly lastStableOffset: number;
}

const ENTRY_BYTES = 34;
const VERSION = 0;

export class TransactionIndex {
  readonly file: IndexFile;

  constructor(disk: Disk, path: string, memory: LogMemory, readonly baseOffset: number) {
    this.file = new IndexFile(disk, path, memory, ENTRY_BYTES);
  }

  get count(): number {
    return this.file.count;
  }

  /**
   * Opens what is on disk.
   *
   * @throws {CorruptFileError} If its version is unknown.
   */
  openExisting(): void {
    this.file.openExisting();
    if (this.count === 0) return;
    // Kafka looks at the first byte of the version alone.
    const version = readEntry(this.file, this.count - 1)[0];
    if (version > VERSION) throw new CorruptFileError(this.file.path, `Unknown version ${version}`);
  }

  append(entry: AbortedTransactionEntry): void {
    const { file } = this;
    const at = file.append();
    writeInt16(file.bytes, at, VERSION);
    writeInt64(file.bytes, at + 2, entry.producerId);
    writeInt64(file.bytes, at + 10, BigInt(entry.firstOffset));
    writeInt64(file.bytes, at + 18, BigInt(entry.lastOffset));
    writeInt64(file.bytes, at + 26, BigInt(entry.lastStableOffset));
  }

  /** Entry `index`, which must be in memory. */
  entry(index: number): AbortedTransactionEntry {
    const { bytes } = this.file;
    const at = this.file.positionOf(index);
    return {
      producerId: readInt64(bytes, at + 2),
      firstOffset: readInt64AsNumber(bytes, at + 10),
      lastOffset: readInt64AsNumber(bytes, at + 18),
      lastStableOffset: readInt64AsNumber(bytes, at + 26),
    };
  }

  /** Whether no entry lies before the segment: Kafka's check of a file that nobody flushed. The index gets loaded. */
  isSane(): boolean {
    this.file.load();
    for (let i = 0; i < this.count; i++) {
      if (this.entry(i).lastOffset < this.baseOffset) return false;
    }
    return true;
  }

  /**
   * Collects the aborted transactions that overlap [`from`, `to`). The index must be loaded.
   *
   * @returns Whether the entries tell all of the range, so that later segments need not be asked.
   */
  collect(from: number, to: number, into: AbortedTransaction[]): boolean {
    for (let i = 0; i < this.count; i++) {
      const { producerId, firstOffset, lastOffset, lastStableOffset } = this.entry(i);
      if (lastOffset >= from && firstOffset < to) into.push({ producerId, firstOffset });
      if (lastStableOffset >= to) return true;
    }
    return false;
  }

  /** Drops the entries whose marker is at `offset` or later. */
  truncateTo(offset: number): void {
    this.file.load();
    let keep = this.count;
    while (keep > 0 && this.entry(keep - 1).lastOffset >= offset) keep--;
    this.file.truncate(keep);
  }
}
