/**
 * What a snapshot file holds (metadata-quorum 2.5, storage 9.3): a control batch with the header, kraft.version and voters;
 * batches of data records; a control batch with the footer. Offsets count from 0 inside the file.
 */
import type { MetadataRecord } from "../../protocol/data/metadata_framing.ts";
import { controlBatch, type ControlRecord } from "../raft/control_batch.ts";
import { dataBatch, decodeBatches } from "../raft/metadata_batch.ts";
import type { VoterSet } from "../raft/voter_set.ts";

export interface SnapshotContent {
  /** Timestamp of the last record contained, milliseconds since the Unix epoch. */
  readonly lastContainedTimestampMs: number;
  readonly kraftVersion: number;
  /** Null where kraft.version is 0. */
  readonly voters: VoterSet | null;
  readonly records: readonly MetadataRecord[];
}

/** The bytes are no whole snapshot. */
export class SnapshotError extends Error {
  override name = "SnapshotError";
}

const MAX_RECORDS_PER_BATCH = 1024;

/** The batches of the file, in order. @param epoch The snapshot's; 0 in a bootstrap file. */
export function* snapshotBatches(
  content: SnapshotContent,
  epoch: number,
  timestampMs: number,
): Generator<Uint8Array> {
  const head: ControlRecord[] = [{
    type: "SNAPSHOT_HEADER",
    lastContainedTimestampMs: content.lastContainedTimestampMs,
  }];
  if (content.kraftVersion >= 1) {
    head.push({ type: "KRAFT_VERSION", version: content.kraftVersion });
    if (content.voters !== null) head.push({ type: "KRAFT_VOTERS", voters: content.voters });
  }
  yield controlBatch(head, { baseOffset: 0, epoch, timestampMs });
  let baseOffset = head.length;
  const { records } = content;
  for (let from = 0; from < records.length; from += MAX_RECORDS_PER_BATCH) {
    const batch = records.slice(from, from + MAX_RECORDS_PER_BATCH);
    yield dataBatch(batch, { baseOffset, epoch, timestampMs });
    baseOffset += batch.length;
  }
  yield controlBatch([{ type: "SNAPSHOT_FOOTER" }], { baseOffset, epoch, timestampMs });
}

/** @throws {SnapshotError} If header or footer are missing or a batch is broken. */
export function decodeSnapshot(bytes: Uint8Array): SnapshotContent {
  const records: MetadataRecord[] = [];
  let lastContainedTimestampMs: number | null = null;
  let kraftVersion = 0;
  let voters: VoterSet | null = null;
  let ended = false;
  try {
    for (const batch of decodeBatches(bytes)) {
      if (ended) throw new SnapshotError("Something follows the snapshot's footer");
      if (lastContainedTimestampMs === null && batch.controls[0]?.type !== "SNAPSHOT_HEADER") {
        throw new SnapshotError("A snapshot without header");
      }
      for (const record of batch.records) records.push(record);
      for (const control of batch.controls) {
        if (control.type === "SNAPSHOT_HEADER") {
          lastContainedTimestampMs = control.lastContainedTimestampMs;
        } else if (control.type === "KRAFT_VERSION") kraftVersion = control.version;
        else if (control.type === "KRAFT_VOTERS") voters = control.voters;
        else if (control.type === "SNAPSHOT_FOOTER") ended = true;
      }
    }
  } catch (error) {
    if (error instanceof SnapshotError) throw error;
    throw new SnapshotError("A snapshot with a broken batch", { cause: error });
  }
  if (lastContainedTimestampMs === null || !ended) {
    throw new SnapshotError("The snapshot is not complete");
  }
  return { lastContainedTimestampMs, kraftVersion, voters, records };
}
