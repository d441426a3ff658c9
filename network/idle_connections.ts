/**
 * Finds connections that were quiet for too long with one timer for all of them: a wheel of coarse ticks. A connection
 * only notes the tick of its last activity; it is looked at once per round.
 */
import type { Clock, Timer } from "../runtime/runtime.ts";

export interface Idler {
  /** {@linkcode IdleConnections.tick} at the last activity. */
  lastActiveTick: number;
  /** Called when nothing happened for the whole time. */
  closeIdle(): void;
}

/** Ticks in the allowed time: a connection is closed at most one of them late. */
const TICKS = 16;
const SLOTS = TICKS + 1;

export class IdleConnections {
  readonly #clock: Clock;
  readonly #tickMs: number;
  readonly #slots: Set<Idler>[] = Array.from({ length: SLOTS }, () => new Set());
  readonly #slotOf = new Map<Idler, number>();
  #tick = 0;
  #timer: Timer | null = null;

  /** @param maxIdleMs Negative: connections are never idle. */
  constructor(clock: Clock, maxIdleMs: number) {
    this.#clock = clock;
    this.#tickMs = maxIdleMs < 0 ? -1 : Math.max(1, Math.ceil(maxIdleMs / TICKS));
  }

  /** Number of the present tick. */
  get tick(): number {
    return this.#tick;
  }

  add(idler: Idler): void {
    if (this.#tickMs < 0) return;
    idler.lastActiveTick = this.#tick;
    this.#place(idler);
    this.#timer ??= this.#clock.setTimer(this.#tickMs, () => this.#advance());
  }

  remove(idler: Idler): void {
    const slot = this.#slotOf.get(idler);
    if (slot === undefined) return;
    this.#slots[slot].delete(idler);
    this.#slotOf.delete(idler);
    if (this.#slotOf.size === 0) {
      this.#timer?.cancel();
      this.#timer = null;
    }
  }

  /** Where the wheel stands when the idler's time is up, if nothing happens until then. */
  #place(idler: Idler): void {
    const slot = idler.lastActiveTick % SLOTS;
    this.#slots[slot].add(idler);
    this.#slotOf.set(idler, slot);
  }

  #advance(): void {
    this.#timer = this.#clock.setTimer(this.#tickMs, () => this.#advance());
    const tick = ++this.#tick;
    const due = this.#slots[tick % SLOTS];
    this.#slots[tick % SLOTS] = new Set();
    for (const idler of due) {
      if (tick - idler.lastActiveTick <= TICKS) this.#place(idler);
      else {
        this.#slotOf.delete(idler);
        idler.closeIdle();
      }
    }
    if (this.#slotOf.size === 0) {
      this.#timer?.cancel();
      this.#timer = null;
    }
  }
}
