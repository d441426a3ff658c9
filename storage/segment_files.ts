/** Names of the files in a partition directory (storage spec 1.2). */

export type SegmentFileKind = ".log" | ".index" | ".timeindex" | ".txnindex" | ".snapshot";

export const DELETED_SUFFIX = ".deleted";
export const CLEANED_SUFFIX = ".cleaned";
export const SWAP_SUFFIX = ".swap";

/** A file that belongs to an offset. */
export interface OffsetFile {
  readonly name: string;
  readonly offset: number;
  readonly kind: SegmentFileKind;
  readonly suffix: "" | ".deleted" | ".cleaned" | ".swap";
}

const OFFSET_FILE =
  /^(\d+)(\.log|\.index|\.timeindex|\.txnindex|\.snapshot)(\.deleted|\.cleaned|\.swap)?$/;

/** `00000000000000000042.log` of 42 and `.log`. */
export function segmentFileName(offset: number, kind: SegmentFileKind): string {
  return String(offset).padStart(20, "0") + kind;
}

/** What a file name says, or null if it is none of the names that belong to an offset. */
export function parseOffsetFile(name: string): OffsetFile | null {
  const match = OFFSET_FILE.exec(name);
  if (match === null) return null;
  return {
    name,
    offset: Number(match[1]),
    kind: match[2] as SegmentFileKind,
    suffix: (match[3] ?? "") as OffsetFile["suffix"],
  };
}
