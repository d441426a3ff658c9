/** When a log starts a new segment, and how (storage spec 4.2). */
import { Errors } from "../protocol/errors.ts";
import { LogAppendError } from "./errors.ts";
import type { LogState } from "./log_state.ts";
import { OffsetIndex } from "./offset_index.ts";
import { MAX_RELATIVE_OFFSET, Segment } from "./segment.ts";
import { TimeIndex } from "./time_index.ts";

/** Whether a batch of `size` bytes must go to a new segment. */
export function shouldRoll(
  state: LogState,
  size: number,
  lastOffset: number,
  maxTimestampMs: number,
  nowMs: number,
): boolean {
  const { active } = state.segments;
  const { config } = state;
  if (active.sizeBytes > config.segmentBytes - size) return true;
  if (active.sizeBytes > 0 && waitedMs(active, maxTimestampMs, nowMs) > longestMs(state, active)) {
    return true;
  }
  return active.offsetIndex.count >= OffsetIndex.capacity(config.segmentIndexBytes) ||
    // The last place is kept for the entry that closes the segment.
    active.timeIndex.count >= TimeIndex.capacity(config.segmentIndexBytes) - 1 ||
    lastOffset - active.baseOffset > MAX_RELATIVE_OFFSET;
}

/** @throws {LogAppendError} RECORD_LIST_TOO_LARGE when not even an empty segment has room. */
export function checkFitsSegment(state: LogState, size: number): void {
  const { segmentBytes } = state.config;
  if (size <= segmentBytes) return;
  throw new LogAppendError(
    Errors.RECORD_LIST_TOO_LARGE,
    `${size} bytes do not fit into a segment of ${segmentBytes}`,
  );
}

/**
 * Ends the active segment and starts one at `baseOffset` (at least the log's end). All its bytes are in its files when
 * this returns; they are not yet durable.
 *
 * @throws {LogOfflineError}
 */
export function rollSegment(state: LogState, baseOffset = state.logEndOffset): void {
  const { active } = state.segments;
  try {
    if (active.baseOffset === baseOffset) {
      if (active.sizeBytes > 0) throw new Error(`There is a segment ${baseOffset} already`);
      active.discard();
    } else active.seal();
    startSegment(state, baseOffset);
    state.producers.mapEndOffset = baseOffset;
    if (baseOffset > 0) state.snapshots.take(state.producers);
  } catch (error) {
    throw state.fail(error);
  }
}

/** Adds a new, empty segment at the log's end. @throws {RuntimeError} */
export function startSegment(state: LogState, baseOffset: number): void {
  const segment = newSegment(state, baseOffset);
  segment.create();
  state.directoryChanged = true;
  state.segments.add(segment);
}

export function newSegment(state: Pick<LogState, "options" | "config">, baseOffset: number) {
  const { options, config } = state;
  const jitter = Math.min(config.segmentJitterMs, config.segmentMs);
  return new Segment(
    options,
    options.directory,
    baseOffset,
    options.clock.now(),
    jitter > 0 ? Math.floor(options.random.next() * jitter) : 0,
  );
}

function waitedMs(segment: Segment, maxTimestampMs: number, nowMs: number): number {
  const first = segment.firstTimestampMs;
  return first >= 0 ? maxTimestampMs - first : nowMs - segment.createdMs;
}

function longestMs({ config }: LogState, segment: Segment): number {
  const { segmentMs, maxCompactionLagMs, cleanupPolicy } = config;
  const longest = cleanupPolicy.compact ? Math.min(segmentMs, maxCompactionLagMs) : segmentMs;
  return longest - segment.rollJitterMs;
}
