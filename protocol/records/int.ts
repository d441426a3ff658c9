/** Big-endian integers at a position of a byte array, without a DataView for each array. No bounds checks. */

const TWO_32 = 4294967296;

export function readInt16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] << 24) >> 16) | bytes[at + 1];
}

export function readInt32(bytes: Uint8Array, at: number): number {
  return (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
}

export function readUint32(bytes: Uint8Array, at: number): number {
  return readInt32(bytes, at) >>> 0;
}

export function readInt64(bytes: Uint8Array, at: number): bigint {
  return int64(readInt32(bytes, at), readInt32(bytes, at + 4));
}

/** An int64 as a number: exact up to 2^53 either way, the nearest number beyond. */
export function readInt64AsNumber(bytes: Uint8Array, at: number): number {
  return int64AsNumber(readInt32(bytes, at), readInt32(bytes, at + 4));
}

export function writeInt16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >> 8;
  bytes[at + 1] = value;
}

export function writeInt32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >> 24;
  bytes[at + 1] = value >> 16;
  bytes[at + 2] = value >> 8;
  bytes[at + 3] = value;
}

export function writeInt64(bytes: Uint8Array, at: number, value: bigint): void {
  writeInt32(bytes, at, highOf(value));
  writeInt32(bytes, at + 4, lowOf(value));
}

/** The int64 of two 32-bit halves; only the lowest 32 bits of each count. */
export function int64(high: number, low: number): bigint {
  const upper = high | 0;
  // Numbers become bigints much faster than bigints are put together.
  if (upper >= -0x200000 && upper < 0x200000) return BigInt(upper * TWO_32 + (low >>> 0));
  return (BigInt(upper) << 32n) | BigInt(low >>> 0);
}

export function int64AsNumber(high: number, low: number): number {
  return (high | 0) * TWO_32 + (low >>> 0);
}

/** The upper 32 bits of an int64, as a signed number. */
export function highOf(value: bigint): number {
  const number = Number(value);
  return Number.isSafeInteger(number) ? Math.floor(number / TWO_32) : Number(value >> 32n);
}

/** The lower 32 bits of an int64, as a signed number. */
export function lowOf(value: bigint): number {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number | 0 : Number(BigInt.asIntN(32, value));
}
