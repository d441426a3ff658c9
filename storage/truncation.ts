/** Cuts the end of a log off, or all of it (storage spec 4.6). */
import { BatchScanner } from "./batch_scanner.ts";
import { rebuild } from "./log_loader.ts";
import { startSegment } from "./log_roll.ts";
import type { LogState } from "./log_state.ts";
import type { LogWriter } from "./log_writer.ts";
import type { Segment } from "./segment.ts";
import type { SegmentDeletion } from "./segment_deletion.ts";
import { lastOffsetOf, maxTimestampOf } from "./stored_batch.ts";

export interface Truncation {
  readonly state: LogState;
  readonly writer: LogWriter;
  readonly deletion: SegmentDeletion;
}

/**
 * Drops the records from `offset` on, and with them the whole batch that holds it. Nothing can be read or appended until
 * the returned promise resolves.
 *
 * @throws {LogOfflineError}
 */
export async function truncateTo(truncation: Truncation, offset: number): Promise<void> {
  const { state, writer, deletion } = truncation;
  if (offset >= state.logEndOffset) {
    if (state.epochs.truncateFromEnd(state.logEndOffset)) state.saveEpochs();
    return;
  }
  if (state.segments.first.baseOffset > offset) {
    return truncateFullyAndStartAt(truncation, offset, offset);
  }
  await exclusively(truncation, async () => {
    writer.writePending();
    const later = state.segments.all.filter(({ baseOffset }) => baseOffset > offset);
    // Newest first: a crash in between leaves no hole.
    await deletion.delete([...later].reverse());
    state.segments.remove(later);
    await truncateSegment(state.segments.active, offset);
    state.logEndOffset = offset;
    if (state.epochs.truncateFromEnd(offset)) state.saveEpochs();
    state.logStartOffset = Math.min(state.logStartOffset, offset);
    state.snapshots.logStartOffset = state.logStartOffset;
    await rebuild(state);
  });
}

/**
 * Drops everything; the log goes on, empty, at `offset`.
 *
 * @throws {LogOfflineError}
 */
export async function truncateFullyAndStartAt(
  truncation: Truncation,
  offset: number,
  logStartOffset = offset,
): Promise<void> {
  const { state, writer, deletion } = truncation;
  await exclusively(truncation, async () => {
    writer.writePending();
    const all = [...state.segments.all];
    await deletion.delete([...all].reverse());
    await state.snapshots.remove(state.snapshots.offsets);
    state.segments.remove(all);
    startSegment(state, offset);
    state.logEndOffset = offset;
    state.logStartOffset = logStartOffset;
    state.snapshots.logStartOffset = logStartOffset;
    state.producers.clear(offset);
    if (state.epochs.clear()) state.saveEpochs();
  });
}

async function exclusively(
  { state, writer }: Truncation,
  work: () => Promise<void>,
): Promise<void> {
  state.checkOnline();
  state.isTruncating = true;
  state.truncations++;
  try {
    await writer.settled();
    await work();
    state.flushedEndOffset = Math.min(state.flushedEndOffset, state.logEndOffset);
    state.highWatermark = Math.min(state.highWatermark, state.logEndOffset);
    state.refreshFirstUnstableOffset();
    writer.truncated();
  } catch (error) {
    throw state.fail(error);
  } finally {
    state.isTruncating = false;
  }
}

async function truncateSegment(segment: Segment, offset: number): Promise<void> {
  const position = segment.positionOf(offset);
  segment.offsetIndex.truncateTo(offset);
  segment.timeIndex.truncateTo(offset);
  segment.transactionIndex.truncateTo(offset);
  segment.truncateLog(position);
  await findMaxTimestamp(segment);
}

/** The time index is sparse: what follows its last entry is looked through. */
async function findMaxTimestamp(segment: Segment): Promise<void> {
  segment.takeMaxTimestampFromIndex();
  const from = segment.offsetIndex.floor(segment.offsetOfMaxTimestamp);
  const batches = new BatchScanner(segment, from?.position ?? 0, false);
  while (await batches.next()) {
    const timestampMs = maxTimestampOf(batches.bytes, batches.at);
    if (timestampMs <= segment.maxTimestampMs) continue;
    segment.maxTimestampMs = timestampMs;
    segment.offsetOfMaxTimestamp = lastOffsetOf(batches.bytes, batches.at);
  }
}
