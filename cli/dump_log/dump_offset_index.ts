/** `.index`: the entries, each compared with the batch that it points to. */
import { anyLastOffset } from "../../protocol/records/any_batch.ts";
import type { DumpContext } from "./dump_context.ts";
import { baseName, offsetOfFile, siblingOf } from "./file_names.ts";
import { type OffsetEntry, readOffsetEntries } from "./index_entries.ts";
import { checkOffsetIndex } from "./index_sanity.ts";
import { LogFile } from "./log_file.ts";

/**
 * @throws {RuntimeError} If the index or its log can't be read.
 * @throws {CorruptFileError} If the index does not pass the sanity check, where that was asked for.
 * @throws {CorruptRecordError} If an entry points into the middle of a batch.
 */
export async function dumpOffsetIndex(context: DumpContext, path: string): Promise<void> {
  const { disk, output, findings, options, progress } = context;
  const baseOffset = offsetOfFile(path);
  const log = new LogFile(disk, siblingOf(path, ".log"));
  try {
    const index = await readOffsetEntries(disk, path, baseOffset);
    const { entries } = index;
    if (entries.length === 0) return output.line(`${path} is empty.`);
    if (options.index === "sanity") {
      checkOffsetIndex(path, index, baseOffset);
      return output.line(`${path} passed sanity check.`);
    }
    progress.next({ what: `Checking ${baseName(path)}`, total: entries.length });
    for (const entry of entries) {
      progress.add();
      const { offset, position } = entry;
      const found = await lastOffsetAt(log, position, options.maxMessageSize);
      // The preallocated zeros of a log without batches are no entry.
      if (found === -1n && isZero(entry, baseOffset)) return;
      if (found !== offset) findings.indexMismatch(path, offset, found);
      if (options.index === "show") output.line(`offset: ${offset} position: ${position}`);
    }
  } finally {
    log.close();
  }
}

/** -1 if no batch starts there. */
async function lastOffsetAt(log: LogFile, position: number, maxBytes: number): Promise<bigint> {
  if (position < 0 || position >= log.sizeBytes) return -1n;
  const batches = log.batches(position, position + maxBytes);
  return await batches.next() ? anyLastOffset(batches.bytes, batches.at) : -1n;
}

function isZero({ offset, position }: OffsetEntry, baseOffset: bigint): boolean {
  return position === 0 && offset === baseOffset;
}
