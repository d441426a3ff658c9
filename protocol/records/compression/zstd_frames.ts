/** Where zstd frames (RFC 8878) end, without decompressing them. */
import { DecompressionError } from "../errors.ts";
import { load32 } from "./little_endian.ts";

const MAGIC = 0xfd2fb528;
/** Frames with these 16 magics hold no content. */
const SKIPPABLE_MAGIC = 0x184d2a50;
const DICTIONARY_ID_BYTES = [0, 1, 2, 4];
const CONTENT_SIZE_BYTES = [0, 2, 4, 8];
const RUN_LENGTH_BLOCK = 1;
const RESERVED_BLOCK = 3;

/**
 * The end of the frame that starts at `at`.
 *
 * @throws {DecompressionError} If no frame starts there, or it goes beyond the bytes.
 */
export function zstdFrameEnd(bytes: Uint8Array, at: number): number {
  need(bytes, at, 5);
  const magic = load32(bytes, at) >>> 0;
  if ((magic & 0xfffffff0) === SKIPPABLE_MAGIC) {
    need(bytes, at, 8);
    const end = at + 8 + (load32(bytes, at + 4) >>> 0);
    need(bytes, end, 0);
    return end;
  }
  if (magic !== MAGIC) throw broken("no frame starts here", at);
  const descriptor = bytes[at + 4];
  const singleSegment = (descriptor & 0x20) !== 0;
  const contentSizeFlag = descriptor >> 6;
  let next = at + 5 + (singleSegment ? 0 : 1) + DICTIONARY_ID_BYTES[descriptor & 3] +
    (contentSizeFlag === 0 && singleSegment ? 1 : CONTENT_SIZE_BYTES[contentSizeFlag]);
  for (let last = false; !last;) {
    need(bytes, next, 3);
    const blockHeader = bytes[next] | (bytes[next + 1] << 8) | (bytes[next + 2] << 16);
    const type = (blockHeader >> 1) & 3;
    if (type === RESERVED_BLOCK) throw broken("a block of an unknown type", next);
    last = (blockHeader & 1) !== 0;
    next += 3 + (type === RUN_LENGTH_BLOCK ? 1 : blockHeader >> 3);
  }
  const checksum = (descriptor & 0x04) !== 0 ? 4 : 0;
  need(bytes, next, checksum);
  return next + checksum;
}

function need(bytes: Uint8Array, at: number, length: number): void {
  if (at + length > bytes.length) throw broken("the stream is cut off", at);
}

function broken(what: string, position: number): DecompressionError {
  return new DecompressionError(`Not zstd: ${what}`, { position });
}
