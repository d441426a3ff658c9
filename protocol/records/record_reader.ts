/** Decodes the records of a batch of any magic. */
import * as header from "./batch_header.ts";
import { readLegacyRecords } from "./legacy_reader.ts";
import type { LogRecord, ReadOptions } from "./record.ts";
import { RecordCursor } from "./record_cursor.ts";

/**
 * All records of the batch at `position`, whose frame was checked before (`batch_iterator.ts`, `validate_batch.ts`).
 * Keys and values are views of the batch, or of its decompressed bytes.
 *
 * @throws {InvalidRecordError} If a record is malformed.
 * @throws {UnknownCompressionTypeError | DecompressionError | DecompressedTooLargeError}
 */
export function readRecords(
  bytes: Uint8Array,
  position = 0,
  options: ReadOptions = {},
): LogRecord[] {
  if (header.magic(bytes, position) < 2) {
    return readLegacyRecords(bytes, position, header.sizeBytes(bytes, position), options);
  }
  const cursor = new RecordCursor(bytes, position, options);
  const records: LogRecord[] = [];
  while (cursor.next()) records.push(currentRecord(cursor));
  return records;
}

/** The record that `cursor` stands on. */
export function currentRecord(cursor: RecordCursor): LogRecord {
  return {
    offset: cursor.offset,
    timestamp: cursor.timestamp,
    key: cursor.key(),
    value: cursor.value(),
    headers: cursor.headers(),
  };
}
