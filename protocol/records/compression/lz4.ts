/**
 * Compression type 3: the LZ4 frame format, with independent blocks of 64 KiB. In message sets of magic 0 the frame's
 * header checksum is computed wrongly (over the frame's magic as well), as the first writers did; readers of magic 0
 * don't look at it.
 */
import { DecompressionError } from "../errors.ts";
import { GrowingBytes, tooLarge } from "./growing_bytes.ts";
import { load32, store32 } from "./little_endian.ts";
import { compressLz4Block, decompressLz4Block, maxLz4BlockSize } from "./lz4_block.ts";
import { xxHash32 } from "./xxhash32.ts";

const FRAME_MAGIC = 0x184d2204;
/** Format version 1, independent blocks, no checksums, no content size. */
const FLAGS = 0x60;
/** Blocks of up to 64 KiB. */
const BLOCK_DESCRIPTOR = 0x40;
const BLOCK_BYTES = 65536;
const STORED = 0x80000000;
/** The level that means the fast compressor. */
const FAST_LEVEL = 9;

/**
 * @param level 1 to 17; 9 is the fast compressor, other levels search the more the higher they are.
 * @param brokenHeaderChecksum As magic 0 has it.
 */
export function compressLz4(
  bytes: Uint8Array,
  level: number = FAST_LEVEL,
  brokenHeaderChecksum = false,
): Uint8Array {
  const blocks = Math.ceil(bytes.length / BLOCK_BYTES);
  const output = new Uint8Array(7 + blocks * 4 + maxLz4BlockSize(bytes.length) + 16 * blocks + 4);
  store32(output, 0, FRAME_MAGIC);
  output[4] = FLAGS;
  output[5] = BLOCK_DESCRIPTOR;
  output[6] = xxHash32(output, brokenHeaderChecksum ? 0 : 4, 6) >>> 8;
  const searchDepth = level === FAST_LEVEL ? 1 : 2 ** Math.min(level, 12);
  let at = 7;
  for (let start = 0; start < bytes.length; start += BLOCK_BYTES) {
    const end = Math.min(start + BLOCK_BYTES, bytes.length);
    const size = compressLz4Block(bytes, start, end, output, at + 4, searchDepth) - at - 4;
    if (size < end - start) {
      store32(output, at, size);
      at += 4 + size;
    } else {
      store32(output, at, (end - start) | STORED);
      output.set(bytes.subarray(start, end), at + 4);
      at += 4 + end - start;
    }
  }
  store32(output, at, 0);
  return output.subarray(0, at + 4);
}

/**
 * @param ignoreHeaderChecksum As readers of magic 0 do.
 * @throws {DecompressionError | DecompressedTooLargeError}
 */
export function decompressLz4(
  bytes: Uint8Array,
  maxBytes: number,
  ignoreHeaderChecksum = false,
): Uint8Array {
  const frame = readFrameHeader(bytes, ignoreHeaderChecksum);
  const output = new GrowingBytes(bytes.length * 2, maxBytes);
  let at = frame.end;
  while (true) {
    const word = readUint32(bytes, at);
    const size = word & 0x7fffffff;
    at += 4;
    if (size === 0) break;
    if (size > frame.blockBytes) throw broken(`a block of ${size} bytes is too large`, at);
    const end = at + size;
    if (end + (frame.blockChecksum ? 4 : 0) > bytes.length) throw broken("a block is cut off", at);
    if (frame.blockChecksum && readUint32(bytes, end) !== xxHash32(bytes, at, end)) {
      throw broken("a block's checksum is wrong", end);
    }
    if ((word & STORED) !== 0) output.append(bytes.subarray(at, end));
    else decompressInto(output, bytes, at, end, frame.blockBytes);
    at = end + (frame.blockChecksum ? 4 : 0);
  }
  // Kafka reads over the content's checksum, without comparing.
  if (frame.contentChecksum) readUint32(bytes, at);
  return output.written();
}

function decompressInto(
  output: GrowingBytes,
  bytes: Uint8Array,
  start: number,
  end: number,
  blockBytes: number,
): void {
  // A byte of a copy's length stands for 255 bytes at most.
  const limit = output.reserve(Math.min(blockBytes, (end - start) * 255));
  const written = decompressLz4Block(bytes, start, end, output.bytes, output.length, limit);
  if (written < 0) {
    if (limit === output.maxBytes) throw tooLarge(output.maxBytes);
    throw broken("a block holds more than the frame allows", start);
  }
  output.length = written;
}

interface FrameHeader {
  readonly blockBytes: number;
  readonly blockChecksum: boolean;
  readonly contentChecksum: boolean;
  /** Position of the first block. */
  readonly end: number;
}

function readFrameHeader(bytes: Uint8Array, ignoreChecksum: boolean): FrameHeader {
  if (readUint32(bytes, 0) !== FRAME_MAGIC) throw broken("no frame starts here", 0);
  if (bytes.length < 7) throw broken("the frame's header is cut off", 4);
  const flags = bytes[4];
  const descriptor = bytes[5];
  if (flags >> 6 !== 1) throw broken(`version ${flags >> 6} is not supported`, 4);
  if ((flags & 0x03) !== 0) throw broken("reserved flags or a dictionary are not supported", 4);
  if ((flags & 0x20) === 0) throw broken("dependent blocks are not supported", 4);
  const blockSize = descriptor >> 4;
  if ((descriptor & 0x8f) !== 0 || blockSize < 4) throw broken("a block size that is none", 5);
  const checksumAt = (flags & 0x08) !== 0 ? 14 : 6;
  if (checksumAt >= bytes.length) throw broken("the frame's header is cut off", 6);
  if (!ignoreChecksum && bytes[checksumAt] !== ((xxHash32(bytes, 4, checksumAt) >>> 8) & 0xff)) {
    throw broken("the frame header's checksum is wrong", checksumAt);
  }
  return {
    blockBytes: 1 << (2 * blockSize + 8),
    blockChecksum: (flags & 0x10) !== 0,
    contentChecksum: (flags & 0x04) !== 0,
    end: checksumAt + 1,
  };
}

function readUint32(bytes: Uint8Array, at: number): number {
  if (at + 4 > bytes.length) throw broken("the stream ends early", at);
  return load32(bytes, at) >>> 0;
}

function broken(what: string, position: number): DecompressionError {
  return new DecompressionError(`Not an LZ4 frame: ${what}`, { position });
}
