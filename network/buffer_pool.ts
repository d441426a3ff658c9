/** Buffers for what connections receive, used again and again: many connections share few of them. */

/** Smallest size that is handed out. */
export const SMALLEST_BUFFER_BYTES = 8 * 1024;
/** Buffers beyond this size are made to measure and not kept. */
const LARGEST_KEPT_BYTES = 8 * 1024 * 1024;
const SMALLEST_POWER = 31 - Math.clz32(SMALLEST_BUFFER_BYTES);

export class BufferPool {
  readonly #kept: Uint8Array[][] = [];
  #keptBytes = 0;

  /** @param maxKeptBytes What unused buffers may take together. */
  constructor(readonly maxKeptBytes = 64 * 1024 * 1024) {}

  /** Bytes of buffers that nobody uses now. */
  get keptBytes(): number {
    return this.#keptBytes;
  }

  /** A buffer of at least `length` bytes with arbitrary content. */
  take(length: number): Uint8Array {
    if (length > LARGEST_KEPT_BYTES) return new Uint8Array(length);
    const power = powerFor(length);
    const buffer = this.#kept[power - SMALLEST_POWER]?.pop();
    if (buffer === undefined) return new Uint8Array(2 ** power);
    this.#keptBytes -= buffer.length;
    return buffer;
  }

  /** Gives back a buffer of {@linkcode take}; the caller must not touch it afterwards. */
  give(buffer: Uint8Array): void {
    const length = buffer.length;
    if (length > LARGEST_KEPT_BYTES || this.#keptBytes + length > this.maxKeptBytes) return;
    (this.#kept[powerFor(length) - SMALLEST_POWER] ??= []).push(buffer);
    this.#keptBytes += length;
  }
}

function powerFor(length: number): number {
  return length <= SMALLEST_BUFFER_BYTES ? SMALLEST_POWER : 32 - Math.clz32(length - 1);
}
