/** Finds offsets by timestamp, for ListOffsets (storage spec 4.5). */
import * as header from "../protocol/records/batch_header.ts";
import { readRecords } from "../protocol/records/record_reader.ts";
import { BatchScanner } from "./batch_scanner.ts";
import type { LogState } from "./log_state.ts";
import type { Segment } from "./segment.ts";
import { isLegacy, maxTimestampOf } from "./stored_batch.ts";

/** A record's place. */
export interface OffsetAtTime {
  readonly offset: number;
  readonly timestampMs: number;
  /** -1 for records of old formats. */
  readonly leaderEpoch: number;
}

/**
 * The first record at or after the log start whose timestamp is `timestampMs` or later, if it lies before `limit`.
 *
 * @throws {RecordError} If the batch that should hold it can't be read.
 */
export async function offsetForTimestamp(
  state: LogState,
  timestampMs: number,
  limit: number,
): Promise<OffsetAtTime | null> {
  const first = state.segments.floor(state.logStartOffset) ?? state.segments.first;
  const segment = state.segments.from(first).find((candidate) =>
    candidate.largestTimestampMs >= timestampMs
  );
  if (segment === undefined) return null;
  while (!segment.timeIndex.file.isLoaded) await segment.timeIndex.file.loadAsync();
  const { offset } = segment.timeIndex.floor(timestampMs);
  const found = await search(
    segment,
    Math.max(offset, state.logStartOffset),
    (batchMs) => batchMs >= timestampMs,
    (record) => record.timestampMs >= timestampMs && record.offset >= state.logStartOffset,
  );
  return found !== null && found.offset < limit ? found : null;
}

/** The first record with the largest timestamp of the log, or null for a log without timestamps. */
export function offsetOfMaxTimestamp(state: LogState): Promise<OffsetAtTime | null> {
  let best = state.segments.first;
  for (const segment of state.segments.all) {
    if (segment.maxTimestampMs > best.maxTimestampMs) best = segment;
  }
  const { maxTimestampMs, offsetOfMaxTimestamp: offset } = best;
  if (maxTimestampMs < 0) return Promise.resolve(null);
  return search(
    best,
    offset,
    (batchMs) => batchMs === maxTimestampMs,
    (record) => record.timestampMs === maxTimestampMs,
  );
}

/** Looks from the batch that holds `offset` on. */
async function search(
  segment: Segment,
  offset: number,
  matchesBatch: (maxTimestampMs: number) => boolean,
  matches: (record: OffsetAtTime) => boolean,
): Promise<OffsetAtTime | null> {
  const index = segment.offsetIndex;
  while (index.floor(offset) === undefined) await index.file.loadAsync();
  const batches = new BatchScanner(segment, index.floor(offset)!.position, false);
  while (await batches.next()) {
    if (!matchesBatch(maxTimestampOf(batches.bytes, batches.at))) continue;
    const found = await searchBatch(segment, batches.position, batches.size, matches);
    if (found !== null) return found;
  }
  return null;
}

async function searchBatch(
  segment: Segment,
  position: number,
  size: number,
  matches: (record: OffsetAtTime) => boolean,
): Promise<OffsetAtTime | null> {
  const batch = new BatchScanner(segment, position, true, position + size);
  if (!await batch.next()) return null;
  const { bytes, at } = batch;
  const leaderEpoch = isLegacy(bytes, at) ? -1 : header.partitionLeaderEpoch(bytes, at);
  for (const { offset, timestamp } of readRecords(bytes, at)) {
    const record = { offset: Number(offset), timestampMs: Number(timestamp), leaderEpoch };
    if (matches(record)) return record;
  }
  return null;
}
