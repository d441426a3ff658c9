/** The events of a simulation that have not happened yet, the next one first: a binary heap. */

export interface SimulatedEvent {
  readonly timeMs: number;
  /** Seeded: orders events of the same time. */
  readonly tie: number;
  /** Orders events of the same time and tie as they were scheduled. */
  readonly sequence: number;
  readonly label: string;
  readonly owner: EventOwner | null;
  /** Null once cancelled. */
  run: (() => void) | null;
}

/** Who an event happens to: it does not happen any more once the owner is dead. */
export interface EventOwner {
  readonly title: string;
  readonly alive: boolean;
}

export class EventHeap {
  readonly #events: SimulatedEvent[] = [];

  peek(): SimulatedEvent | undefined {
    return this.#events[0];
  }

  push(event: SimulatedEvent): void {
    const events = this.#events;
    let index = events.length;
    events.push(event);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(event, events[parent]!)) break;
      events[index] = events[parent]!;
      index = parent;
    }
    events[index] = event;
  }

  pop(): SimulatedEvent | undefined {
    const events = this.#events;
    const first = events[0];
    const last = events.pop();
    if (first === undefined || last === undefined || events.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= events.length) break;
      if (child + 1 < events.length && isBefore(events[child + 1]!, events[child]!)) child++;
      if (!isBefore(events[child]!, last)) break;
      events[index] = events[child]!;
      index = child;
    }
    events[index] = last;
    return first;
  }
}

function isBefore(a: SimulatedEvent, b: SimulatedEvent): boolean {
  if (a.timeMs !== b.timeMs) return a.timeMs < b.timeMs;
  if (a.tie !== b.tie) return a.tie < b.tie;
  return a.sequence < b.sequence;
}
