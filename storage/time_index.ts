/**
 * `<base>.timeindex`: the largest timestamp up to an offset of a segment (storage spec 4.3). An entry says: no record
 * up to this offset has a larger timestamp, and the batch that ends with the offset has it.
 */
import { readInt32, readInt64AsNumber, writeInt32, writeInt64 } from "../protocol/records/int.ts";
import type { Disk } from "../runtime/runtime.ts";
import { IndexFile } from "./index_file.ts";
import type { LogMemory } from "./log_memory.ts";
import { readEntry } from "./offset_index.ts";

export interface TimestampOffset {
  /** Milliseconds since the Unix epoch; -1 for none. */
  readonly timestampMs: number;
  readonly offset: number;
}

const ENTRY_BYTES = 12;

export class TimeIndex {
  readonly file: IndexFile;
  #lastTimestampMs = -1;

  constructor(disk: Disk, path: string, memory: LogMemory, readonly baseOffset: number) {
    this.file = new IndexFile(disk, path, memory, ENTRY_BYTES);
  }

  get count(): number {
    return this.file.count;
  }

  static capacity(maxBytes: number): number {
    return Math.floor(maxBytes / ENTRY_BYTES);
  }

  /** Opens what is on disk, and drops the zeros that Kafka preallocates: timestamps rise, so only the first can be 0. */
  openExisting(): void {
    this.file.openExisting();
    if (this.count > 1 && this.#inFile(this.count - 1).timestampMs === 0) {
      let real = 0;
      let end = this.count - 1;
      while (real < end) {
        const middle = (real + end) >>> 1;
        if (this.#inFile(middle).timestampMs === 0) end = middle;
        else real = middle + 1;
      }
      this.file.truncate(real);
    }
    this.#lastTimestampMs = this.last().timestampMs;
  }

  /** Adds an entry unless its timestamp is no larger than the last one's. */
  maybeAppend(timestampMs: number, offset: number): void {
    if (timestampMs <= this.#lastTimestampMs) return;
    this.#lastTimestampMs = timestampMs;
    const at = this.file.append();
    writeTimestamp(this.file.bytes, at, timestampMs);
    writeInt32(this.file.bytes, at + 8, offset - this.baseOffset);
  }

  /** The last entry at or before `timestampMs`, else (-1, base offset). The index must be loaded. */
  floor(timestampMs: number): TimestampOffset {
    let low = -1;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.entry(middle).timestampMs <= timestampMs) low = middle;
      else high = middle - 1;
    }
    return low < 0 ? { timestampMs: -1, offset: this.baseOffset } : this.entry(low);
  }

  /** Entry `index`, which must be in memory. */
  entry(index: number): TimestampOffset {
    return this.#decode(this.file.bytes, this.file.positionOf(index));
  }

  /** The last entry, else (-1, base offset). */
  last(): TimestampOffset {
    if (this.count === 0) return { timestampMs: -1, offset: this.baseOffset };
    const last = this.count - 1;
    return this.file.firstLoaded <= last ? this.entry(last) : this.#inFile(last);
  }

  /** Drops the entries of `offset` and later ones. */
  truncateTo(offset: number): void {
    this.file.load();
    let keep = this.count;
    while (keep > 0 && this.entry(keep - 1).offset >= offset) keep--;
    this.file.truncate(keep);
    this.#lastTimestampMs = this.last().timestampMs;
  }

  reset(): void {
    this.file.reset();
    this.#lastTimestampMs = -1;
  }

  #inFile(index: number): TimestampOffset {
    return this.#decode(readEntry(this.file, index), 0);
  }

  #decode(bytes: Uint8Array, at: number): TimestampOffset {
    return {
      timestampMs: readInt64AsNumber(bytes, at),
      offset: this.baseOffset + readInt32(bytes, at + 8),
    };
  }
}

function writeTimestamp(bytes: Uint8Array, at: number, timestampMs: number): void {
  const exact = timestampMs >= 2 ** 63 ? 2n ** 63n - 1n : BigInt(timestampMs);
  writeInt64(bytes, at, exact);
}
