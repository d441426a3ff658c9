/**
 * One segment of a log: a file of batches and its three indexes. The active one grows; the bytes go to its
 * {@linkcode TailBuffer} first and from there to the file.
 */
import * as header from "../protocol/records/batch_header.ts";
import type { Disk, DiskFile } from "../runtime/runtime.ts";
import { type FileHandles, LogFile } from "./file_handles.ts";
import { lendRoom, type LentBytes } from "./lent_bytes.ts";
import type { LogMemory } from "./log_memory.ts";
import { OffsetIndex } from "./offset_index.ts";
import { type SegmentFileKind, segmentFileName } from "./segment_files.ts";
import { isLegacy, lastOffsetOf, maxTimestampOf } from "./stored_batch.ts";
import { TailBuffer } from "./tail_buffer.ts";
import { TimeIndex } from "./time_index.ts";
import { TransactionIndex } from "./transaction_index.ts";

/** What segments of all logs share. */
export interface SegmentResources {
  readonly disk: Disk;
  readonly handles: FileHandles;
  readonly memory: LogMemory;
}

export const SEGMENT_FILE_KINDS = [".log", ".index", ".timeindex", ".txnindex"] as const;
/** Offsets of a segment are at most so far above its base. */
export const MAX_RELATIVE_OFFSET = 0x7fffffff;

/** Bytes written so lately are taken to be in the page cache: reading them does not wait for a device. */
const RECENT_BYTES = 16 * 1024 * 1024;
const LOCATING_BLOCK_BYTES = 16 * 1024;

export class Segment {
  readonly log: LogFile;
  readonly offsetIndex: OffsetIndex;
  readonly timeIndex: TimeIndex;
  readonly transactionIndex: TransactionIndex;
  tail: TailBuffer;
  /** Largest timestamp of the records, or -1. */
  maxTimestampMs = -1;
  /** Last offset of the first batch that has it. */
  offsetOfMaxTimestamp: number;
  /** Whether there was a transaction index when the segment was opened; one is made only when it is needed. */
  hasTransactionIndex = false;
  /** No longer part of the log; its files may be gone. */
  isDeleted = false;
  /** Modification time of the log file when it was opened. */
  modifiedMs: number;
  #bytesSinceIndexEntry = 0;
  #firstTimestampMs: number | null = null;
  /** Bytes that were in the file when it was opened. */
  #openedBytes = 0;
  #isSealed = false;
  /** Counts what was done to the files, and how much of it is durable. */
  #changes = 0;
  #durableChanges = 0;
  /** The last answer of {@linkcode positionOf}: limits of reads are asked again and again. */
  #knownOffset = -1;
  #knownPosition = 0;

  constructor(
    readonly resources: SegmentResources,
    readonly directory: string,
    readonly baseOffset: number,
    /** When the segment was made or opened. */
    readonly createdMs: number,
    /** Taken off `segment.ms`, so that not all logs roll at once. */
    readonly rollJitterMs = 0,
  ) {
    const { disk, handles, memory } = resources;
    this.log = new LogFile(handles, this.path(".log"));
    this.offsetIndex = new OffsetIndex(disk, this.path(".index"), memory, baseOffset);
    this.timeIndex = new TimeIndex(disk, this.path(".timeindex"), memory, baseOffset);
    this.transactionIndex = new TransactionIndex(disk, this.path(".txnindex"), memory, baseOffset);
    this.tail = new TailBuffer(memory, 0);
    this.offsetOfMaxTimestamp = baseOffset;
    this.modifiedMs = createdMs;
  }

  path(kind: SegmentFileKind): string {
    return `${this.directory}/${segmentFileName(this.baseOffset, kind)}`;
  }

  get sizeBytes(): number {
    return this.tail.end;
  }

  /** Makes the files of a new segment, replacing what was there. An index file is always there, if only empty. */
  create(): void {
    this.#changes++;
    this.log.create();
    this.offsetIndex.file.rewrite();
    this.timeIndex.file.rewrite();
  }

  /** Takes over the bytes that are in the file, so many. */
  openLog(sizeBytes: number): void {
    this.tail.discard();
    this.tail = new TailBuffer(this.resources.memory, sizeBytes);
    this.#openedBytes = sizeBytes;
    this.#knownOffset = -1;
  }

