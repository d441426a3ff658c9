/**
 * Kafka's checks of an index when it opens a log that was not closed, the preallocated zeros looked at like entries:
 * what does not pass is made anew.
 */
import { CorruptFileError } from "../../storage/errors.ts";
import type { IndexEntries, OffsetEntry, TimeEntry } from "./index_entries.ts";

/** @throws {CorruptFileError} */
export function checkOffsetIndex(
  path: string,
  index: IndexEntries<OffsetEntry>,
  baseOffset: bigint,
): void {
  checkLastOffset(path, index, baseOffset);
  checkSize(path, index);
}

/** @throws {CorruptFileError} */
export function checkTimeIndex(
  path: string,
  index: IndexEntries<TimeEntry>,
  baseOffset: bigint,
): void {
  const { entries: [first], lastInFile: last } = index;
  if (last !== undefined && last.timestamp < first.timestamp) {
    throw new CorruptFileError(
      path,
      `the last timestamp ${last.timestamp} is less than the first timestamp ${first.timestamp}`,
    );
  }
  checkLastOffset(path, index, baseOffset);
  checkSize(path, index);
}

function checkLastOffset(
  path: string,
  { lastInFile: last }: IndexEntries<{ readonly offset: bigint }>,
  baseOffset: bigint,
): void {
  if (last === undefined || last.offset >= baseOffset) return;
  throw new CorruptFileError(
    path,
    `the last offset ${last.offset} is less than the base offset ${baseOffset}`,
  );
}

function checkSize(path: string, { fileBytes, entryBytes }: IndexEntries<unknown>): void {
  if (fileBytes % entryBytes === 0) return;
  throw new CorruptFileError(path, `${fileBytes} bytes are no multiple of ${entryBytes}`);
}
