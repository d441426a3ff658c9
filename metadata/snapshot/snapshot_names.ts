/** Names of snapshot files: `<end offset, 20 digits>-<epoch, 10 digits>.checkpoint` (storage 9.1). */
import type { SnapshotId } from "../raft/types.ts";

const SUFFIX = ".checkpoint";
const PARTIAL_SUFFIX = ".checkpoint.part";
const DELETED_SUFFIX = ".checkpoint.deleted";
const NAME = /^(\d{20})-(\d{10})\.checkpoint$/;

/** Name of the file that a dynamic quorum is born with: kraft.version and voters, no state. */
export const BOOTSTRAP_SNAPSHOT_ID: SnapshotId = { endOffset: 0, epoch: 0 };

export function snapshotFileName(id: SnapshotId): string {
  return stem(id) + SUFFIX;
}

/** @param unique Tells apart what is being written at the same time. */
export function partialSnapshotFileName(id: SnapshotId, unique: string): string {
  return `${stem(id)}-${unique}${PARTIAL_SUFFIX}`;
}

/** Null for names of other files. */
export function parseSnapshotFileName(name: string): SnapshotId | null {
  const match = NAME.exec(name);
  if (match === null) return null;
  const id = { endOffset: Number(match[1]), epoch: Number(match[2]) };
  return Number.isSafeInteger(id.endOffset) ? id : null;
}

/** Whether it is what an interrupted write or removal left behind. */
export function isSnapshotLeftover(name: string): boolean {
  return name.endsWith(PARTIAL_SUFFIX) || name.endsWith(DELETED_SUFFIX);
}

function stem(id: SnapshotId): string {
  return `${String(id.endOffset).padStart(20, "0")}-${String(id.epoch).padStart(10, "0")}`;
}
