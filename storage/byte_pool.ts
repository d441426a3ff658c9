/**
 * Byte arrays that are used again and again: making and dropping them is what costs most in an append or a read
 * otherwise (zeroing, page faults, garbage collection). What is too much is given back to the system at once, without
 * waiting for a garbage collector, and so is what nobody needed for some seconds.
 */
import type { Clock, Timer } from "../runtime/runtime.ts";

/** Up to here sizes are powers of two, beyond it there are four between two powers. */
const FINE_ABOVE_BYTES = 64 * 1024;
const STEPS = 4;
/** Longer arrays are not kept. */
const LARGEST_KEPT_BYTES = 4 * 1024 * 1024;
const TRIM_INTERVAL_MS = 5000;

export interface BytePoolOptions {
  /** Of the arrays handed out; a power of two. */
  readonly smallestBytes?: number;
  /** What unused arrays may take together. */
  readonly maxKeptBytes?: number;
  /** With it, arrays that are not needed are let go of after a while. */
  readonly clock?: Pick<Clock, "setTimer">;
}

/** The unused arrays of one length. */
interface Shelf {
  readonly arrays: Uint8Array[];
  /** Fewest that were here since the last {@linkcode BytePool.trim}: so many are not needed. */
  least: number;
}

/** Where arrays come from and go to. */
export interface ByteArrays {
  /** An array of at least `length` bytes with arbitrary content. */
  take(length: number): Uint8Array;
  /** Gives back an array of {@linkcode take}: neither it nor a view of it may be used afterwards. */
  give(bytes: Uint8Array): void;
}

/** Every array is a new one, valid as long as somebody has it. */
export const NEW_ARRAYS: ByteArrays = {
  take: (length) => new Uint8Array(length),
  give: () => {},
};

export class BytePool implements ByteArrays {
  readonly #smallestBytes: number;
  readonly #maxKeptBytes: number;
  readonly #clock: Pick<Clock, "setTimer"> | null;
  readonly #shelves = new Map<number, Shelf>();
  #keptBytes = 0;
  #timer: Timer | null = null;

  constructor(options: BytePoolOptions = {}) {
    this.#smallestBytes = options.smallestBytes ?? 4096;
    this.#maxKeptBytes = options.maxKeptBytes ?? 16 * 1024 * 1024;
    this.#clock = options.clock ?? null;
  }

  /** Bytes of arrays that nobody uses now. */
  get keptBytes(): number {
    return this.#keptBytes;
  }

  take(length: number): Uint8Array {
    const size = this.#sizeFor(length);
    const shelf = this.#shelves.get(size);
    const bytes = shelf?.arrays.pop();
    if (bytes === undefined) return new Uint8Array(size);
    if (shelf!.arrays.length < shelf!.least) shelf!.least = shelf!.arrays.length;
    this.#keptBytes -= size;
    return bytes;
  }

  give(bytes: Uint8Array): void {
    const size = bytes.length;
    if (size > LARGEST_KEPT_BYTES || this.#keptBytes + size > this.#maxKeptBytes) {
      return freeBytes(bytes);
    }
    let shelf = this.#shelves.get(size);
    if (shelf === undefined) this.#shelves.set(size, shelf = { arrays: [], least: 0 });
    shelf.arrays.push(bytes);
    this.#keptBytes += size;
    this.#timer ??= this.#clock?.setTimer(TRIM_INTERVAL_MS, () => this.#trimOnTime()) ?? null;
  }

  /** Lets go of what nobody needed since the last time. */
  trim(): void {
    for (const [size, shelf] of this.#shelves) {
      const { arrays, least } = shelf;
      for (let i = 0; i < least; i++) freeBytes(arrays.pop()!);
      this.#keptBytes -= least * size;
      shelf.least = arrays.length;
    }
  }

  /** Lets go of what is unused. */
  clear(): void {
    for (const { arrays } of this.#shelves.values()) arrays.forEach(freeBytes);
    this.#shelves.clear();
    this.#keptBytes = 0;
  }

  #trimOnTime(): void {
    this.trim();
    this.#timer = this.#keptBytes === 0
      ? null
      : this.#clock!.setTimer(TRIM_INTERVAL_MS, () => this.#trimOnTime());
  }

  #sizeFor(length: number): number {
    if (length <= this.#smallestBytes) return this.#smallestBytes;
    const power = 2 ** (32 - Math.clz32(length - 1));
    if (length <= FINE_ABOVE_BYTES) return power;
    const step = power / 2 / STEPS;
    return Math.ceil(length / step) * step;
  }
}

/**
 * Gives the memory of an array that is not a view of a part back to the system now. The array is empty afterwards, and so
 * is every view of it. A call of the system that still fills it or reads it goes on with what it was.
 */
export function freeBytes(bytes: Uint8Array): void {
  (bytes.buffer as ArrayBuffer).transfer(0);
}
