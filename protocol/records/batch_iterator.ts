/** Finds where batches start and end in a range of bytes, for every magic. */
import {
  HEADER_BYTES_UP_TO_MAGIC,
  LOG_OVERHEAD_BYTES,
  magic as magicAt,
  sizeBytes,
} from "./batch_header.ts";
import { CorruptRecordError } from "./errors.ts";
import { readInt32 } from "./int.ts";
import { MIN_MESSAGE_BYTES_V0 } from "./legacy_message.ts";

/**
 * How Kafka looks for batches in a log file (`file`) or in bytes that came over the wire (`memory`). They differ in
 * what they say of bytes that no Kafka writes: only the second refuses a magic other than 0, 1 and 2.
 */
export type BatchSource = "memory" | "file";

/** Beyond it, a batch's size with its overhead no longer fits in an int32. */
const MAX_LENGTH = 0x7fffffff - LOG_OVERHEAD_BYTES;

/**
 * Bytes of the batch that starts at `position`, or -1 if it does not end before `end`: such a rest is cut off, not
 * broken, and Kafka ignores it.
 *
 * @throws {CorruptRecordError} If no batch has such a size or magic.
 */
export function batchSizeAt(
  bytes: Uint8Array,
  position: number,
  end: number,
  source: BatchSource = "memory",
): number {
  const remaining = end - position;
  const fromFile = source === "file";
  if (remaining < LOG_OVERHEAD_BYTES) return -1;
  if (fromFile && remaining <= HEADER_BYTES_UP_TO_MAGIC) return -1;
  const length = readInt32(bytes, position + 8);
  if (length < MIN_MESSAGE_BYTES_V0) {
    throw new CorruptRecordError(
      `A batch of size ${length} is smaller than any can be (${MIN_MESSAGE_BYTES_V0})`,
      { position },
    );
  }
  if (!fromFile) {
    if (remaining < HEADER_BYTES_UP_TO_MAGIC) return -1;
    const magic = magicAt(bytes, position);
    if (magic < 0 || magic > 2) {
      throw new CorruptRecordError(`Invalid magic ${magic}`, { position });
    }
    if (length > MAX_LENGTH) {
      throw new CorruptRecordError(`A batch of size ${length} is larger than any can be`, {
        position,
      });
    }
  }
  return length > remaining - LOG_OVERHEAD_BYTES ? -1 : length + LOG_OVERHEAD_BYTES;
}

/**
 * Walks over the batches in `bytes` from `start` to `end` without allocating anything per batch.
 *
 * @example
 * ```ts
 * const batches = new BatchIterator(bytes);
 * while (batches.next()) validateBatch(bytes, batches.position, batches.size);
 * ```
 */
export class BatchIterator {
  /** Start of the current batch. */
  position = 0;
  /** Bytes of the current batch. */
  size = 0;
  #next: number;

  constructor(
    readonly bytes: Uint8Array,
    start = 0,
    readonly end: number = bytes.length,
    readonly source: BatchSource = "memory",
  ) {
    this.#next = start;
  }

  /**
   * Goes on to the next batch; false if there is no whole one any more.
   *
   * @throws {CorruptRecordError} If what follows is no batch.
   */
  next(): boolean {
    const size = batchSizeAt(this.bytes, this.#next, this.end, this.source);
    if (size < 0) return false;
    this.position = this.#next;
    this.size = size;
    this.#next += size;
    return true;
  }

  /** Magic of the current batch. In files, everything above 1 counts as 2, as in Kafka. */
  get magic(): number {
    return magicAt(this.bytes, this.position);
  }

  /** Where the next batch would start; after the last one, the end of all whole batches. */
  get nextPosition(): number {
    return this.#next;
  }

  /** Bytes after the last whole batch, once {@linkcode next} said false. */
  get partialBytes(): number {
    return this.end - this.#next;
  }
}

/** A view of the batch that starts at `position`, which must be whole. */
export function batchView(bytes: Uint8Array, position: number): Uint8Array {
  return bytes.subarray(position, position + sizeBytes(bytes, position));
}
