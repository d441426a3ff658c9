/** What can go wrong in the storage layer, with the error code that a client sees. */
import { ApiError, Errors } from "../protocol/errors.ts";
import { RecordError as RecordBytesError } from "../protocol/records/errors.ts";
import type { RecordError } from "./types.ts";

/** A refused append. {@linkcode recordErrors} names single records, where they are to blame (KIP-467). */
export class LogAppendError extends ApiError {
  override name = "LogAppendError";

  constructor(
    code: number,
    message?: string,
    readonly recordErrors: readonly RecordError[] = [],
    options?: ErrorOptions,
  ) {
    super(code, message, options);
  }
}

/** A follower got batches that don't start at its log's end: the fetched offset was another. */
export class UnexpectedAppendOffsetError extends LogAppendError {
  override name = "UnexpectedAppendOffsetError";

  constructor(
    readonly firstOffset: number,
    readonly lastOffset: number,
    readonly logEndOffset: number,
  ) {
    super(
      Errors.UNKNOWN_SERVER_ERROR,
      `Batches of offsets ${firstOffset} to ${lastOffset} do not follow the log end offset ${logEndOffset}`,
    );
  }
}

/** The disk failed, or failed before: the log is offline until it is opened again. */
export class LogOfflineError extends ApiError {
  override name = "LogOfflineError";

  constructor(directory: string, cause: unknown) {
    super(Errors.KAFKA_STORAGE_ERROR, `The log in ${directory} is offline: ${messageOf(cause)}`, {
      cause,
    });
  }
}

/** A file of the data directory holds what no Kafka writes there. */
export class CorruptFileError extends Error {
  override name = "CorruptFileError";

  constructor(readonly path: string, reason: string) {
    super(`${path}: ${reason}`);
  }
}

/** `error` as a client must see it, if bytes of a record batch are to blame. */
export function asAppendError(error: unknown): unknown {
  if (!(error instanceof RecordBytesError)) return error;
  return new LogAppendError(Errors[error.kafkaError], error.message, [], { cause: error });
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
