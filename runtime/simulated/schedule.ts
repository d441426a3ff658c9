/** Virtual time and the seeded order in which events happen. */
import { EventHeap, type EventOwner, type SimulatedEvent } from "./event_heap.ts";
import type { SeededRandom } from "./seeded_random.ts";
import type { Trace } from "./trace.ts";

/** Events of one lane that fall on the same time keep the order in which they were scheduled. */
export class Lane {
  timeMs = -1;
  tie = 0;
}

/** Time moves in ticks, a power of two of them in a millisecond, so that sums and differences are exact. */
const ticksPerMs = 1024;

export class Schedule {
  readonly #events = new EventHeap();
  readonly #random: SeededRandom;
  readonly #trace: Trace;
  #sequence = 0;
  #nowMs = 0;

  constructor(random: SeededRandom, trace: Trace) {
    this.#random = random;
    this.#trace = trace;
  }

  /** Virtual milliseconds since the simulation began, with a fraction. */
  get nowMs(): number {
    return this.#nowMs;
  }

  after(
    delayMs: number,
    owner: EventOwner | null,
    label: string,
    run: () => void,
    lane?: Lane,
  ): SimulatedEvent {
    const timeMs = this.#nowMs + Math.ceil(Math.max(0, delayMs) * ticksPerMs) / ticksPerMs;
    const event = {
      timeMs,
      tie: this.#tie(timeMs, lane),
      sequence: this.#sequence++,
      label,
      owner,
      run,
    };
    this.#events.push(event);
    return event;
  }

  /** When the next event happens, or null if none is left. */
  nextMs(): number | null {
    for (let event = this.#events.peek(); event !== undefined; event = this.#events.peek()) {
      if (event.run !== null && event.owner?.alive !== false) return event.timeMs;
      this.#events.pop();
    }
    return null;
  }

  /** Lets the next event happen. Call {@linkcode nextMs} first. */
  runNext(): void {
    const event = this.#events.pop();
    if (event === undefined || event.run === null) return;
    this.#nowMs = event.timeMs;
    this.#trace.add(`${event.timeMs.toFixed(4)} ${event.owner?.title ?? "world"} ${event.label}`);
    const { run } = event;
    event.run = null;
    run();
  }

  /** Moves time on when no event is left before `timeMs`. */
  idleUntil(timeMs: number): void {
    this.#nowMs = Math.max(this.#nowMs, timeMs);
  }

  #tie(timeMs: number, lane: Lane | undefined): number {
    if (lane === undefined) return this.#random.next();
    if (lane.timeMs !== timeMs) {
      lane.timeMs = timeMs;
      lane.tie = this.#random.next();
    }
    return lane.tie;
  }
}
