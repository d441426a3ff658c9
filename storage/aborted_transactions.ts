/** The aborted transactions that a read_committed consumer must leave out of what it fetched (storage spec 7.3). */
import type { LogState } from "./log_state.ts";
import type { Segment } from "./segment.ts";
import type { AbortedTransaction } from "./types.ts";

/**
 * Aborted transactions that overlap the offsets from `offset` to those at `endPosition` of `segment`. There may be more
 * than needed. A promise only when an index must be read first.
 */
export function collectAborted(
  state: LogState,
  segment: Segment,
  offset: number,
  endPosition: number,
): AbortedTransaction[] | Promise<AbortedTransaction[]> {
  const upper = segment.offsetIndex.upperBound(endPosition) ??
    state.segments.after(segment)?.baseOffset ?? state.logEndOffset;
  const segments = state.segments.from(segment);
  const missing = segments.filter(({ transactionIndex }) => !transactionIndex.file.isLoaded);
  if (missing.length === 0) return collect(segments, offset, upper);
  return loadAndCollect(segments, offset, upper);
}

function collect(
  segments: readonly Segment[],
  offset: number,
  upper: number,
): AbortedTransaction[] {
  const aborted: AbortedTransaction[] = [];
  for (const { transactionIndex } of segments) {
    if (transactionIndex.collect(offset, upper, aborted)) break;
  }
  return aborted;
}

async function loadAndCollect(
  segments: readonly Segment[],
  offset: number,
  upper: number,
): Promise<AbortedTransaction[]> {
  const aborted: AbortedTransaction[] = [];
  for (const { transactionIndex } of segments) {
    while (!transactionIndex.file.isLoaded) await transactionIndex.file.loadAsync();
    if (transactionIndex.collect(offset, upper, aborted)) break;
  }
  return aborted;
}
