/** Clock and timers of the real machine. */
import { clearTimeout, setTimeout } from "node:timers";
import type { Clock, Timer } from "../runtime.ts";
import type { TurnEnd } from "./turn_end.ts";

/** Platform timers with a longer delay would fire at once. */
const longestDelayMs = 2 ** 31 - 1;

export class NativeClock implements Clock {
  readonly #turnEnd: TurnEnd;

  constructor(turnEnd: TurnEnd) {
    this.#turnEnd = turnEnd;
  }

  now(): number {
    return Date.now();
  }

  monotonic(): number {
    return performance.now();
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    return new NativeTimer(delayMs, callback, false);
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      new NativeTimer(delayMs, resolve, true);
    });
  }

  endOfTurn(callback: () => void): void {
    this.#turnEnd.add(callback);
  }
}

class NativeTimer implements Timer {
  readonly #dueMs: number;
  readonly #callback: () => void;
  readonly #keepsAlive: boolean;
  #handle: ReturnType<typeof setTimeout> | null;

  constructor(delayMs: number, callback: () => void, keepsAlive: boolean) {
    this.#dueMs = performance.now() + delayMs;
    this.#callback = callback;
    this.#keepsAlive = keepsAlive;
    this.#handle = this.#start(delayMs);
  }

  cancel(): void {
    if (this.#handle === null) return;
    clearTimeout(this.#handle);
    this.#handle = null;
  }

  #start(delayMs: number): ReturnType<typeof setTimeout> {
    const handle = setTimeout(() => this.#fire(), Math.min(Math.max(delayMs, 0), longestDelayMs));
    if (!this.#keepsAlive) handle.unref();
    return handle;
  }

  /** Platforms round delays down to whole milliseconds, and long delays are cut in pieces: not due yet means again. */
  #fire(): void {
    const remainingMs = this.#dueMs - performance.now();
    if (remainingMs > 0) {
      this.#handle = this.#start(Math.ceil(remainingMs));
      return;
    }
    this.#handle = null;
    this.#callback();
  }
}
