/** Verifies the end of a log after a crash, segment by segment (storage spec 5.2, 5.3). */
import type { LogState, PartitionLogOptions } from "./log_state.ts";
import { rebuildProducers } from "./producer_recovery.ts";
import type { Segment } from "./segment.ts";
import { removeSegments } from "./segment_deletion.ts";
import { recoverSegment } from "./segment_recovery.ts";

const METADATA_TOPIC = "__cluster_metadata";

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
    const next = segments.after(segment)?.baseOffset ?? endOffset;
    const hasHole = isContiguous(options) && endOffset < next;
    if (truncatedBytes === 0 && !hasHole) continue;
    state.warn(
      truncatedBytes > 0
        ? `Cut ${truncatedBytes} bytes that are no whole batches off ${segment.path(".log")}: ` +
          `the log ends at ${endOffset}`
        : `${segment.path(".log")} ends at ${endOffset}, not at ${next}: the log ends there`,
    );
    const later = segments.from(segment).slice(1);
    await removeSegments(state, later);
    segments.remove(later);
    break;
  }
  snapshots.take(producers);
}

/**
 * Whether a gap between two segments can only come from lost writes. Elsewhere compaction leaves such gaps, and Kafka
 * keeps what comes after one.
 */
function isContiguous({ contiguous, topic }: PartitionLogOptions): boolean {
  return contiguous ?? topic === METADATA_TOPIC;
}
