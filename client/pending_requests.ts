/** Requests of one connection that wait for their answers, and one timer for their deadlines. */
import type { Api } from "../protocol/api.ts";
import type { Clock, Timer } from "../runtime/runtime.ts";

export interface PendingRequest {
  readonly api: Api;
  readonly version: number;
  /** On the monotonic clock. */
  readonly deadlineMs: number;
  resolve(response: any): void;
  reject(error: unknown): void;
}

export class PendingRequests {
  readonly #byId = new Map<number, PendingRequest>();
  readonly #clock: Clock;
  readonly #expired: (request: PendingRequest) => void;
  #timer: Timer | null = null;
  #timerAtMs = Infinity;

  /** @param expired Told the first request whose time is up. */
  constructor(clock: Clock, expired: (request: PendingRequest) => void) {
    this.#clock = clock;
    this.#expired = expired;
  }

  get size(): number {
    return this.#byId.size;
  }

  add(correlationId: number, request: PendingRequest): void {
    this.#byId.set(correlationId, request);
    if (request.deadlineMs < this.#timerAtMs) this.#arm(request.deadlineMs);
  }

  /** Takes out the request that an answer belongs to. */
  take(correlationId: number): PendingRequest | undefined {
    const request = this.#byId.get(correlationId);
    this.#byId.delete(correlationId);
    return request;
  }

  /** Takes out all of them. */
  takeAll(): PendingRequest[] {
    const all = [...this.#byId.values()];
    this.#byId.clear();
    this.#timer?.cancel();
    this.#timer = null;
    return all;
  }

  #arm(atMs: number): void {
    this.#timer?.cancel();
    this.#timerAtMs = atMs;
    const delayMs = Math.max(0, atMs - this.#clock.monotonic());
    this.#timer = this.#clock.setTimer(delayMs, () => this.#check());
  }

  /** Answers take out requests without touching the timer, so most of the time it only moves on. */
  #check(): void {
    this.#timer = null;
    this.#timerAtMs = Infinity;
    const now = this.#clock.monotonic();
    let next = Infinity;
    for (const request of this.#byId.values()) {
      if (request.deadlineMs <= now) return this.#expired(request);
      next = Math.min(next, request.deadlineMs);
    }
    if (next < Infinity) this.#arm(next);
  }
}
