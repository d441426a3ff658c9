/** What can be wrong with record bytes, and which Kafka error a client sees for it. */

/** Names of Kafka's error codes that record bytes can cause. */
export type RecordErrorName =
  | "CORRUPT_MESSAGE"
  | "INVALID_RECORD"
  | "MESSAGE_TOO_LARGE"
  | "UNKNOWN_SERVER_ERROR";

/** Where in the bytes: `position` counts from the start of the array that was read. */
export interface RecordErrorPlace {
  /** Byte position; inside a compressed batch, in the decompressed bytes. */
  readonly position?: number;
  /** Index of the record in its batch. */
  readonly recordIndex?: number;
  readonly cause?: unknown;
}

/** Base of all errors about record bytes: catch this to catch every way in which such bytes can be wrong. */
export abstract class RecordError extends Error {
  /** The Kafka error code's name. */
  abstract readonly kafkaError: RecordErrorName;
  /** What is wrong, without the place. */
  readonly reason: string;
  readonly position: number | undefined;
  readonly recordIndex: number | undefined;

  constructor(reason: string, place: RecordErrorPlace = {}) {
    super(reason + describe(place), place.cause === undefined ? undefined : { cause: place.cause });
    this.reason = reason;
    this.position = place.position;
    this.recordIndex = place.recordIndex;
  }
}

/** A batch whose frame is broken: impossible size, unknown magic, wrong checksum. */
export class CorruptRecordError extends RecordError {
  override name = "CorruptRecordError";
  readonly kafkaError = "CORRUPT_MESSAGE";
}

/** A sound frame around records that make no sense. */
export class InvalidRecordError extends RecordError {
  override name = "InvalidRecordError";
  readonly kafkaError = "INVALID_RECORD";
}

/** Compression type 5, 6 or 7. Kafka has no better answer to it than its unknown server error. */
export class UnknownCompressionTypeError extends RecordError {
  override name = "UnknownCompressionTypeError";
  readonly kafkaError = "UNKNOWN_SERVER_ERROR";
}

/** Bytes that are not what their compression type says. */
export class DecompressionError extends RecordError {
  override name = "DecompressionError";
  readonly kafkaError = "UNKNOWN_SERVER_ERROR";
}

/** Bytes that decompress to more than the caller allows. */
export class DecompressedTooLargeError extends RecordError {
  override name = "DecompressedTooLargeError";
  readonly kafkaError = "MESSAGE_TOO_LARGE";
}

function describe(place: RecordErrorPlace): string {
  const parts = [];
  if (place.recordIndex !== undefined) parts.push(`record ${place.recordIndex}`);
  if (place.position !== undefined) parts.push(`byte ${place.position}`);
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}
