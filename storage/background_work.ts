/** Work that is done later, or again and again, until it is stopped. What fails is told and done again next time. */
import type { Clock, Timer } from "../runtime/runtime.ts";

export class BackgroundWork {
  readonly #timers = new Set<Timer>();
  #stopped = false;

  constructor(readonly clock: Clock, readonly onFailure: (error: unknown) => void) {}

  /** @param intervalMs From the end of one time to the start of the next. */
  every(intervalMs: number, work: () => Promise<void>): void {
    const again = () => this.after(intervalMs, () => work().finally(again));
    again();
  }

  after(delayMs: number, work: () => Promise<void>): void {
    if (this.#stopped) return;
    const timer = this.clock.setTimer(delayMs, () => {
      this.#timers.delete(timer);
      if (!this.#stopped) work().catch(this.onFailure);
    });
    this.#timers.add(timer);
  }

  /** Nothing more starts; what is under way goes on. */
  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) timer.cancel();
  }
}
