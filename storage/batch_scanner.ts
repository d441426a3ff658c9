/** Walks over the batches of a segment from a position on, reading the file in blocks off the event loop. */
import * as header from "../protocol/records/batch_header.ts";
import { CorruptRecordError } from "../protocol/records/errors.ts";
import { MIN_MESSAGE_BYTES_V0 } from "../protocol/records/legacy_message.ts";

/** Header, and a marker's record after it. */
const HEADER_AND_MARKER_BYTES = 160;
const BLOCK_BYTES = 64 * 1024;
const WHOLE_BLOCK_BYTES = 1024 * 1024;

/** A segment, or a file that looks like one. */
export interface BatchSource {
  readonly sizeBytes: number;
  /** Bytes from `position` on, `length` at most; fewer at the end, or where memory and file meet. */
  read(position: number, length: number): Promise<Uint8Array>;
}

export class BatchScanner {
  /** Where the current batch starts in the segment; after the last one, where the next would. */
  position: number;
  /** Bytes of the current batch. */
  size = 0;
  /** Array and place in it where the current batch starts: at least its header is there. */
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;
  readonly #end: number;

  /** @param whole Whether all bytes of each batch are wanted, or headers (and markers) only. */
  constructor(
    readonly source: BatchSource,
    position: number,
    readonly whole: boolean,
    end = source.sizeBytes,
  ) {
    this.position = position;
    this.#end = end;
  }

  /** Bytes after the last whole batch, once {@linkcode next} said false. */
  get partialBytes(): number {
    return this.#end - this.position;
  }

  /**
   * Goes on to the next batch; false at the end, or before a batch that is cut off there.
   *
   * @throws {CorruptRecordError} If what follows is no batch.
   */
  next(): boolean | Promise<boolean> {
    this.position += this.size;
    this.at += this.size;
    this.size = 0;
    if (this.#end - this.position <= header.HEADER_BYTES_UP_TO_MAGIC) return false;
    if (!this.#has(header.HEADER_BYTES_UP_TO_MAGIC)) return this.#fill().then(() => this.#enter());
    return this.#enter();
  }

  #enter(): boolean | Promise<boolean> {
    // The file may have been cut in the meantime.
    if (!this.#has(header.HEADER_BYTES_UP_TO_MAGIC)) return false;
    const length = header.batchLength(this.bytes, this.at);
    if (length < MIN_MESSAGE_BYTES_V0) {
      throw new CorruptRecordError(`A batch of size ${length} at byte ${this.position}`);
    }
    const size = length + header.LOG_OVERHEAD_BYTES;
    if (this.position + size > this.#end) return false;
    const wanted = this.whole ? size : Math.min(size, HEADER_AND_MARKER_BYTES);
    if (this.#has(wanted)) {
      this.size = size;
      return true;
    }
    return this.#fill(wanted).then(() => {
      if (!this.#has(wanted)) return false;
      this.size = size;
      return true;
    });
  }

  #has(bytes: number): boolean {
    return this.bytes.length - this.at >= bytes;
  }

  async #fill(atLeast = 0): Promise<void> {
    const block = Math.max(atLeast, this.whole ? WHOLE_BLOCK_BYTES : BLOCK_BYTES);
    const length = Math.min(block, this.#end - this.position);
    let bytes = await this.source.read(this.position, length);
    if (bytes.length < Math.min(atLeast, length)) {
      // Memory and file meet here: put together what both have.
      const all = new Uint8Array(length);
      let filled = 0;
      while (bytes.length > 0 && filled < length) {
        all.set(bytes, filled);
        filled += bytes.length;
        bytes = await this.source.read(this.position + filled, length - filled);
      }
      bytes = all.subarray(0, filled);
    }
    this.bytes = bytes;
    this.at = 0;
  }
}
