/**
 * Byte arrays for the tails of logs and for reads, used again and again: making and dropping them is what costs most in
 * an append or a read otherwise (zeroing, page faults, garbage collection).
 */

const SMALLEST_POWER = 12;
/** Longer arrays are made to measure and not kept. */
const LARGEST_POWER = 23;

export class ChunkPool {
  readonly #kept: Uint8Array[][] = [];
  #keptBytes = 0;

  /** @param maxKeptBytes What unused arrays may take together. */
  constructor(readonly maxKeptBytes = 16 * 1024 * 1024) {}

  get keptBytes(): number {
    return this.#keptBytes;
  }

  /** An array of at least `length` bytes with arbitrary content. */
  take(length: number): Uint8Array {
    const power = powerFor(length);
    if (power > LARGEST_POWER) return new Uint8Array(length);
    const bytes = this.#kept[power]?.pop();
    if (bytes === undefined) return new Uint8Array(2 ** power);
    this.#keptBytes -= bytes.length;
    return bytes;
  }

  /** Gives back an array of {@linkcode take}: neither it nor a view of it may be used afterwards. */
  give(bytes: Uint8Array): void {
    const power = powerFor(bytes.length);
    if (power > LARGEST_POWER || this.#keptBytes + bytes.length > this.maxKeptBytes) return;
    (this.#kept[power] ??= []).push(bytes);
    this.#keptBytes += bytes.length;
  }

  /** Lets go of what is unused. */
  clear(): void {
    this.#kept.length = 0;
    this.#keptBytes = 0;
  }
}

function powerFor(length: number): number {
  return length <= 2 ** SMALLEST_POWER ? SMALLEST_POWER : 32 - Math.clz32(length - 1);
}
