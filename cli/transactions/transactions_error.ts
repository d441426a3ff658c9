/** What could not be done, and why, as one line. */
import { ApiError, errorMessage } from "../../protocol/errors.ts";

export class TransactionsError extends Error {
  override name = "TransactionsError";
}

/**
 * Waits; a failure becomes a line with what was wanted in front.
 *
 * @throws {TransactionsError}
 */
export async function wanted<T>(what: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const why = error.message || errorMessage(error.code);
    throw new TransactionsError(`${what}: ${why}. Enable debug logging for additional detail.`);
  }
}
