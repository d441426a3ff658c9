/**
 * The budget for what logs keep in memory of their files: tails of active segments, loaded indexes. All of it can be
 * had from the files again, so beyond the limit the holder that grew least recently gives its share back, and so does one
 * that did not grow for a while: an idle log holds nothing.
 */
import type { Clock, Timer } from "../runtime/runtime.ts";
import { BytePool } from "./byte_pool.ts";

export interface MemoryHolder {
  /** Gives back what is held and can be had again. Reports it through {@linkcode LogMemory.shrank}. */
  release(): void;
}

interface Share {
  bytes: number;
  grownMs: number;
}

const IDLE_MS = 60_000;

export class LogMemory {
  /** What tails are made of, and what is read into. */
  readonly chunks: BytePool;
  /** Least recently grown first. */
  readonly #shares = new Map<MemoryHolder, Share>();
  #usedBytes = 0;
  #sweep: Timer | null = null;

  /**
   * @param limitBytes Of all logs together.
   * @param perLogBytes Of the tail of one log.
   */
  constructor(
    readonly clock: Pick<Clock, "monotonic" | "setTimer">,
    readonly limitBytes = 32 * 1024 * 1024,
    readonly perLogBytes = limitBytes / 16,
  ) {
    this.chunks = new BytePool({ clock });
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  grew(holder: MemoryHolder, bytes: number): void {
    const share = this.#shares.get(holder) ?? { bytes: 0, grownMs: 0 };
    share.bytes += bytes;
    share.grownMs = this.clock.monotonic();
    this.#shares.delete(holder);
    this.#shares.set(holder, share);
    this.#usedBytes += bytes;
    this.trim(holder);
    this.#sweep ??= this.clock.setTimer(IDLE_MS, () => this.#releaseIdle());
  }

  shrank(holder: MemoryHolder, bytes: number): void {
    const share = this.#shares.get(holder);
    if (share === undefined) return;
    this.#usedBytes -= bytes;
    share.bytes -= bytes;
    if (share.bytes <= 0) this.#shares.delete(holder);
  }

  #releaseIdle(): void {
    const before = this.clock.monotonic() - IDLE_MS;
    for (const [holder, { grownMs }] of [...this.#shares]) {
      if (grownMs > before) break;
      holder.release();
    }
    this.#sweep = this.#shares.size === 0
      ? null
      : this.clock.setTimer(IDLE_MS, () => this.#releaseIdle());
  }

  /** Whether more is held than there should be: because it is not in the files yet. */
  get isOverfull(): boolean {
    return this.#usedBytes > this.limitBytes;
  }

  /** Goes back below the limit, as far as holders can give something back. */
  trim(except: MemoryHolder | null = null): void {
    if (!this.isOverfull) return;
    for (const holder of this.#shares.keys()) {
      if (!this.isOverfull) return;
      if (holder !== except) holder.release();
    }
  }
}