  /** The max timestamp as the time index has it (storage spec, T5). */
  takeMaxTimestampFromIndex(): void {
    const last = this.timeIndex.last();
    this.maxTimestampMs = last.timestampMs;
    this.offsetOfMaxTimestamp = last.offset;
  }

  /**
   * Notes a batch that was put into the tail at `position`.
   *
   * @param indexIntervalBytes An index entry is due when so many bytes came since the last one.
   */
  appended(
    position: number,
    size: number,
    lastOffset: number,
    maxTimestampMs: number,
    indexIntervalBytes: number,
  ): void {
    this.#changes++;
    if (maxTimestampMs > this.maxTimestampMs) {
      this.maxTimestampMs = maxTimestampMs;
      this.offsetOfMaxTimestamp = lastOffset;
    }
    if (this.#bytesSinceIndexEntry > indexIntervalBytes) {
      this.offsetIndex.append(lastOffset, position);
      this.timeIndex.maybeAppend(this.maxTimestampMs, this.offsetOfMaxTimestamp);
      this.#bytesSinceIndexEntry = 0;
    }
    this.#bytesSinceIndexEntry += size;
  }

  /** Writes the tail to the file. @throws {RuntimeError} */
  writeTail(): void {
    if (this.tail.unwrittenBytes === 0) return;
    const { handle } = this.log;
    this.tail.writeTo((bytes, position) => handle.writeSync(bytes, position));
  }

  /** Puts a batch at the end of the file itself, after what is in the tail. @throws {RuntimeError} */
  writeThrough(batch: Uint8Array): void {
    this.writeTail();
    this.log.handle.writeSync(batch, this.tail.end);
    this.tail.wentPast(batch.length);
  }

  /** Ends the segment: last time index entry (storage spec, T5) and everything in its files. @throws {RuntimeError} */
  seal(): void {
    this.writeTail();
    this.#isSealed = true;
    this.endTimeIndex();
    this.writeIndexes();
  }

  /** The last entry of the time index tells the segment's max timestamp. */
  endTimeIndex(): void {
    this.timeIndex.maybeAppend(this.maxTimestampMs, this.offsetOfMaxTimestamp);
  }

  writeIndexes(): void {
    this.#changes++;
    this.offsetIndex.file.writeOut();
    this.timeIndex.file.writeOut();
    this.transactionIndex.file.writeOut();
  }

  /** Whether all files are on the device as they are. */
  get isDurable(): boolean {
    return this.#durableChanges === this.#changes;
  }

  /** A crash may have left the files in the page cache alone. */
  markNotDurable(): void {
    this.#changes++;
  }

  /** Makes the log file durable, and the indexes too where they are complete. */
  async sync(withIndexes: boolean): Promise<void> {
    const changes = this.#changes;
    await this.log.handle.sync();
    if (!withIndexes) return;
    await this.offsetIndex.file.sync();
    await this.timeIndex.file.sync();
    await this.transactionIndex.file.sync();
    this.#durableChanges = Math.max(this.#durableChanges, changes);
  }

  /** Bytes from `position` on, `length` at most; fewer at the end of the segment or where memory and file meet. */
  lendSync(position: number, length: number): LentBytes {
    const inMemory = this.tail.lend(position, length);
    if (inMemory !== null) return inMemory;
    const room = this.#room(position, length);
    return room.part(0, this.log.handle.readSync(room.bytes, position));
  }

  /** As {@linkcode lendSync}, off the event loop. */
  lend(position: number, length: number): Promise<LentBytes> {
    return this.lendFrom(this.log.handle, position, length);
  }

  /** As {@linkcode lend}, of the log file that was opened before. */
  async lendFrom(file: DiskFile, position: number, length: number): Promise<LentBytes> {
    const inMemory = this.tail.lend(position, length);
    if (inMemory !== null) return inMemory;
    const room = this.#room(position, length);
    try {
      return room.part(0, await file.read(room.bytes, position));
    } catch (error) {
      room.release();
      throw error;
    }
  }

  /** As {@linkcode lend}, for those who never give anything back. */
  async read(position: number, length: number): Promise<Uint8Array> {
    return (await this.lend(position, length)).bytes;
  }

