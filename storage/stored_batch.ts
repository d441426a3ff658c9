/** What the storage layer asks of a stored batch of any magic: old segments may hold messages of magic 0 and 1. */
import * as header from "../protocol/records/batch_header.ts";
import { legacyTimestamp } from "../protocol/records/legacy_message.ts";

/** Enough bytes of a batch to answer everything here. */
export const STORED_HEADER_BYTES = header.HEADER_BYTES;

export function isLegacy(bytes: Uint8Array, at: number): boolean {
  return header.magic(bytes, at) < 2;
}

/** The first offset; of a legacy message its only one, of a compressed legacy set its last. */
export function firstOffsetOf(bytes: Uint8Array, at: number): number {
  return header.baseOffsetAsNumber(bytes, at);
}

export function lastOffsetOf(bytes: Uint8Array, at: number): number {
  return isLegacy(bytes, at)
    ? header.baseOffsetAsNumber(bytes, at)
    : header.lastOffsetAsNumber(bytes, at);
}

/** Milliseconds, or -1 for none. */
export function maxTimestampOf(bytes: Uint8Array, at: number): number {
  return isLegacy(bytes, at)
    ? Number(legacyTimestamp(bytes, at))
    : header.maxTimestampAsNumber(bytes, at);
}
