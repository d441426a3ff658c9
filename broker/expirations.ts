/**
 * Deadlines that almost never strike: one sweeping timer for all of them, so that adding and removing one costs next
 * to nothing. A deadline strikes up to {@linkcode SWEEP_MS} late.
 */
import type { Clock, Timer } from "../runtime/runtime.ts";

const SWEEP_MS = 50;

interface Deadline {
  readonly atMs: number;
  readonly expire: () => void;
}

export class Expirations {
  readonly #deadlines = new Set<Deadline>();
  #timer: Timer | null = null;

  constructor(readonly clock: Clock) {}

  /** Calls `expire` once after `delayMs`, unless the returned function was called before. */
  add(delayMs: number, expire: () => void): () => void {
    const deadline = { atMs: this.clock.monotonic() + Math.max(0, delayMs), expire };
    this.#deadlines.add(deadline);
    this.#timer ??= this.clock.setTimer(SWEEP_MS, () => this.#sweep());
    return () => this.#deadlines.delete(deadline);
  }

  /** Forgets all deadlines: nobody waits any more. */
  stop(): void {
    this.#deadlines.clear();
    this.#timer?.cancel();
    this.#timer = null;
  }

  #sweep(): void {
    const now = this.clock.monotonic();
    for (const deadline of this.#deadlines) {
      if (deadline.atMs > now) continue;
      this.#deadlines.delete(deadline);
      deadline.expire();
    }
    this.#timer = this.#deadlines.size > 0
      ? this.clock.setTimer(SWEEP_MS, () => this.#sweep())
      : null;
  }
}
