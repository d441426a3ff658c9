/** Tells of refused connections: a client that tries again and again must not fill the log. */
import type { Clock } from "../runtime/runtime.ts";
import { logger } from "./logger.ts";

/** For this long a limit is told once. */
const QUIET_MS = 60_000;

export class RefusalLog {
  /** By limit: until when nothing is told, and how often it was hit since. */
  readonly #quiet = new Map<string, { untilMs: number; untold: number }>();

  constructor(readonly clock: Clock) {}

  /** @param limit What there is already, e.g. `10 connections`. */
  refused(remote: string, listener: string, limit: string): void {
    const now = this.clock.monotonic();
    const quiet = this.#quiet.get(limit);
    if (quiet !== undefined && now < quiet.untilMs) {
      quiet.untold++;
      return;
    }
    this.#quiet.set(limit, { untilMs: now + QUIET_MS, untold: 0 });
    logger.warn(
      "Closed a connection from {remote} on {listener}: there are {limit} already (so were {untold} more before)",
      { remote, listener, limit, untold: quiet?.untold ?? 0 },
    );
  }
}
