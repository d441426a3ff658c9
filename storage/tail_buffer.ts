/**
 * The end of a segment in memory: what was appended and is not yet in the file, and before it what was written lately,
 * so that reads near the end touch no disk. Bytes once appended never change while somebody reads them: a chunk is used
 * again only when it was dropped and all that were lent of it came back.
 */
import { type BytePool, freeBytes } from "./byte_pool.ts";
import { type Lender, lendRoom, LentBytes } from "./lent_bytes.ts";
import type { LogMemory, MemoryHolder } from "./log_memory.ts";

const SMALLEST_CHUNK_BYTES = 4 * 1024;
/** Longer batches get longer chunks of their own. */
const LARGEST_CHUNK_BYTES = 256 * 1024;

class Chunk implements Lender {
  readonly bytes: Uint8Array;
  used = 0;
  #lent = 0;
  #isDropped = false;
  /** The system may still be reading some of it otherwise. */
  #isReusable = true;

  /** @param position Of the first byte in the segment's file. */
  constructor(readonly pool: BytePool, readonly position: number, length: number) {
    this.bytes = pool.take(length);
  }

  lend(start: number, end: number): LentBytes {
    this.#lent++;
    return new LentBytes(this.bytes.subarray(start, end), this);
  }

  takeBack(isReusable: boolean): void {
    this.#lent--;
    if (!isReusable) this.#isReusable = false;
    this.#reuse();
  }

  /** No longer part of the tail. */
  drop(): void {
    this.#isDropped = true;
    this.#reuse();
  }

  #reuse(): void {
    if (!this.#isDropped || this.#lent > 0) return;
    if (this.#isReusable) this.pool.give(this.bytes);
    else freeBytes(this.bytes);
  }
}

export class TailBuffer implements MemoryHolder {
  #chunks: Chunk[] = [];
  #current: Chunk | null = null;
  /** Position after the last byte. */
  #end: number;
  #written: number;
  #nextChunkBytes = SMALLEST_CHUNK_BYTES;
  #heldBytes = 0;
  /** Where the last {@linkcode reserve} put its bytes: the array. */
  reserved: Uint8Array;

  constructor(readonly memory: LogMemory, end: number) {
    this.#end = end;
    this.#written = end;
    this.reserved = NOTHING;
  }

  get end(): number {
    return this.#end;
  }

  /** Everything before is in the file. */
  get written(): number {
    return this.#written;
  }

  get unwrittenBytes(): number {
    return this.#end - this.#written;
  }

  /**
   * Makes room for `size` bytes at the end. Returns where they go in {@linkcode reserved}; the caller fills them in before
   * anything else happens.
   */
  reserve(size: number): number {
    let chunk = this.#current;
    if (chunk === null || chunk.used + size > chunk.bytes.length) chunk = this.#addChunk(size);
    const at = chunk.used;
    chunk.used += size;
    this.#end += size;
    this.reserved = chunk.bytes;
    return at;
  }

  /** Hands what is not in the file yet to `write`, in as few pieces as there are chunks. */
  writeTo(write: (bytes: Uint8Array, position: number) => void): void {
    for (const chunk of this.#chunks) {
      const from = this.#written - chunk.position;
      if (from >= chunk.used) continue;
      write(chunk.bytes.subarray(from, chunk.used), this.#written);
      this.#written = chunk.position + chunk.used;
    }
    if (this.#heldBytes > this.memory.perLogBytes) this.#dropOldest();
    this.memory.trim();
  }

  /**
   * Notes bytes that went to the file by another way. They are not here, and neither is what came before them.
   *
   * @throws {Error} If something is here that is not in the file.
   */
  wentPast(size: number): void {
    if (this.unwrittenBytes > 0) throw new Error(`${this.unwrittenBytes} bytes would be passed by`);
    this.#keep([]);
    this.#end += size;
    this.#written = this.#end;
  }

  /** Bytes from `position` on, `maxBytes` at most and no further than the chunk goes; null if they are not here. */
  lend(position: number, maxBytes: number): LentBytes | null {
    for (let i = this.#chunks.length - 1; i >= 0; i--) {
      const chunk = this.#chunks[i];
      if (position < chunk.position) continue;
      const start = position - chunk.position;
      return chunk.lend(start, Math.min(start + maxBytes, chunk.used));
    }
    return null;
  }

  /** As {@linkcode lend}, but all the bytes that are asked for and here: put together from several chunks if need be. */
  lendWhole(position: number, maxBytes: number): LentBytes | null {
    const first = this.lend(position, maxBytes);
    const length = Math.min(maxBytes, this.#end - position);
    if (first === null || first.bytes.length >= length) return first;
    const copy = lendRoom(this.memory.chunks, length);
    for (let at = 0, next = first; true; next = this.lend(position + at, length - at)!) {
      copy.bytes.set(next.bytes, at);
      at += next.bytes.length;
      next.release();
      if (at === length) break;
    }
    return copy;
  }

  /** Position of the first byte that is here, or of the end. */
  get start(): number {
    return this.#chunks[0]?.position ?? this.#end;
  }

  /** Gives back the chunks that are in the file. */
  release(): void {
    const kept = this.#chunks.filter((chunk) => chunk.position + chunk.used > this.#written);
    this.#keep(kept);
    this.#nextChunkBytes = SMALLEST_CHUNK_BYTES;
  }

  /** Gives back everything: the segment is going to be removed. */
  discard(): void {
    this.#written = this.#end;
    this.#keep([]);
  }

  #addChunk(size: number): Chunk {
    const length = Math.max(size, this.#nextChunkBytes);
    this.#nextChunkBytes = Math.min(this.#nextChunkBytes * 4, LARGEST_CHUNK_BYTES);
    const chunk = new Chunk(this.memory.chunks, this.#end, length);
    this.#chunks.push(chunk);
    this.#current = chunk;
    this.#heldBytes += chunk.bytes.length;
    this.memory.grew(this, chunk.bytes.length);
    return chunk;
  }

  #dropOldest(): void {
    let drop = 0;
    let held = this.#heldBytes;
    while (drop < this.#chunks.length - 1 && held > this.memory.perLogBytes / 2) {
      const chunk = this.#chunks[drop];
      if (chunk.position + chunk.used > this.#written) break;
      held -= chunk.bytes.length;
      drop++;
    }
    this.#keep(this.#chunks.slice(drop));
  }

  /** @param chunks The last ones of those that are here. */
  #keep(chunks: Chunk[]): void {
    const dropped = this.#chunks.slice(0, this.#chunks.length - chunks.length);
    this.#chunks = chunks;
    this.#current = chunks.at(-1) ?? null;
    if (this.#current === null) this.reserved = NOTHING;
    const held = chunks.reduce((sum, chunk) => sum + chunk.bytes.length, 0);
    const freed = this.#heldBytes - held;
    this.#heldBytes = held;
    if (freed > 0) this.memory.shrank(this, freed);
    for (const chunk of dropped) chunk.drop();
  }
}

const NOTHING = new Uint8Array(0);
