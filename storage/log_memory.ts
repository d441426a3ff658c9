/**
 * The budget for what logs keep in memory of their files: tails of active segments, loaded indexes. All of it can be
 * had from the files again, so beyond the limit the holder that grew least recently gives its share back.
 */
export interface MemoryHolder {
  /** Gives back what is held and can be had again. Reports it through {@linkcode LogMemory.shrank}. */
  release(): void;
}

export class LogMemory {
  /** Least recently grown first. */
  readonly #holders = new Map<MemoryHolder, { bytes: number; grownMs: number }>();
  #usedBytes = 0;

  /**
   * @param limitBytes Of all logs together.
   * @param perLogBytes Of the tail of one log.
   */
  constructor(
    readonly clock: { monotonic(): number },
    readonly limitBytes = 64 * 1024 * 1024,
    readonly perLogBytes = limitBytes / 8,
  ) {}

  get usedBytes(): number {
    return this.#usedBytes;
  }

  grew(holder: MemoryHolder, bytes: number): void {
    const held = this.#holders.get(holder) ?? { bytes: 0, grownMs: 0 };
    held.bytes += bytes;
    held.grownMs = this.clock.monotonic();
    this.#holders.delete(holder);
    this.#holders.set(holder, held);
    this.#usedBytes += bytes;
    if (this.#usedBytes > this.limitBytes) this.#reclaim(holder);
  }

  shrank(holder: MemoryHolder, bytes: number): void {
    const held = this.#holders.get(holder);
    if (held === undefined) return;
    this.#usedBytes -= bytes;
    held.bytes -= bytes;
    if (held.bytes <= 0) this.#holders.delete(holder);
  }

  /** Takes back what did not grow for `idleMs`: an idle log holds nothing. Called from time to time. */
  releaseIdle(idleMs: number): void {
    const before = this.clock.monotonic() - idleMs;
    for (const [holder, { grownMs }] of [...this.#holders]) {
      if (grownMs > before) break;
      holder.release();
    }
  }

  #reclaim(growing: MemoryHolder): void {
    for (const holder of [...this.#holders.keys()]) {
      if (this.#usedBytes <= this.limitBytes) return;
      if (holder !== growing) holder.release();
    }
  }
}
