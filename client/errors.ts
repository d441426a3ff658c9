/** Failures of a client that are no error code of a response; those are `ApiError`. */

export type ConnectionErrorCode =
  /** The connection could not be made: refused, no such host, no answer. */
  | "not-connected"
  /** It was lost, or closed by either side, before the answer came. */
  | "disconnected"
  /** The answer did not come in time; the connection is closed then. */
  | "timed-out"
  /** The other side sent something that is not Kafka's protocol. */
  | "protocol";

/** The connection to a broker failed. Requests under way may or may not have been carried out. */
export class ConnectionError extends Error {
  override name = "ConnectionError";

  constructor(readonly code: ConnectionErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}
