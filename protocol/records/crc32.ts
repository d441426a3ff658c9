/** CRC-32 (IEEE), the checksum of messages of magic 0 and 1. */
import { crc32 as zlibCrc32 } from "node:zlib";

/** CRC-32 of `bytes` from `start` to `end`, unsigned. */
export function crc32(bytes: Uint8Array, start = 0, end = bytes.length): number {
  return zlibCrc32(bytes.subarray(start, end));
}
