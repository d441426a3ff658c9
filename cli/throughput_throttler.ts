/** Holds a sender back to so many records a second. */
import type { Clock } from "../runtime/runtime.ts";

/** Shorter ones cost more than they are exact. */
const MIN_SLEEP_MS = 2;
const LONG_MS = 60_000;

export class ThroughputThrottler {
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #startMs: number;
  #deficitMs = 0;
  #isStopped = false;
  #wake: (() => void) | null = null;

  /** @param perSecond negative for no limit, 0 for no record but the first */
  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock;
    this.#perSecond = perSecond;
    this.#startMs = clock.monotonic();
  }

  /** Whether `count` records since the start are too many. */
  shouldThrottle(count: number): boolean {
    if (this.#perSecond < 0) return false;
    const elapsedSeconds = (this.#clock.monotonic() - this.#startMs) / 1000;
    return elapsedSeconds > 0 && count / elapsedSeconds > this.#perSecond;
  }

  /** Makes {@linkcode throttle} return, now and from now on. */
  stop(): void {
    this.#isStopped = true;
    this.#wake?.();
  }

  /** Waits for as long as a record takes at this rate; small waits are put together. */
  async throttle(): Promise<void> {
    if (this.#perSecond === 0) {
      while (!this.#isStopped) await this.#sleep(LONG_MS);
      return;
    }
    this.#deficitMs += 1000 / this.#perSecond;
    if (this.#deficitMs < MIN_SLEEP_MS) return;
    const startMs = this.#clock.monotonic();
    while (!this.#isStopped) {
      const leftMs = startMs + this.#deficitMs - this.#clock.monotonic();
      if (leftMs <= 0) break;
      await this.#sleep(leftMs);
    }
    this.#deficitMs -= this.#clock.monotonic() - startMs;
  }

  /** Sleeps, or until it is to stop. */
  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#clock.setTimer(ms, resolve);
      this.#wake = () => {
        timer.cancel();
        resolve();
      };
    });
  }
}
