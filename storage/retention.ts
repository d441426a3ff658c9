/** Which segments are too old, too many or before the log's start (storage spec 4.8). Pure. */

/** What retention looks at of a segment. */
export interface RetainedSegment {
  readonly baseOffset: number;
  readonly sizeBytes: number;
  /** Largest timestamp of its records, else the modification time of its file. */
  readonly largestTimestampMs: number;
}

export interface RetentionLimits {
  /** Whether `cleanup.policy` has `delete`: otherwise only what is before the log start goes. */
  readonly deletes: boolean;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly highWatermark: number;
  /** -1 for no limit. */
  readonly retentionMs: number;
  /** -1 for no limit. */
  readonly retentionBytes: number;
  readonly nowMs: number;
}

/** How many of `segments`, counted from the oldest, may go. May be all of them: then a new one must be started first. */
export function expiredSegments(
  segments: readonly RetainedSegment[],
  limits: RetentionLimits,
): number {
  const { logStartOffset, retentionBytes, retentionMs, nowMs } = limits;
  let expired = 0;
  const drop = (isExpired: (segment: RetainedSegment, index: number) => boolean) => {
    while (expired < segments.length && isDeletable(segments, expired, limits)) {
      if (!isExpired(segments[expired], expired)) return;
      expired++;
    }
  };
  drop((_, index) =>
    index + 1 < segments.length && segments[index + 1].baseOffset <= logStartOffset
  );
  if (!limits.deletes) return expired;
  if (retentionBytes >= 0) {
    const total = segments.slice(expired).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    let excess = total - retentionBytes;
    drop(({ sizeBytes }) => {
      if (excess - sizeBytes < 0) return false;
      excess -= sizeBytes;
      return true;
    });
  }
  if (retentionMs >= 0) {
    drop(({ largestTimestampMs }) => nowMs - largestTimestampMs > retentionMs);
  }
  return expired;
}

/** Whether everything in the segment is committed. An empty last segment stays. */
function isDeletable(
  segments: readonly RetainedSegment[],
  index: number,
  { highWatermark, logEndOffset }: RetentionLimits,
): boolean {
  const isLast = index + 1 === segments.length;
  if (isLast && segments[index].sizeBytes === 0) return false;
  return highWatermark >= (isLast ? logEndOffset : segments[index + 1].baseOffset);
}
