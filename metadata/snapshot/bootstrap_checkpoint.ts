/**
 * `bootstrap.checkpoint` in the root of every formatted directory: the records that the first active controller of an empty
 * cluster begins with (metadata-quorum 2.4, 2.6).
 */
import { concatenate } from "../../protocol/concatenate.ts";
import type { MetadataRecord } from "../../protocol/data/metadata_framing.ts";
import type { Disk } from "../../runtime/runtime.ts";
import { replaceFile } from "../../storage/atomic_file.ts";
import { decodeSnapshot, snapshotBatches } from "./snapshot_content.ts";

export const BOOTSTRAP_CHECKPOINT_FILE = "bootstrap.checkpoint";

export function encodeBootstrapCheckpoint(
  records: readonly MetadataRecord[],
  timestampMs: number,
): Uint8Array {
  const content = { lastContainedTimestampMs: 0, kraftVersion: 0, voters: null, records };
  return concatenate([...snapshotBatches(content, 0, timestampMs)]);
}

/** Control records are passed over. @returns Null when there is no file. @throws {SnapshotError} */
export async function readBootstrapCheckpoint(
  disk: Disk,
  directory: string,
): Promise<readonly MetadataRecord[] | null> {
  const path = `${directory}/${BOOTSTRAP_CHECKPOINT_FILE}`;
  if (!await disk.exists(path)) return null;
  return decodeSnapshot(await disk.readFile(path)).records;
}

export function writeBootstrapCheckpoint(
  disk: Disk,
  directory: string,
  records: readonly MetadataRecord[],
  timestampMs: number,
): Promise<void> {
  const bytes = encodeBootstrapCheckpoint(records, timestampMs);
  return replaceFile(disk, `${directory}/${BOOTSTRAP_CHECKPOINT_FILE}`, bytes);
}
