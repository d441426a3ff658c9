/** Makes a segment whole again after a crash: verifies its batches, cuts what is torn, rebuilds its indexes (spec 5.3). */
import * as header from "../protocol/records/batch_header.ts";
import { RecordError } from "../protocol/records/errors.ts";
import { validateBatch } from "../protocol/records/validate_batch.ts";
import { BatchScanner } from "./batch_scanner.ts";
import type { LeaderEpochCache } from "./leader_epoch_cache.ts";
import { applyBatch } from "./producer_replay.ts";
import type { ProducerState } from "./producer_state.ts";
import { MAX_RELATIVE_OFFSET, type Segment } from "./segment.ts";
import { isLegacy, lastOffsetOf, maxTimestampOf } from "./stored_batch.ts";

export interface SegmentRecovery {
  /** Offset after the last batch that is whole. */
  readonly endOffset: number;
  /** Bytes cut off. */
  readonly truncatedBytes: number;
}

/**
 * Walks over all batches of `segment`. `producers`, who must be as of its base offset, and `epochs` learn of them.
 */
export async function recoverSegment(
  segment: Segment,
  producers: ProducerState,
  epochs: LeaderEpochCache,
  indexIntervalBytes: number,
): Promise<SegmentRecovery> {
  segment.resetIndexes();
  const batches = new BatchScanner(segment, 0, true);
  let endOffset = segment.baseOffset;
  let validBytes = 0;
  try {
    while (await batches.next()) {
      const { bytes, at, position, size } = batches;
      validateBatch(bytes, at, size);
      const lastOffset = lastOffsetOf(bytes, at);
      if (lastOffset < endOffset || lastOffset - segment.baseOffset > MAX_RELATIVE_OFFSET) break;
      segment.appended(position, size, lastOffset, maxTimestampOf(bytes, at), indexIntervalBytes);
      if (!isLegacy(bytes, at)) {
        noteEpoch(epochs, header.partitionLeaderEpoch(bytes, at), bytes, at);
        if (header.hasProducerId(bytes, at)) {
          applyBatch(producers, bytes, at, segment.transactionIndex);
        }
      }
      endOffset = lastOffset + 1;
      validBytes = position + size;
    }
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
  }
  const truncatedBytes = segment.sizeBytes - validBytes;
  if (truncatedBytes > 0) segment.truncateLog(validBytes);
  segment.endTimeIndex();
  segment.rewriteIndexes();
  producers.mapEndOffset = endOffset;
  return { endOffset, truncatedBytes };
}

function noteEpoch(epochs: LeaderEpochCache, epoch: number, bytes: Uint8Array, at: number): void {
  if (epoch < 0 || epoch <= (epochs.latestEpoch ?? -1)) return;
  epochs.assign(epoch, header.baseOffsetAsNumber(bytes, at));
}
