/** Brings producer state to an offset of the log: newest snapshot, then the batches after it (storage spec 3.7). */
import * as header from "../protocol/records/batch_header.ts";
import { BatchScanner } from "./batch_scanner.ts";
import type { LogSegments } from "./log_segments.ts";
import { applyBatch } from "./producer_replay.ts";
import type { ProducerSnapshots } from "./producer_snapshots.ts";
import type { ProducerState } from "./producer_state.ts";
import type { Segment } from "./segment.ts";
import { isLegacy, lastOffsetOf } from "./stored_batch.ts";

export interface ProducerRecovery {
  readonly producers: ProducerState;
  readonly snapshots: ProducerSnapshots;
  readonly segments: LogSegments;
  readonly logStartOffset: number;
  /** The offset that the state must reach. */
  readonly endOffset: number;
  readonly nowMs: number;
}

/** Rebuilds `producers` as of `endOffset`. Snapshots outside the log are removed; one is written at its end. */
export async function rebuildProducers(recovery: ProducerRecovery): Promise<void> {
  const { producers, snapshots, segments, logStartOffset, endOffset, nowMs } = recovery;
  await snapshots.remove([
    ...snapshots.above(endOffset),
    ...snapshots.atOrBelow(logStartOffset),
  ]);
  if (producers.mapEndOffset === endOffset) {
    // Recovery came this far: it knows more than a snapshot holds.
    producers.removeExpired(nowMs);
    snapshots.take(producers);
    return;
  }
  const loaded = await snapshots.load();
  producers.clear(loaded?.offset ?? logStartOffset);
  for (const entry of loaded?.entries ?? []) producers.load(entry, nowMs);
  const [beforeLast, last] = segments.all.slice(-2).map(({ baseOffset }) => baseOffset);
  for (const segment of segments.all) {
    const end = Math.min(segments.after(segment)?.baseOffset ?? endOffset, endOffset);
    if (end <= producers.mapEndOffset || segment.baseOffset >= endOffset) continue;
    const isLate = segment.baseOffset === beforeLast || segment.baseOffset === last;
    if (isLate && segment.baseOffset > producers.mapEndOffset) {
      producers.mapEndOffset = segment.baseOffset;
      snapshots.take(producers);
    }
    await replay(segment, producers, end);
  }
  producers.mapEndOffset = endOffset;
  snapshots.take(producers);
}

/** Applies the batches of `segment` from the state's end to `endOffset`. */
async function replay(segment: Segment, producers: ProducerState, endOffset: number) {
  const from = Math.max(producers.mapEndOffset, segment.baseOffset);
  if (segment.offsetIndex.floor(from) === undefined) segment.offsetIndex.file.load();
  const batches = new BatchScanner(segment, segment.offsetIndex.floor(from)!.position, false);
  while (await batches.next()) {
    const { bytes, at } = batches;
    const lastOffset = lastOffsetOf(bytes, at);
    if (lastOffset < from) continue;
    if (header.baseOffsetAsNumber(bytes, at) >= endOffset) break;
    if (!isLegacy(bytes, at) && header.hasProducerId(bytes, at)) {
      applyBatch(producers, bytes, at, null);
    }
  }
  producers.mapEndOffset = endOffset;
}
