/** What a formatted metadata directory says that its cluster begins with. */
import type { MetadataRecord } from "../../protocol/data/metadata_framing.ts";
import type { Disk } from "../../runtime/runtime.ts";
import { LATEST_METADATA_VERSION } from "../features.ts";
import { readBootstrapCheckpoint } from "../snapshot/bootstrap_checkpoint.ts";
import { bootstrapRecords } from "./bootstrap_records.ts";

/**
 * The records of `bootstrap.checkpoint`; without that file those of a fresh cluster at the latest level.
 *
 * @param directory `metadata.log.dir`.
 * @throws {SnapshotError} If the file is damaged.
 */
export async function loadBootstrapRecords(
  disk: Disk,
  directory: string,
): Promise<readonly MetadataRecord[]> {
  return await readBootstrapCheckpoint(disk, directory) ??
    bootstrapRecords(LATEST_METADATA_VERSION);
}
