/**
 * What a crash may have left in a partition directory: deletions that were not carried out, and a cleaning or split that
 * was not finished (storage spec 5.2, 6.6). Undone or completed here, before the log is loaded.
 */
import type { DirectoryEntry, Disk, DiskFile } from "../runtime/runtime.ts";
import { removeIfPresent } from "./atomic_file.ts";
import { BatchScanner } from "./batch_scanner.ts";
import {
  CLEANED_SUFFIX,
  DELETED_SUFFIX,
  type OffsetFile,
  parseOffsetFile,
  SWAP_SUFFIX,
} from "./segment_files.ts";
import { lastOffsetOf } from "./stored_batch.ts";

/** Tidies the directory with these entries. Returns the files of segments, and the snapshots, that are in it afterwards. */
export async function finishInterruptedChanges(
  disk: Disk,
  directory: string,
  entries: readonly DirectoryEntry[],
): Promise<OffsetFile[]> {
  const found: OffsetFile[] = [];
  for (const { name, kind } of entries) {
    if (kind !== "file") continue;
    // Snapshots of the metadata log are the business of whoever keeps them.
    if (name.endsWith(DELETED_SUFFIX) && !name.includes(".checkpoint")) {
      await removeIfPresent(disk, `${directory}/${name}`);
      continue;
    }
    const file = parseOffsetFile(name);
    if (file !== null) found.push(file);
  }
  const cleaned = found.filter(({ suffix }) => suffix === CLEANED_SUFFIX);
  const firstCleaned = Math.min(...cleaned.map(({ offset }) => offset));
  // Without all renamed to .swap the cleaning counts as not done.
  const isUndone = (file: OffsetFile) => file.suffix === SWAP_SUFFIX && file.offset >= firstCleaned;
  for (const file of [...found.filter(isUndone), ...cleaned]) {
    await removeIfPresent(disk, `${directory}/${file.name}`);
  }
  const rest = found.filter((file) => file.suffix !== CLEANED_SUFFIX && !isUndone(file));
  return completeSwap(disk, directory, rest);
}

/** Replaces the segments that the `.swap` files stand for. */
async function completeSwap(
  disk: Disk,
  directory: string,
  files: readonly OffsetFile[],
): Promise<OffsetFile[]> {
  const swaps = files.filter(({ suffix }) => suffix === SWAP_SUFFIX);
  let kept = files.filter(({ suffix }) => suffix === "");
  if (swaps.length === 0) return kept;
  let from = Infinity;
  let to = -Infinity;
  for (const { name, kind, offset } of swaps) {
    if (kind !== ".log") continue;
    from = Math.min(from, offset);
    to = Math.max(to, await endOffsetOf(disk, `${directory}/${name}`, offset));
  }
  for (const { name } of kept.filter(({ offset }) => offset >= from && offset < to)) {
    await removeIfPresent(disk, `${directory}/${name}`);
  }
  kept = kept.filter(({ offset }) => offset < from || offset >= to);
  for (const swap of swaps) {
    const name = swap.name.slice(0, -SWAP_SUFFIX.length);
    await disk.rename(`${directory}/${swap.name}`, `${directory}/${name}`);
    kept = kept.filter((file) => file.name !== name);
    kept.push({ ...swap, name, suffix: "" });
  }
  await disk.syncDirectory(directory);
  return kept;
}

/** Offset after the last batch in a log file. */
async function endOffsetOf(disk: Disk, path: string, baseOffset: number): Promise<number> {
  const file = disk.open(path, { create: "never", write: false });
  try {
    const batches = new BatchScanner(new FileBytes(file), 0, false);
    let end = baseOffset;
    while (await batches.next()) end = lastOffsetOf(batches.bytes, batches.at) + 1;
    return end;
  } finally {
    file.close();
  }
}

class FileBytes {
  readonly sizeBytes: number;

  constructor(readonly file: DiskFile) {
    this.sizeBytes = file.size();
  }

  async read(position: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, await this.file.read(bytes, position));
  }
}
