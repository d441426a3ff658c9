/** Which old snapshots may go (metadata-quorum 1.10, storage 9.1). */
import type { SnapshotFile } from "./snapshot_store.ts";

export interface MetadataRetention {
  /** `metadata.max.retention.bytes`; negative for no limit. */
  readonly maxBytes: number;
  /** `metadata.max.retention.ms`; negative for no limit. */
  readonly maxMs: number;
}

/**
 * Whether the oldest snapshot is to go, and with it the log up to the next one's end. The newest always stays.
 *
 * @param files Oldest first.
 * @param oldestTimestampMs Timestamp of the last record in the oldest snapshot.
 */
export function oldestMayGo(
  files: readonly SnapshotFile[],
  logBytes: number,
  oldestTimestampMs: number,
  retention: MetadataRetention,
  nowMs: number,
): boolean {
  if (files.length < 2) return false;
  const bytes = files.reduce((sum, file) => sum + file.sizeBytes, logBytes);
  if (retention.maxBytes >= 0 && bytes > retention.maxBytes) return true;
  return retention.maxMs >= 0 && nowMs - oldestTimestampMs > retention.maxMs;
}
