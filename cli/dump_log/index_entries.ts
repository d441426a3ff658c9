/**
 * Entries of an offset index or time index as the file has them, preallocated zeros left out. Nothing is written: the
 * index may be a running broker's.
 */
import { readInt32, readInt64 } from "../../protocol/records/int.ts";
import type { Disk } from "../../runtime/runtime.ts";

export interface OffsetEntry {
  readonly offset: bigint;
  readonly position: number;
}

export interface TimeEntry {
  readonly timestamp: bigint;
  readonly offset: bigint;
}

const OFFSET_ENTRY_BYTES = 8;
const TIME_ENTRY_BYTES = 12;

export interface IndexEntries<Entry> {
  readonly entries: readonly Entry[];
  /** The last one in the file, be it of zeros; undefined for an empty file. */
  readonly lastInFile: Entry | undefined;
  readonly fileBytes: number;
  readonly entryBytes: number;
}

/** @throws {RuntimeError} If the file can't be read. */
export async function readOffsetEntries(
  disk: Disk,
  path: string,
  baseOffset: bigint,
): Promise<IndexEntries<OffsetEntry>> {
  const bytes = await disk.readFile(path);
  return entriesOf(bytes, OFFSET_ENTRY_BYTES, baseOffset, (at) => ({
    offset: baseOffset + BigInt(readInt32(bytes, at)),
    position: readInt32(bytes, at + 4),
  }));
}

/** @throws {RuntimeError} If the file can't be read. */
export async function readTimeEntries(
  disk: Disk,
  path: string,
  baseOffset: bigint,
): Promise<IndexEntries<TimeEntry>> {
  const bytes = await disk.readFile(path);
  return entriesOf(bytes, TIME_ENTRY_BYTES, baseOffset, (at) => ({
    timestamp: readInt64(bytes, at),
    offset: baseOffset + BigInt(readInt32(bytes, at + 8)),
  }));
}

/** After the first entry none has the base offset: there the preallocated zeros start. */
function entriesOf<Entry extends { readonly offset: bigint }>(
  bytes: Uint8Array,
  entryBytes: number,
  baseOffset: bigint,
  read: (at: number) => Entry,
): IndexEntries<Entry> {
  const entries: Entry[] = [];
  for (let at = 0; at + entryBytes <= bytes.length; at += entryBytes) {
    const entry = read(at);
    if (entry.offset === baseOffset && at > 0) break;
    entries.push(entry);
  }
  const count = Math.floor(bytes.length / entryBytes);
  const lastInFile = count === 0 ? undefined : read((count - 1) * entryBytes);
  return { entries, lastInFile, fileBytes: bytes.length, entryBytes };
}
