/**
 * Finds frames (an int32 size and that many bytes) in what a connection receives.
 *
 * Several small frames are handed on right out of one read buffer. A frame that does not fit gets a buffer of its own,
 * into which the rest of it is read directly. Nothing is read ahead of a frame that the sink refuses: the sink pauses
 * the connection, and what was read stays where it is until {@linkcode FrameReceiver.proceed}.
 */
import { type ByteArrays, freeBytes } from "../storage/byte_pool.ts";

/** Takes the frames. */
export interface FrameSink {
  /**
   * A frame without its size, from `start` to `end` of `source`; valid until this returns. `start` is 0 exactly when
   * the frame has a buffer of its own.
   *
   * @returns false if the frame can't be taken now: it will be offered again.
   */
  frame(source: Uint8Array, start: number, end: number): boolean;
  /** The size of the next frame can't be: negative or above the limit. Nothing else will come. */
  badFrameSize(size: number): void;
}

const SIZE_BYTES = 4;
/** Read buffers of quiet connections; pools for receivers hand out nothing smaller. */
export const SMALLEST_BUFFER_BYTES = 8 * 1024;
const LARGEST_READ_BUFFER_BYTES = 256 * 1024;
/** What is allocated for an announced frame before more of it has arrived, and at most for trust in the connection. */
const UNPROVEN_BYTES = 64 * 1024;
const LARGEST_TRUST_BYTES = 8 * 1024 * 1024;
/** An own buffer grows by this factor, as data arrives: a large one is never much longer than what came. */
const GROWTH = 4;
const FRUGAL_GROWTH = 2;
const LARGE_BYTES = 1024 * 1024;

export class FrameReceiver {
  /** Frames announced as longer are refused. May change between frames. */
  maxFrameBytes: number;
  /** Memory is short: buffers run ahead of the data as little as they can. */
  isFrugal = false;
  readonly #sink: FrameSink;
  readonly #pool: ByteArrays;
  /** Holds bytes `#start` to `#end` that were not handed on yet. */
  #buffer: Uint8Array | null = null;
  #start = 0;
  #end = 0;
  #readBytes = SMALLEST_BUFFER_BYTES;
  /** The frame that has an own buffer: `#filled` of its `#size` bytes are there. */
  #own: Uint8Array | null = null;
  #filled = 0;
  #size = 0;
  #largestFrame = 0;
  /** Length of the room that a read under way may still fill; 0 for none. */
  #lent = 0;
  #halted = false;
  #parsing = false;
  #stopped = false;

  constructor(sink: FrameSink, pool: ByteArrays, maxFrameBytes: number) {
    this.#sink = sink;
    this.#pool = pool;
    this.maxFrameBytes = maxFrameBytes;
  }

  /** Whether a frame waits for {@linkcode proceed}. */
  get halted(): boolean {
    return this.#halted;
  }

  /** Size of the buffers that bytes not handed on yet lie in. */
  get heldBytes(): number {
    const read = this.#end > 0 ? this.#buffer!.length : 0;
    return this.#own === null ? read : read + this.#own.length;
  }

