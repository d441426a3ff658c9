/** Verifies the end of a log after a crash, segment by segment (storage spec 5.2, 5.3). */
import type { LogState } from "./log_state.ts";
import { rebuildProducers } from "./producer_recovery.ts";
import type { Segment } from "./segment.ts";
import { removeSegments } from "./segment_deletion.ts";
import { recoverSegment } from "./segment_recovery.ts";

/**
 * Recovers `first` and all segments after it, up to the first that is broken: it is cut there, and later ones are deleted,
 * for a log has no holes. Producer state is as of the end afterwards.
 */
export async function recoverLog(state: LogState, first: Segment): Promise<void> {
  const { producers, snapshots, epochs, segments, config, options } = state;
  await rebuildProducers({
    producers,
    snapshots,
    segments,
    logStartOffset: Math.max(options.logStartOffset, segments.first.baseOffset),
    endOffset: first.baseOffset,
    nowMs: options.clock.now(),
  });
  for (const segment of segments.from(first)) {
    producers.mapEndOffset = segment.baseOffset;
    snapshots.take(producers);
    const { endOffset, truncatedBytes } = await recoverSegment(
      segment,
      producers,
      epochs,
      config.indexIntervalBytes,
    );
    state.epochsRecovered = true;
    if (truncatedBytes === 0) continue;
    state.warn(
      `Cut ${truncatedBytes} bytes that are no whole batches off ${segment.path(".log")}: ` +
        `the log ends at ${endOffset}`,
    );
    const later = segments.from(segment).slice(1);
    await removeSegments(state, later);
    segments.remove(later);
    break;
  }
  snapshots.take(producers);
}
