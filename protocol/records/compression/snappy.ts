/**
 * Compression type 2, snappy: written as the stream of the xerial library (a header, then chunks with their size), read
 * as that or as a single raw block, which other clients write.
 */
import { DecompressionError } from "../errors.ts";
import { readInt32, writeInt32 } from "../int.ts";
import { GrowingBytes } from "./growing_bytes.ts";
import { compressSnappyBlock, decompressSnappyBlock, maxSnappyBlockSize } from "./snappy_block.ts";

/** "\x82SNAPPY\0" */
const MAGIC = [0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00];
/** The magic, a version and the oldest version that can read it. */
const HEADER_BYTES = 16;
/** The first four bytes of the header, where a chunk's size would be. */
const MAGIC_AS_SIZE = 0x82534e41 | 0;
const CHUNK_BYTES = 32 * 1024;

export function compressSnappy(bytes: Uint8Array): Uint8Array {
  const chunks = Math.ceil(bytes.length / CHUNK_BYTES);
  const output = new Uint8Array(
    HEADER_BYTES + 36 * chunks + maxSnappyBlockSize(bytes.length),
  );
  output.set(MAGIC);
  writeInt32(output, 8, 1);
  writeInt32(output, 12, 1);
  let at = HEADER_BYTES;
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    const end = Math.min(start + CHUNK_BYTES, bytes.length);
    const next = compressSnappyBlock(bytes, start, end, output, at + 4);
    writeInt32(output, at, next - at - 4);
    at = next;
  }
  return output.subarray(0, at);
}

/** @throws {DecompressionError | DecompressedTooLargeError} */
export function decompressSnappy(bytes: Uint8Array, maxBytes: number): Uint8Array {
  if (bytes.length === 0) throw new DecompressionError("Not snappy: no bytes");
  if (bytes.length < HEADER_BYTES || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    return decompressSnappyBlock(bytes, 0, bytes.length, maxBytes);
  }
  const output = new GrowingBytes(bytes.length * 2, maxBytes);
  let at = HEADER_BYTES;
  while (at + 4 <= bytes.length) {
    const size = readInt32(bytes, at);
    if (size === MAGIC_AS_SIZE) {
      // Streams put one after the other: a header again.
      if (at + HEADER_BYTES > bytes.length) throw cutOff(at);
      at += HEADER_BYTES;
      continue;
    }
    at += 4;
    if (size < 0 || at + size > bytes.length) throw cutOff(at);
    output.append(decompressSnappyBlock(bytes, at, at + size, maxBytes - output.length));
    at += size;
  }
  return output.written();
}

function cutOff(position: number): DecompressionError {
  return new DecompressionError("Not snappy: a chunk is cut off", { position });
}
