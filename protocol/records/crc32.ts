/** CRC-32 (IEEE), the checksum of messages of magic 0 and 1. */
import { zlib } from "../../runtime/pure_modules.ts";

/** CRC-32 of `bytes` from `start` to `end`, unsigned. */
export function crc32(bytes: Uint8Array, start = 0, end = bytes.length): number {
  return zlib().crc32(bytes.subarray(start, end));
}
