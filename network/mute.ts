/** For how long a connection is not read: its client is over a quota (KIP-219). */
import type { Clock, Timer } from "../runtime/runtime.ts";

export class Mute {
  #untilMs = 0;
  #timer: Timer | null = null;

  constructor(readonly clock: Clock, readonly whenOver: () => void) {}

  get isOn(): boolean {
    return this.#timer !== null;
  }

  /** The longest of several counts. */
  lasts(delayMs: number): void {
    const untilMs = this.clock.monotonic() + delayMs;
    if (delayMs <= 0 || untilMs <= this.#untilMs) return;
    this.#untilMs = untilMs;
    this.cancel();
    this.#timer = this.clock.setTimer(delayMs, () => {
      this.#timer = null;
      this.whenOver();
    });
  }

  cancel(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }
}
