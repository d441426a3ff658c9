/** LZ4 blocks: sequences of a literal run and a copy from up to 64 KiB before. */
import { DecompressionError } from "../errors.ts";
import { load32 } from "./little_endian.ts";

/** The format's rules for a block's end: the last match starts this far from it, and ends this far from it. */
const LAST_MATCH_START = 12;
const LAST_LITERALS = 5;
const MIN_MATCH = 4;
const HASH_BITS = 14;

/** The most that `length` bytes can compress to. */
export function maxLz4BlockSize(length: number): number {
  return length + Math.ceil(length / 255) + 16;
}

/**
 * Compresses `input` from `start` to `end`, at most 64 KiB, into `output` at `at`.
 *
 * @param searchDepth Earlier places with the same hash that are tried for each match; more is smaller and slower.
 * @returns The position after the block.
 */
export function compressLz4Block(
  input: Uint8Array,
  start: number,
  end: number,
  output: Uint8Array,
  at: number,
  searchDepth: number,
): number {
  const matches = searchDepth > 1
    ? new ChainedMatches(input, start, end, searchDepth)
    : new HashedMatches(input, start);
  const limit = end - LAST_MATCH_START;
  const matchEnd = end - LAST_LITERALS;
  let literal = start;
  let position = start;
  let misses = 64;
  while (position <= limit) {
    const candidate = matches.find(position, matchEnd);
    if (candidate < 0) {
      position += matches.skips ? misses++ >> 6 : 1;
      continue;
    }
    let length = MIN_MATCH;
    const most = matchEnd - position;
    while (length < most && input[position + length] === input[candidate + length]) length++;
    at = writeSequence(input, literal, position, position - candidate, length, output, at);
    matches.skip(position, Math.min(position + length, limit + 1));
    position += length;
    literal = position;
    misses = 64;
  }
  return writeLiterals(input, literal, end, output, at);
}

/** Remembers the last place of each hash. */
class HashedMatches {
  readonly skips = true;
  readonly #table = new Uint16Array(1 << HASH_BITS);

  constructor(readonly input: Uint8Array, readonly start: number) {}

  find(position: number, _matchEnd: number): number {
    const { input, start } = this;
    const word = load32(input, position);
    const slot = hash(word);
    const candidate = start + this.#table[slot];
    this.#table[slot] = position - start;
    return candidate < position && load32(input, candidate) === word ? candidate : -1;
  }

  skip(_from: number, to: number): void {
    this.#table[hash(load32(this.input, to - 2))] = to - 2 - this.start;
  }
}

/** Remembers all places of each hash and takes the longest match among the last `depth`. */
class ChainedMatches {
  readonly skips = false;
  readonly #last = new Int32Array(1 << HASH_BITS).fill(-1);
  readonly #previous: Int32Array;

  constructor(
    readonly input: Uint8Array,
    readonly start: number,
    end: number,
    readonly depth: number,
  ) {
    this.#previous = new Int32Array(end - start);
  }

  find(position: number, matchEnd: number): number {
    const { input, start } = this;
    const word = load32(input, position);
    let candidate = this.#insert(position, word);
    let best = -1;
    let bestLength = MIN_MATCH - 1;
    const most = matchEnd - position;
    for (let tries = this.depth; tries > 0 && candidate >= 0; tries--) {
      const from = start + candidate;
      if (
        input[from + bestLength] === input[position + bestLength] && load32(input, from) === word
      ) {
        let length = MIN_MATCH;
        while (length < most && input[from + length] === input[position + length]) length++;
        if (length > bestLength) {
          best = from;
          bestLength = length;
          if (length === most) break;
        }
      }
      candidate = this.#previous[candidate];
    }
    return best;
  }

  skip(from: number, to: number): void {
    for (let i = from + 1; i < to; i++) this.#insert(i, load32(this.input, i));
  }

  /** Returns the place before it with the same hash, or -1. */
  #insert(position: number, word: number): number {
    const slot = hash(word);
    const before = this.#last[slot];
    this.#previous[position - this.start] = before;
    this.#last[slot] = position - this.start;
    return before;
  }
}

function hash(word: number): number {
  return Math.imul(word, 0x9e3779b1) >>> (32 - HASH_BITS);
}

function writeSequence(
  input: Uint8Array,
  literal: number,
  literalEnd: number,
  distance: number,
  length: number,
  output: Uint8Array,
  at: number,
): number {
  const token = at;
  at = writeLiterals(input, literal, literalEnd, output, at);
  output[at++] = distance;
  output[at++] = distance >> 8;
  const extra = length - MIN_MATCH;
  output[token] |= Math.min(extra, 15);
  return extra >= 15 ? writeLength(extra - 15, output, at) : at;
}

function writeLiterals(
  input: Uint8Array,
  start: number,
  end: number,
  output: Uint8Array,
  at: number,
): number {
  const length = end - start;
  output[at++] = Math.min(length, 15) << 4;
  if (length >= 15) at = writeLength(length - 15, output, at);
  if (length > 32) output.set(input.subarray(start, end), at);
  else for (let i = 0; i < length; i++) output[at + i] = input[start + i];
  return at + length;
}

function writeLength(length: number, output: Uint8Array, at: number): number {
  for (; length >= 255; length -= 255) output[at++] = 255;
  output[at++] = length;
  return at;
}

/**
 * Decompresses the block that is `input` from `start` to `end` into `output` from `at` up to `limit`.
 *
 * @returns The position after what was written, or -1 if `limit` is too near.
 * @throws {DecompressionError} If it is no such block.
 */
export function decompressLz4Block(
  input: Uint8Array,
  start: number,
  end: number,
  output: Uint8Array,
  at: number,
  limit: number,
): number {
  const first = at;
  let from = start;
  while (true) {
    if (from >= end) throw broken("a block is cut off", from);
    const token = input[from++];
    let literals = token >> 4;
    if (literals === 15) {
      let byte: number;
      do {
        if (from >= end) throw broken("a literal's length is cut off", from);
        byte = input[from++];
        literals += byte;
      } while (byte === 255);
    }
    if (from + literals > end) throw broken("a literal is cut off", from);
    if (at + literals > limit) return -1;
    if (literals > 32) output.set(input.subarray(from, from + literals), at);
    else for (let i = 0; i < literals; i++) output[at + i] = input[from + i];
    from += literals;
    at += literals;
    if (from === end) return at;
    if (from + 2 > end) throw broken("a distance is cut off", from);
    const distance = input[from] | (input[from + 1] << 8);
    from += 2;
    if (distance === 0 || distance > at - first) throw broken("a copy from before the start", from);
    let length = (token & 15) + MIN_MATCH;
    if (length === 15 + MIN_MATCH) {
      let byte: number;
      do {
        if (from >= end) throw broken("a copy's length is cut off", from);
        byte = input[from++];
        length += byte;
      } while (byte === 255);
    }
    if (at + length > limit) return -1;
    if (distance >= length && length > 64) {
      output.copyWithin(at, at - distance, at - distance + length);
    } else for (let i = 0; i < length; i++) output[at + i] = output[at + i - distance];
    at += length;
  }
}

function broken(what: string, position: number): DecompressionError {
  return new DecompressionError(`Not LZ4: ${what}`, { position });
}
