/**
 * The layout of messages of magic 0 and 1, as they stand in a message set: offset and size first, as before every
 * batch, then the message. Functions take the bytes and the position of the offset field.
 */
import { type TimestampType, timestampType } from "./attributes.ts";
import { LOG_OVERHEAD_BYTES } from "./batch_header.ts";
import { crc32 } from "./crc32.ts";
import { readInt64, readUint32 } from "./int.ts";

/** Byte positions of the fields, from the offset field on. */
export const LEGACY_FIELD = { crc: 12, magic: 16, attributes: 17, timestamp: 18 } as const;

/** Bytes of the smallest message, without offset and size. */
export const MIN_MESSAGE_BYTES_V0 = 14;
export const MIN_MESSAGE_BYTES_V1 = 22;

/** Unsigned. */
export const legacyCrc = (bytes: Uint8Array, at: number): number =>
  readUint32(bytes, at + LEGACY_FIELD.crc);
export const legacyAttributes = (bytes: Uint8Array, at: number): number =>
  bytes[at + LEGACY_FIELD.attributes];
/** -1 for magic 0, which has none. */
export const legacyTimestamp = (bytes: Uint8Array, at: number): bigint =>
  bytes[at + LEGACY_FIELD.magic] === 0 ? -1n : readInt64(bytes, at + LEGACY_FIELD.timestamp);
/** Null for magic 0. */
export const legacyTimestampType = (bytes: Uint8Array, at: number): TimestampType | null =>
  bytes[at + LEGACY_FIELD.magic] === 0 ? null : timestampType(legacyAttributes(bytes, at));
/** Position of the key's length. */
export const legacyKeyPosition = (bytes: Uint8Array, at: number): number =>
  at + (bytes[at + LEGACY_FIELD.magic] === 0 ? 18 : 26);

/** CRC-32 of a message of `size` bytes, offset and size field counted. */
export function computeLegacyCrc(bytes: Uint8Array, at: number, size: number): number {
  return crc32(bytes, at + LEGACY_FIELD.magic, at + Math.max(size, LOG_OVERHEAD_BYTES + 4));
}
