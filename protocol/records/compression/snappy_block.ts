/** Raw snappy blocks: a varint with the decompressed length, then literals and copies. */
import { DecompressionError } from "../errors.ts";
import { writeUnsignedVarint } from "../varint.ts";
import { tooLarge } from "./growing_bytes.ts";
import { load32 } from "./little_endian.ts";

/** Positions are kept in 16 bits, so input is compressed in pieces of this size. */
const PIECE_BYTES = 65536;
const MAX_TABLE_BITS = 14;
/** A copy of 64 bytes takes 3 bytes, and nothing takes fewer for more. */
const MAX_EXPANSION = 32;

/** The most that `length` bytes can compress to. */
export function maxSnappyBlockSize(length: number): number {
  return 32 + length + Math.floor(length / 6);
}

/** Compresses `input` from `start` to `end` into `output` at `at`; returns the position after it. */
export function compressSnappyBlock(
  input: Uint8Array,
  start: number,
  end: number,
  output: Uint8Array,
  at: number,
): number {
  at = writeUnsignedVarint(output, at, end - start);
  const table = new Uint16Array(1 << MAX_TABLE_BITS);
  for (let piece = start; piece < end; piece += PIECE_BYTES) {
    if (piece > start) table.fill(0);
    at = compressPiece(input, piece, Math.min(piece + PIECE_BYTES, end), output, at, table);
  }
  return at;
}

function compressPiece(
  input: Uint8Array,
  start: number,
  end: number,
  output: Uint8Array,
  at: number,
  table: Uint16Array,
): number {
  let literal = start;
  if (end - start >= 15) {
    let bits = 8;
    while (bits < MAX_TABLE_BITS && 1 << bits < end - start) bits++;
    const shift = 32 - bits;
    // No match starts in the last bytes: four can be read everywhere.
    const limit = end - 15;
    let position = start + 1;
    // Where nothing matches, steps grow.
    let misses = 32;
    while (position <= limit) {
      const word = load32(input, position);
      const slot = Math.imul(word, 0x1e35a7bd) >>> shift;
      const candidate = start + table[slot];
      table[slot] = position - start;
      if (candidate >= position || load32(input, candidate) !== word) {
        position += misses++ >> 5;
        continue;
      }
      if (position > literal) at = writeLiteral(input, literal, position, output, at);
      let matched = position + 4;
      let from = candidate + 4;
      while (matched < end && input[matched] === input[from]) {
        matched++;
        from++;
      }
      at = writeCopies(position - candidate, matched - position, output, at);
      literal = position = matched;
      misses = 32;
      if (position <= limit) {
        const before = Math.imul(load32(input, position - 1), 0x1e35a7bd) >>> shift;
        table[before] = position - 1 - start;
      }
    }
  }
  return literal < end ? writeLiteral(input, literal, end, output, at) : at;
}

function writeLiteral(
  input: Uint8Array,
  start: number,
  end: number,
  output: Uint8Array,
  at: number,
): number {
  const length = end - start - 1;
  if (length < 60) output[at++] = length << 2;
  else if (length < 0x100) {
    output[at++] = 60 << 2;
    output[at++] = length;
  } else {
    output[at++] = 61 << 2;
    output[at++] = length;
    output[at++] = length >> 8;
  }
  if (end - start > 32) {
    output.set(input.subarray(start, end), at);
    return at + end - start;
  }
  for (let i = start; i < end; i++) output[at++] = input[i];
  return at;
}

function writeCopies(distance: number, length: number, output: Uint8Array, at: number): number {
  let rest = length;
  while (rest > 0) {
    // No rest of fewer than four bytes: a short copy needs that many.
    const step = rest >= 68 ? 64 : rest > 64 ? 60 : rest;
    if (step >= 4 && step < 12 && distance < 2048) {
      output[at++] = 1 | ((step - 4) << 2) | ((distance >> 8) << 5);
      output[at++] = distance;
    } else {
      output[at++] = 2 | ((step - 1) << 2);
      output[at++] = distance;
      output[at++] = distance >> 8;
    }
    rest -= step;
  }
  return at;
}

/**
 * Decompresses the block that is `input` from `start` to `end`.
 *
 * @throws {DecompressionError} If it is no such block.
 * @throws {DecompressedTooLargeError} If it holds more than `maxBytes`.
 */
export function decompressSnappyBlock(
  input: Uint8Array,
  start: number,
  end: number,
  maxBytes: number,
): Uint8Array {
  let at = start;
  let length = 0;
  for (let shift = 0;; shift += 7) {
    if (at >= end || shift > 28) throw broken("its length is cut off or too long", at);
    const byte = input[at++];
    length = (length | ((byte & 0x7f) << shift)) >>> 0;
    if (byte < 0x80) break;
  }
  if (length > (end - at) * MAX_EXPANSION) throw broken("it can't hold what its length says", at);
  if (length > maxBytes) throw tooLarge(maxBytes);
  const output = new Uint8Array(length);
  let written = 0;
  while (at < end) {
    const tag = input[at++];
    const kind = tag & 3;
    if (kind === 0) {
      let size = tag >> 2;
      if (size >= 60) {
        const extra = size - 59;
        if (at + extra > end) throw broken("a literal's length is cut off", at);
        size = 0;
        for (let i = 0; i < extra; i++) size = (size | (input[at + i] << (8 * i))) >>> 0;
        at += extra;
      }
      size++;
      if (at + size > end) throw broken("a literal is cut off", at);
      if (written + size > length) throw broken("a literal goes beyond the length", at);
      if (size > 32) output.set(input.subarray(at, at + size), written);
      else for (let i = 0; i < size; i++) output[written + i] = input[at + i];
      at += size;
      written += size;
      continue;
    }
    let size: number;
    let distance: number;
    if (kind === 1) {
      size = 4 + ((tag >> 2) & 7);
      distance = ((tag >> 5) << 8) | input[at];
      at += 1;
    } else if (kind === 2) {
      size = 1 + (tag >> 2);
      distance = input[at] | (input[at + 1] << 8);
      at += 2;
    } else {
      size = 1 + (tag >> 2);
      distance = load32(input, at) >>> 0;
      at += 4;
    }
    if (at > end) throw broken("a copy is cut off", at);
    if (distance === 0 || distance > written) throw broken("a copy from before the start", at);
    if (written + size > length) throw broken("a copy goes beyond the length", at);
    for (let i = 0; i < size; i++) output[written + i] = output[written + i - distance];
    written += size;
  }
  if (written !== length) throw broken(`${written} bytes where ${length} should be`, at);
  return output;
}

function broken(what: string, position: number): DecompressionError {
  return new DecompressionError(`Not snappy: ${what}`, { position });
}
