/** What a produce request may carry for a partition: one whole batch of magic 2 (coordinator spec 3.1). */
import { ApiError, Errors } from "../../protocol/errors.ts";
import { attributes, HEADER_BYTES, magic } from "../../protocol/records/batch_header.ts";
import { batchSizeAt } from "../../protocol/records/batch_iterator.ts";
import { RecordError } from "../../protocol/records/errors.ts";

const MAGIC = 2;
const CODEC_MASK = 0x07;
const ZSTD = 4;
/** First version whose clients know zstd. */
const ZSTD_SINCE = 7;

/** The bytes are no batch at all; unlike other refusals the client is told what is wrong with them. */
export class BrokenBatchError extends ApiError {
  override name = "BrokenBatchError";
}

/**
 * Checks the bytes without looking at records: the log does that.
 *
 * @param version Of the request.
 * @throws {ApiError} INVALID_RECORD, UNSUPPORTED_COMPRESSION_TYPE, CORRUPT_MESSAGE ({@linkcode BrokenBatchError}).
 */
export function checkBatchShape(records: Uint8Array | null, version: number): void {
  if (records === null || records.length === 0) throw new ApiError(Errors.INVALID_RECORD);
  const size = sizeAt(records, 0);
  if (size < 0 || magic(records, 0) !== MAGIC) throw new ApiError(Errors.INVALID_RECORD);
  if (size < HEADER_BYTES) throw new ApiError(Errors.CORRUPT_MESSAGE);
  if (version < ZSTD_SINCE && (attributes(records, 0) & CODEC_MASK) === ZSTD) {
    throw new ApiError(Errors.UNSUPPORTED_COMPRESSION_TYPE);
  }
  if (sizeAt(records, size) >= 0) throw new ApiError(Errors.INVALID_RECORD);
}

function sizeAt(records: Uint8Array, position: number): number {
  try {
    return batchSizeAt(records, position, records.length);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    throw new BrokenBatchError(Errors.CORRUPT_MESSAGE, error.message, { cause: error });
  }
}
