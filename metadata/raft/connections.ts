/**
 * What is under way to each destination: at most one request, and none for a short while after a failure
 * (section 1.2, "Requests").
 */
import type { RaftRequest } from "./messages.ts";
import type { Destination } from "./types.ts";

export interface InFlight {
  readonly correlation: number;
  readonly to: Destination;
  readonly request: RaftRequest;
  readonly deadlineMs: number;
}

export class Connections {
  readonly #inFlight = new Map<number, InFlight>();
  readonly #backoffUntilMs = new Map<number, number>();
  #lastCorrelation = 0;

  constructor(readonly requestTimeoutMs: number, readonly retryBackoffMs: number) {}

  isReady(nodeId: number, nowMs: number): boolean {
    return !this.#inFlight.has(nodeId) && !this.isBackingOff(nodeId, nowMs);
  }

  isBackingOff(nodeId: number, nowMs: number): boolean {
    return nowMs < (this.#backoffUntilMs.get(nodeId) ?? 0);
  }

  get anyInFlight(): boolean {
    return this.#inFlight.size > 0;
  }

  begin(to: Destination, request: RaftRequest, nowMs: number): InFlight {
    const entry = {
      correlation: ++this.#lastCorrelation,
      to,
      request,
      deadlineMs: nowMs + this.requestTimeoutMs,
    };
    this.#inFlight.set(to.nodeId, entry);
    return entry;
  }

  /** Ends the request, or returns undefined when nobody waits for it any more. */
  end(correlation: number): InFlight | undefined {
    for (const [nodeId, request] of this.#inFlight) {
      if (request.correlation !== correlation) continue;
      this.#inFlight.delete(nodeId);
      return request;
    }
    return undefined;
  }

  backOff(nodeId: number, nowMs: number): void {
    this.#backoffUntilMs.set(nodeId, nowMs + this.retryBackoffMs);
  }

  /** Gives up on requests past their time. */
  expire(nowMs: number): void {
    for (const [nodeId, request] of this.#inFlight) {
      if (nowMs < request.deadlineMs) continue;
      this.#inFlight.delete(nodeId);
      this.backOff(nodeId, nowMs);
    }
  }

  /** Forgets everything under way: the state that asked for it is gone. */
  reset(): void {
    this.#inFlight.clear();
    this.#backoffUntilMs.clear();
  }

  /** When the next request expires or the next backoff ends. */
  nextDeadlineMs(nowMs: number): number {
    let next = Infinity;
    for (const request of this.#inFlight.values()) next = Math.min(next, request.deadlineMs);
    for (const until of this.#backoffUntilMs.values()) {
      if (until > nowMs) next = Math.min(next, until);
    }
    return next;
  }
}
