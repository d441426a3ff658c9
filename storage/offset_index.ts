/**
 * `<base>.index`: where batches start in a segment (storage spec 4.3). An entry says: the batch with this last offset
 * starts at this position. Sparse: the rest is found by walking on from there.
 */
import { readInt32, writeInt32 } from "../protocol/records/int.ts";
import type { Disk } from "../runtime/runtime.ts";
import { IndexFile } from "./index_file.ts";
import type { LogMemory } from "./log_memory.ts";

export interface OffsetPosition {
  readonly offset: number;
  /** Bytes from the start of the segment's log file. */
  readonly position: number;
}

const ENTRY_BYTES = 8;

export class OffsetIndex {
  readonly file: IndexFile;

  constructor(disk: Disk, path: string, memory: LogMemory, readonly baseOffset: number) {
    this.file = new IndexFile(disk, path, memory, ENTRY_BYTES);
  }

  get count(): number {
    return this.file.count;
  }

  /** Largest number of entries of an index file of at most `maxBytes`. */
  static capacity(maxBytes: number): number {
    return Math.floor(maxBytes / ENTRY_BYTES);
  }

  /**
   * Opens what is on disk, and drops the zeros that Kafka preallocates. An entry of zeros can't be a real one: the
   * first batch of a segment never gets one.
   */
  openExisting(): void {
    this.file.openExisting();
    if (this.count === 0 || !isZero(this.#entryInFile(this.count - 1))) return;
    let real = 0;
    let end = this.count;
    while (real < end) {
      const middle = (real + end) >>> 1;
      if (isZero(this.#entryInFile(middle))) end = middle;
      else real = middle + 1;
    }
    this.file.truncate(real);
  }

  append(offset: number, position: number): void {
    const at = this.file.append();
    writeInt32(this.file.bytes, at, offset - this.baseOffset);
    writeInt32(this.file.bytes, at + 4, position);
  }

  /**
   * Where to start looking for `offset`: the last entry at or before it, else the segment's start. Undefined if that
   * can't be told from what is in memory (see {@linkcode IndexFile.load}).
   */
  floor(offset: number): OffsetPosition | undefined {
    const { file } = this;
    const wanted = offset - this.baseOffset;
    let low = file.firstLoaded;
    let high = file.count - 1;
    if (low > 0 && (low > high || this.#relativeOffset(low) > wanted)) return undefined;
    low--;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#relativeOffset(middle) <= wanted) low = middle;
      else high = middle - 1;
    }
    if (low < 0) return { offset: this.baseOffset, position: 0 };
    return this.entry(low);
  }

  /**
   * An offset at or after all that stands before `position`, or undefined if the loaded entries don't tell: the first
   * entry at or after the position.
   */
  upperBound(position: number): number | undefined {
    const { file } = this;
    let low = file.firstLoaded;
    if (low > 0 && (low >= file.count || this.#position(low) >= position)) return undefined;
    let high = file.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#position(middle) >= position) high = middle;
      else low = middle + 1;
    }
    return low < file.count ? this.baseOffset + this.#relativeOffset(low) : undefined;
  }

  /** Entry `index`, which must be in memory. */
  entry(index: number): OffsetPosition {
    return {
      offset: this.baseOffset + this.#relativeOffset(index),
      position: this.#position(index),
    };
  }

  /** The last entry, or null for an empty index. */
  last(): OffsetPosition | null {
    if (this.count === 0) return null;
    if (this.file.firstLoaded < this.count) return this.entry(this.count - 1);
    const bytes = this.#entryInFile(this.count - 1);
    return { offset: this.baseOffset + readInt32(bytes, 0), position: readInt32(bytes, 4) };
  }

  /** Drops the entries of `offset` and later ones. */
  truncateTo(offset: number): void {
    this.file.load();
    let keep = this.count;
    while (keep > 0 && this.entry(keep - 1).offset >= offset) keep--;
    this.file.truncate(keep);
  }

  #relativeOffset(index: number): number {
    return readInt32(this.file.bytes, this.file.positionOf(index));
  }

  #position(index: number): number {
    return readInt32(this.file.bytes, this.file.positionOf(index) + 4);
  }

  #entryInFile(index: number): Uint8Array {
    return readEntry(this.file, index);
  }
}

/** Reads one entry straight from an index file. */
export function readEntry(file: IndexFile, index: number): Uint8Array {
  const bytes = new Uint8Array(file.entryBytes);
  const handle = file.disk.open(file.path, { create: "never", write: false });
  try {
    handle.readSync(bytes, index * file.entryBytes);
  } finally {
    handle.close();
  }
  return bytes;
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}
