/** Errors as response fields. */
import { ConfigError } from "../config/config_error.ts";
import { ApiError, Errors } from "../protocol/errors.ts";

export interface Failure {
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

export const SUCCESS: Failure = { errorCode: 0, errorMessage: null };

export function failure(code: number, message: string | null): Failure {
  return { errorCode: code, errorMessage: message };
}

/**
 * The response fields of what a check threw.
 *
 * @throws What was thrown, if it is no answer to a client but a fault of this program.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof ApiError) return failure(error.code, error.message);
  if (error instanceof ConfigError) {
    return failure(
      error.invalidRequest ? Errors.INVALID_REQUEST : Errors.INVALID_CONFIG,
      error.message,
    );
  }
  throw error;
}

/** Runs `check`; its {@linkcode Failure} if it threw an answer, else null. */
export function failureIn(check: () => void): Failure | null {
  try {
    check();
    return null;
  } catch (error) {
    return failureOf(error);
  }
}
