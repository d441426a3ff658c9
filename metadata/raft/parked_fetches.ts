/** Fetches that wait at the leader for something new: an append, a higher high watermark, the end of its leadership. */
import type { Clock } from "../../runtime/runtime.ts";

interface Parked {
  /** Returns whether the fetch was answered. */
  readonly tryAnswer: (timeIsUp: boolean) => boolean;
}

export class ParkedFetches {
  readonly #parked = new Set<Parked>();

  constructor(readonly clock: Clock) {}

  /**
   * Calls `tryAnswer` whenever something changed, until it returns true; with true once the time is up, when it has to
   * answer.
   */
  park(maxWaitMs: number, tryAnswer: (timeIsUp: boolean) => boolean): void {
    const parked: Parked = {
      tryAnswer: (timeIsUp) => {
        if (!tryAnswer(timeIsUp)) return false;
        this.#parked.delete(parked);
        timer.cancel();
        return true;
      },
    };
    const timer = this.clock.setTimer(maxWaitMs, () => void parked.tryAnswer(true));
    this.#parked.add(parked);
  }

  wake(): void {
    for (const parked of [...this.#parked]) parked.tryAnswer(false);
  }

  /** Answers everything now. */
  flush(): void {
    for (const parked of [...this.#parked]) parked.tryAnswer(true);
  }
}
