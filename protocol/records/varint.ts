/**
 * Kafka's variable-length integers: groups of 7 bits, lowest first, the high bit of a byte saying that more follow.
 * Signed ones are in zigzag form (0, -1, 1, -2, ... become 0, 1, 2, 3, ...). As in Kafka, needless continuation bytes
 * are accepted and bits beyond the type's width dropped, but no more than 5 (varint) or 10 bytes (varlong).
 */
import { InvalidRecordError } from "./errors.ts";
import { highOf, int64, lowOf } from "./int.ts";

/** Where reading stands. Readers move `position` forward; a varlong comes as two halves, to spare a bigint. */
export class VarintCursor {
  /** Upper and lower 32 bits of the last varlong. */
  high = 0;
  low = 0;

  constructor(public bytes: Uint8Array, public position = 0, public end = bytes.length) {}
}

/** @throws {InvalidRecordError} If it ends early or has more than 5 bytes. */
export function readUnsignedVarint(cursor: VarintCursor): number {
  return readBits(cursor) >>> 0;
}

/** @throws {InvalidRecordError} If it ends early or has more than 5 bytes. */
export function readVarint(cursor: VarintCursor): number {
  const bits = readBits(cursor);
  return (bits >>> 1) ^ -(bits & 1);
}

function readBits(cursor: VarintCursor): number {
  const { bytes, end } = cursor;
  const start = cursor.position;
  let at = start;
  let bits = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    if (at >= end) throw new InvalidRecordError("A varint is cut off", { position: start });
    const byte = bytes[at++];
    bits |= (byte & 0x7f) << shift;
    if (byte < 0x80) {
      cursor.position = at;
      return bits;
    }
  }
  throw new InvalidRecordError("A varint has more than 5 bytes", { position: start });
}

/** @throws {InvalidRecordError} If it ends early or has more than 10 bytes. */
export function readVarlong(cursor: VarintCursor): bigint {
  readVarlongHalves(cursor);
  return int64(cursor.high, cursor.low);
}

/**
 * Reads a varlong into `cursor.high` and `cursor.low`.
 *
 * @throws {InvalidRecordError} If it ends early or has more than 10 bytes.
 */
export function readVarlongHalves(cursor: VarintCursor): void {
  const { bytes, end } = cursor;
  const start = cursor.position;
  let at = start;
  let low = 0;
  let high = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    if (at >= end) throw new InvalidRecordError("A varlong is cut off", { position: start });
    const byte = bytes[at++];
    const bits = byte & 0x7f;
    if (shift < 28) low |= bits << shift;
    else if (shift === 28) {
      low |= bits << 28;
      high = bits >> 4;
    } else if (shift < 63) high |= bits << (shift - 32);
    else high |= bits << 31;
    if (byte < 0x80) {
      cursor.position = at;
      const sign = -(low & 1);
      cursor.low = ((low >>> 1) | (high << 31)) ^ sign;
      cursor.high = (high >>> 1) ^ sign;
      return;
    }
  }
  throw new InvalidRecordError("A varlong has more than 10 bytes", { position: start });
}

/** Writes `value` (0 to 2^32 - 1) and returns the position after it. */
export function writeUnsignedVarint(bytes: Uint8Array, at: number, value: number): number {
  let rest = value >>> 0;
  while (rest > 0x7f) {
    bytes[at++] = rest | 0x80;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  return at;
}

/** Writes an int32 and returns the position after it. */
export function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  return writeUnsignedVarint(bytes, at, (value << 1) ^ (value >> 31));
}

/** Writes an int64 and returns the position after it. */
export function writeVarlong(bytes: Uint8Array, at: number, value: bigint): number {
  const number = Number(value);
  if (number === (number | 0)) return writeVarint(bytes, at, number);
  const sign = number < 0 ? -1 : 0;
  const lower = lowOf(value);
  let high = ((highOf(value) << 1) | (lower >>> 31)) ^ sign;
  let low = (lower << 1) ^ sign;
  while (high !== 0 || low >>> 0 > 0x7f) {
    bytes[at++] = low | 0x80;
    low = (low >>> 7) | (high << 25);
    high >>>= 7;
  }
  bytes[at++] = low;
  return at;
}

/** Bytes that {@linkcode writeUnsignedVarint} takes. */
export function unsignedVarintSize(value: number): number {
  const bits = 32 - Math.clz32(value);
  return bits === 0 ? 1 : Math.ceil(bits / 7);
}

/** Bytes that {@linkcode writeVarint} takes. */
export function varintSize(value: number): number {
  return unsignedVarintSize((value << 1) ^ (value >> 31));
}

/** Bytes that {@linkcode writeVarlong} takes. */
export function varlongSize(value: bigint): number {
  const number = Number(value);
  if (number === (number | 0)) return varintSize(number);
  const sign = number < 0 ? -1 : 0;
  const high = ((highOf(value) << 1) | (lowOf(value) >>> 31)) ^ sign;
  // One bit more than an int32 has at least, so the upper half is not 0.
  return Math.ceil((64 - Math.clz32(high)) / 7);
}
