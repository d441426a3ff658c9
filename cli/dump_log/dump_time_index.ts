/** `.timeindex`: the entries, each compared with the batch that it means. */
import { anyLastOffset } from "../../protocol/records/any_batch.ts";
import { readRecords } from "../../protocol/records/record_reader.ts";
import type { BatchScanner } from "../../storage/batch_scanner.ts";
import type { DumpContext } from "./dump_context.ts";
import { baseName, offsetOfFile, siblingOf } from "./file_names.ts";
import {
  type OffsetEntry,
  readOffsetEntries,
  readTimeEntries,
  type TimeEntry,
} from "./index_entries.ts";
import { checkTimeIndex } from "./index_sanity.ts";
import { LogFile } from "./log_file.ts";

/**
 * @throws {RuntimeError} If the index, the offset index or the log can't be read.
 * @throws {CorruptFileError} If the index does not pass the sanity check, where that was asked for.
 * @throws {RecordError} If a batch that is looked for is malformed.
 */
export async function dumpTimeIndex(context: DumpContext, path: string): Promise<void> {
  const { disk, output, options, progress } = context;
  const baseOffset = offsetOfFile(path);
  const log = new LogFile(disk, siblingOf(path, ".log"));
  try {
    const positions = await readOffsetEntries(disk, siblingOf(path, ".index"), baseOffset);
    const index = await readTimeEntries(disk, path, baseOffset);
    if (options.index === "sanity") {
      checkTimeIndex(path, index, baseOffset);
      return output.line(`${path} passed sanity check.`);
    }
    let previous = -1n;
    progress.next({ what: `Checking ${baseName(path)}`, total: index.entries.length });
    for (const entry of index.entries) {
      progress.add();
      const position = positionBefore(positions.entries, entry.offset);
      await compare(context, path, log.batches(position), entry, previous);
      if (options.index === "show") {
        output.line(`timestamp: ${entry.timestamp} offset: ${entry.offset}`);
      }
      previous = entry.timestamp;
    }
  } finally {
    log.close();
  }
}

async function compare(
  { findings }: DumpContext,
  path: string,
  batches: BatchScanner,
  { timestamp, offset }: TimeEntry,
  previous: bigint,
): Promise<void> {
  const lastOffset = await findBatch(batches, offset);
  if (lastOffset !== offset) return findings.missingOffset(path, offset, lastOffset);
  let maxTimestamp = -1n;
  for (const record of readRecords(batches.bytes, batches.at)) {
    if (record.timestamp > maxTimestamp) maxTimestamp = record.timestamp;
  }
  if (maxTimestamp !== timestamp) findings.timestampMismatch(path, timestamp, maxTimestamp);
  if (previous >= timestamp) findings.unorderedTimestamp(path, timestamp, previous);
}

/** Goes to the first batch that does not end before `offset`. @returns Where it ends, -1 for none. */
async function findBatch(batches: BatchScanner, offset: bigint): Promise<bigint> {
  while (await batches.next()) {
    const lastOffset = anyLastOffset(batches.bytes, batches.at);
    if (lastOffset >= offset) return lastOffset;
  }
  return -1n;
}

/** Where to start looking for an offset. */
function positionBefore(entries: readonly OffsetEntry[], offset: bigint): number {
  let position = 0;
  for (const entry of entries) {
    if (entry.offset > offset) break;
    position = entry.position;
  }
  return Math.max(0, position);
}
