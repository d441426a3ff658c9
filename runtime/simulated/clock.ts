/** The virtual clock as one process sees it. */
import type { Clock, Timer } from "../runtime.ts";
import type { SimulatedProcess } from "./machine.ts";
import { Lane } from "./schedule.ts";

export class SimulatedClock implements Clock {
  readonly #process: SimulatedProcess;
  readonly #epochMs: number;
  readonly #timers = new Lane();

  /** @param epochMs the wall time at which virtual time is zero */
  constructor(process: SimulatedProcess, epochMs: number) {
    this.#process = process;
    this.#epochMs = epochMs;
  }

  now(): number {
    return Math.floor(this.#epochMs + this.monotonic());
  }

  monotonic(): number {
    return this.#process.machine.schedule.nowMs;
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    const event = this.#process.after(delayMs, "timer", callback, this.#timers);
    return {
      cancel: () => {
        event.run = null;
      },
    };
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.setTimer(delayMs, resolve);
    });
  }

  endOfTurn(callback: () => void): void {
    this.#process.turnEnd.add(callback);
  }
}