  /** As {@linkcode heldBytes}, once more is asked for. */
  get nextHeldBytes(): number {
    const own = this.#own;
    if (own === null || this.#filled < own.length) return this.heldBytes;
    return this.heldBytes - own.length + this.#grown(own);
  }

  /** Where the next bytes go. */
  buffer(): Uint8Array {
    const room = this.#own === null ? this.#readRoom() : this.#ownRoom(this.#own);
    this.#lent = room.length;
    return room;
  }

  /** `length` bytes were put into the last {@linkcode buffer}. */
  received(length: number): void {
    const filledRoom = length === this.#lent;
    this.#lent = 0;
    if (this.#stopped) return this.#release();
    if (this.#own !== null) this.#filled += length;
    else {
      this.#end += length;
      this.#adapt(length, filledRoom);
    }
    if (!this.#halted) this.#parse();
  }

  /** Goes on with a frame that was refused, and with what follows it. */
  proceed(): void {
    if (!this.#halted || this.#parsing || this.#stopped) return;
    this.#halted = false;
    this.#parse();
  }

  /** Hands on nothing more and lets go of the buffers. */
  stop(): void {
    this.#stopped = true;
    if (this.#lent === 0 && !this.#parsing) this.#release();
  }

  /** Nothing more is received, not even by a read that is under way: its room is not used again. */
  close(): void {
    this.#stopped = true;
    if (this.#lent > 0) {
      if (this.#buffer !== null) freeBytes(this.#buffer);
      if (this.#own !== null) freeBytes(this.#own);
      this.#forget();
    } else if (!this.#parsing) this.#release();
  }

  #readRoom(): Uint8Array {
    const buffer = this.#buffer;
    if (buffer === null) {
      return this.#buffer = this.#pool.take(this.#readBytes);
    }
    if (this.#end === 0 && buffer.length !== this.#readBytes) {
      this.#pool.give(buffer);
      return this.#buffer = this.#pool.take(this.#readBytes);
    }
    if (this.#end === buffer.length) return this.#moveTo(buffer.length * 2).subarray(this.#end);
    return this.#end === 0 ? buffer : buffer.subarray(this.#end);
  }

  #moveTo(length: number): Uint8Array {
    const from = this.#buffer!;
    const to = this.#pool.take(length);
    to.set(from.subarray(this.#start, this.#end));
    this.#end -= this.#start;
    this.#start = 0;
    this.#pool.give(from);
    return this.#buffer = to;
  }

  #ownRoom(own: Uint8Array): Uint8Array {
    let room = own;
    if (this.#filled === own.length && this.#filled < this.#size) {
      room = this.#pool.take(this.#grown(own));
      room.set(own);
      this.#pool.give(own);
      this.#own = room;
    }
    // Halted with a complete frame, and still asked: what follows it needs a place.
    if (this.#filled >= this.#size) throw new Error("Read past a frame that was not taken");
    return room.subarray(this.#filled, Math.min(room.length, this.#size));
  }

  /** Read buffers follow what reads bring, so that a quiet connection holds little. */
  #adapt(length: number, filledRoom: boolean): void {
    if (filledRoom) this.#readBytes = Math.min(this.#readBytes * 2, LARGEST_READ_BUFFER_BYTES);
    else if (length * 8 < this.#readBytes) {
      this.#readBytes = Math.max(this.#readBytes / 2, SMALLEST_BUFFER_BYTES);
    }
  }

  #parse(): void {
    this.#parsing = true;
    try {
      if (this.#own !== null && !this.#handOnOwn()) return;
      this.#handOnBuffered();
    } finally {
      this.#parsing = false;
      if (this.#stopped && this.#lent === 0) this.#release();
    }
  }

  #handOnOwn(): boolean {
    if (this.#filled < this.#size) return false;
    const own = this.#own!;
    if (!this.#sink.frame(own, 0, this.#size)) {
      this.#halted = true;
      return false;
    }
    this.#largestFrame = Math.max(this.#largestFrame, this.#size);
    this.#own = null;
    this.#pool.give(own);
    return !this.#stopped;
  }

  #handOnBuffered(): void {
    const buffer = this.#buffer;
    if (buffer === null) return;
    let start = this.#start;
    const end = this.#end;
    let needed = SIZE_BYTES;
    while (end - start >= SIZE_BYTES) {
      const size = (buffer[start] << 24) | (buffer[start + 1] << 16) | (buffer[start + 2] << 8) |
        buffer[start + 3];
      if (size < 0 || size > this.maxFrameBytes) {
        this.#stopped = true;
        this.#sink.badFrameSize(size);
        return;
      }
      needed = SIZE_BYTES + size;
      if (end - start < needed) break;
      this.#start = start;
      if (!this.#sink.frame(buffer, start + SIZE_BYTES, start + needed)) {
        this.#halted = true;
        return;
      }
      if (this.#stopped) return;
      start += needed;
      needed = SIZE_BYTES;
    }
    this.#start = start;
    // While a read is under way into the buffer nothing in it may move.
    if (this.#lent === 0) this.#makeRoom(buffer, needed);
  }

  /** Sees to it that the frame begun at `#start`, of `needed` bytes with its size, can be completed. */
  #makeRoom(buffer: Uint8Array, needed: number): void {
    const there = this.#end - this.#start;
    if (there === 0) {
      this.#start = 0;
      this.#end = 0;
    } else if (needed > buffer.length) this.#giveOwnBuffer(buffer, needed - SIZE_BYTES);
    else if (this.#start + needed > buffer.length) {
      buffer.copyWithin(0, this.#start, this.#end);
      this.#start = 0;
      this.#end = there;
    }
  }

  #giveOwnBuffer(buffer: Uint8Array, size: number): void {
    const from = this.#start + SIZE_BYTES;
    const there = this.#end - from;
    const trust = this.isFrugal ? 0 : Math.min(this.#largestFrame, LARGEST_TRUST_BYTES);
    const ahead = Math.max(UNPROVEN_BYTES, there * this.#growthOf(there), trust);
    const own = this.#pool.take(Math.min(size, ahead));
    own.set(buffer.subarray(from, this.#end));
    this.#own = own;
    this.#filled = there;
    this.#size = size;
    this.#start = 0;
    this.#end = 0;
    // Frames that a read buffer can hold get one; longer ones should be read into their own buffer from early on.
    this.#readBytes = size * 2 <= LARGEST_READ_BUFFER_BYTES
      ? 2 ** (32 - Math.clz32(size * 2 - 1))
      : SMALLEST_BUFFER_BYTES;
  }

  #grown(own: Uint8Array): number {
    return Math.min(this.#size, own.length * this.#growthOf(own.length));
  }

  #growthOf(length: number): number {
    return this.isFrugal || length >= LARGE_BYTES ? FRUGAL_GROWTH : GROWTH;
  }

  #release(): void {
    if (this.#buffer !== null) this.#pool.give(this.#buffer);
    if (this.#own !== null) this.#pool.give(this.#own);
    this.#forget();
  }

  #forget(): void {
    this.#lent = 0;
    this.#buffer = null;
    this.#own = null;
    this.#start = 0;
    this.#end = 0;
  }
}