  /** Where as many bytes of the file can be read to as there are from `position` on. */
  #room(position: number, length: number): LentBytes {
    const available = Math.max(0, Math.min(length, this.tail.written - position));
    return lendRoom(this.resources.memory.chunks, available);
  }

  /** Whether reading from `position` on surely waits for no device. */
  isCheapToRead(position: number): boolean {
    if (position >= this.tail.start) return true;
    const recent = Math.max(this.#openedBytes, this.tail.written - RECENT_BYTES);
    return !this.#isSealed && position >= recent;
  }

  /** Where the first batch starts that ends at `offset` or later; the segment's size if there is none. */
  positionOf(offset: number): number {
    if (offset === this.#knownOffset) return this.#knownPosition;
    if (this.offsetIndex.floor(offset) === undefined) this.offsetIndex.file.load();
    let { position } = this.offsetIndex.floor(offset)!;
    while (position < this.sizeBytes) {
      const read = this.lendSync(position, LOCATING_BLOCK_BYTES);
      const at = locate(read.bytes, offset);
      read.release();
      const isFound = at < 0;
      position += isFound ? ~at : at;
      if (isFound) break;
      if (at === 0) return this.sizeBytes;
    }
    this.#knownOffset = offset;
    this.#knownPosition = Math.min(position, this.sizeBytes);
    return this.#knownPosition;
  }

  /** Max timestamp of the first batch, or -1: what `segment.ms` counts from. */
  get firstTimestampMs(): number {
    if (this.#firstTimestampMs !== null) return this.#firstTimestampMs;
    if (this.sizeBytes < header.HEADER_BYTES_UP_TO_MAGIC) return -1;
    const read = this.lendSync(0, header.HEADER_BYTES);
    const { bytes } = read;
    const readable = bytes.length >= header.HEADER_BYTES ||
      (bytes.length > header.HEADER_BYTES_UP_TO_MAGIC && isLegacy(bytes, 0));
    this.#firstTimestampMs = readable ? maxTimestampOf(bytes, 0) : -1;
    read.release();
    return this.#firstTimestampMs;
  }

  /** Time by which retention measures the segment's age. */
  get largestTimestampMs(): number {
    return this.maxTimestampMs >= 0 ? this.maxTimestampMs : this.modifiedMs;
  }

  /** Cuts the log file; indexes are the caller's care. */
  truncateLog(sizeBytes: number): void {
    this.#changes++;
    this.writeTail();
    this.log.handle.truncate(sizeBytes);
    this.openLog(sizeBytes);
    if (sizeBytes === 0) this.#firstTimestampMs = null;
    this.#bytesSinceIndexEntry = 0;
  }

  /** Drops all index entries, to be made anew. */
  resetIndexes(): void {
    this.offsetIndex.file.reset();
    this.timeIndex.reset();
    this.transactionIndex.file.reset();
    this.maxTimestampMs = -1;
    this.offsetOfMaxTimestamp = this.baseOffset;
    this.#bytesSinceIndexEntry = 0;
  }

  /** Makes the index files hold the entries made since {@linkcode resetIndexes}, and nothing else. */
  rewriteIndexes(): void {
    this.#changes++;
    this.offsetIndex.file.rewrite();
    this.timeIndex.file.rewrite();
    if (this.hasTransactionIndex || this.transactionIndex.count > 0) {
      this.transactionIndex.file.rewrite();
    }
  }

  /** Gives back memory and file handle. What is not in the files by now is not wanted there. */
  close(): void {
    this.tail.discard();
    this.offsetIndex.file.discard();
    this.timeIndex.file.discard();
    this.transactionIndex.file.discard();
    this.log.close();
  }

  /** Closes a segment that is no longer part of the log. */
  discard(): void {
    this.isDeleted = true;
    this.close();
  }
}

/**
 * Walks over the batches in `bytes`. Returns ~position of the one that ends at `offset` or later, or the position from
 * which more bytes are needed.
 */
function locate(bytes: Uint8Array, offset: number): number {
  let at = 0;
  while (bytes.length - at >= header.HEADER_BYTES_UP_TO_MAGIC) {
    if (!isLegacy(bytes, at) && bytes.length - at < header.HEADER_BYTES) return at;
    if (lastOffsetOf(bytes, at) >= offset) return ~at;
    const size = header.sizeBytes(bytes, at);
    if (size <= header.LOG_OVERHEAD_BYTES) return 0;
    at += size;
  }
  return at;
}
