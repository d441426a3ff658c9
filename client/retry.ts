/** Repeats what may succeed later, with growing pauses, as Kafka's clients do (KIP-580). */
import { ApiError, Errors } from "../protocol/errors.ts";
import type { Clock, Random } from "../runtime/runtime.ts";
import { ConnectionError } from "./errors.ts";

export interface RetryOptions {
  /** Time for all attempts together; default 60000 (`default.api.timeout.ms`). */
  readonly timeoutMs?: number;
  /** First pause; default 100 (`retry.backoff.ms`). */
  readonly backoffMs?: number;
  /** Longest pause; default 1000 (`retry.backoff.max.ms`). */
  readonly maxBackoffMs?: number;
}

const JITTER = 0.2;
export const DEFAULT_TIMEOUT_MS = 60000;

/** Whether another attempt may go better. */
export function mayRetry(error: unknown): boolean {
  if (error instanceof ConnectionError) return true;
  return error instanceof ApiError && error.retriable;
}

/** Milliseconds to wait after the failed attempt number `attempt`, counted from 0. */
export function backoffMs(random: Random, attempt: number, options: RetryOptions = {}): number {
  const { backoffMs = 100, maxBackoffMs = 1000 } = options;
  const jitter = 1 - JITTER + 2 * JITTER * random.next();
  return Math.min(maxBackoffMs, backoffMs * 2 ** Math.min(attempt, 20)) * jitter;
}

/**
 * Calls `attempt` until it succeeds.
 *
 * @param attempt Gets its number, from 0, and the milliseconds left.
 * @throws What `attempt` threw, if it is not worth another try.
 * @throws {ApiError} REQUEST_TIMED_OUT with the last failure as its cause, when the time is up.
 */
export async function retry<T>(
  runtime: { readonly clock: Clock; readonly random: Random },
  what: string,
  options: RetryOptions,
  attempt: (number: number, leftMs: number) => Promise<T>,
): Promise<T> {
  const { clock, random } = runtime;
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const deadlineMs = clock.monotonic() + timeoutMs;
  for (let number = 0;; number++) {
    try {
      return await attempt(number, Math.max(1, deadlineMs - clock.monotonic()));
    } catch (error) {
      if (!mayRetry(error)) throw error;
      const pauseMs = backoffMs(random, number, options);
      if (clock.monotonic() + pauseMs >= deadlineMs) {
        throw new ApiError(
          Errors.REQUEST_TIMED_OUT,
          `${what} did not succeed in ${timeoutMs} ms: ${(error as Error).message}`,
          { cause: error },
        );
      }
      await clock.sleep(pauseMs);
    }
  }
}
