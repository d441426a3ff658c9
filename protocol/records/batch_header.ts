/**
 * The 61-byte header of a record batch of magic 2, read and rewritten in place: every function takes the bytes and the
 * position where the batch starts, and trusts that 61 bytes are there (`batch_iterator.ts` and `validate_batch.ts` see
 * to that).
 */
import {
  codecId,
  hasDeleteHorizon,
  isControl,
  isTransactional,
  type TimestampType,
  timestampType,
  withTimestampType,
} from "./attributes.ts";
import { crc32c } from "./crc32c.ts";
import {
  readInt16,
  readInt32,
  readInt64,
  readInt64AsNumber,
  readUint32,
  writeInt16,
  writeInt32,
  writeInt64,
} from "./int.ts";

/** Byte positions of the fields, from the start of the batch. */
export const FIELD = {
  baseOffset: 0,
  batchLength: 8,
  partitionLeaderEpoch: 12,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  baseTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  baseSequence: 53,
  recordsCount: 57,
  records: 61,
} as const;

/** Bytes of the header, and so of the smallest batch. */
export const HEADER_BYTES = 61;
/** Base offset and length, which stand before every batch or message and don't count in its length. */
export const LOG_OVERHEAD_BYTES = 12;
/** Bytes up to and with the magic byte, which stands at the same place in every format. */
export const HEADER_BYTES_UP_TO_MAGIC = 17;

export const NO_PRODUCER_ID = -1n;
export const NO_PRODUCER_EPOCH = -1;
export const NO_SEQUENCE = -1;
export const NO_PARTITION_LEADER_EPOCH = -1;
export const NO_TIMESTAMP = -1n;

export const baseOffset = (bytes: Uint8Array, at: number): bigint => readInt64(bytes, at);
/** Exact up to 2^53. */
export const baseOffsetAsNumber = (bytes: Uint8Array, at: number): number =>
  readInt64AsNumber(bytes, at);
/** Bytes after this field: the whole batch less {@linkcode LOG_OVERHEAD_BYTES}. */
export const batchLength = (bytes: Uint8Array, at: number): number =>
  readInt32(bytes, at + FIELD.batchLength);
/** Bytes of the whole batch. */
export const sizeBytes = (bytes: Uint8Array, at: number): number =>
  batchLength(bytes, at) + LOG_OVERHEAD_BYTES;
export const partitionLeaderEpoch = (bytes: Uint8Array, at: number): number =>
  readInt32(bytes, at + FIELD.partitionLeaderEpoch);
/** Signed. */
export const magic = (bytes: Uint8Array, at: number): number =>
  (bytes[at + FIELD.magic] << 24) >> 24;
/** Unsigned. */
export const crc = (bytes: Uint8Array, at: number): number => readUint32(bytes, at + FIELD.crc);
export const attributes = (bytes: Uint8Array, at: number): number =>
  readInt16(bytes, at + FIELD.attributes);
export const lastOffsetDelta = (bytes: Uint8Array, at: number): number =>
  readInt32(bytes, at + FIELD.lastOffsetDelta);
/** The first record's timestamp, or the delete horizon where that flag is set. */
export const baseTimestamp = (bytes: Uint8Array, at: number): bigint =>
  readInt64(bytes, at + FIELD.baseTimestamp);
export const baseTimestampAsNumber = (bytes: Uint8Array, at: number): number =>
  readInt64AsNumber(bytes, at + FIELD.baseTimestamp);
export const maxTimestamp = (bytes: Uint8Array, at: number): bigint =>
  readInt64(bytes, at + FIELD.maxTimestamp);
export const maxTimestampAsNumber = (bytes: Uint8Array, at: number): number =>
  readInt64AsNumber(bytes, at + FIELD.maxTimestamp);
export const producerId = (bytes: Uint8Array, at: number): bigint =>
  readInt64(bytes, at + FIELD.producerId);
/** Exact up to 2^53. */
export const producerIdAsNumber = (bytes: Uint8Array, at: number): number =>
  readInt64AsNumber(bytes, at + FIELD.producerId);
export const producerEpoch = (bytes: Uint8Array, at: number): number =>
  readInt16(bytes, at + FIELD.producerEpoch);
export const baseSequence = (bytes: Uint8Array, at: number): number =>
  readInt32(bytes, at + FIELD.baseSequence);
export const recordsCount = (bytes: Uint8Array, at: number): number =>
  readInt32(bytes, at + FIELD.recordsCount);

export const batchCodecId = (bytes: Uint8Array, at: number): number =>
  codecId(bytes[at + FIELD.attributes + 1]);
export const batchTimestampType = (bytes: Uint8Array, at: number): TimestampType =>
  timestampType(bytes[at + FIELD.attributes + 1]);
export const isTransactionalBatch = (bytes: Uint8Array, at: number): boolean =>
  isTransactional(bytes[at + FIELD.attributes + 1]);
export const isControlBatch = (bytes: Uint8Array, at: number): boolean =>
  isControl(bytes[at + FIELD.attributes + 1]);
export const hasProducerId = (bytes: Uint8Array, at: number): boolean =>
  producerIdAsNumber(bytes, at) > -1;
/** The time from which tombstones and markers in the batch may go, or null where none is set yet. */
export const deleteHorizonMs = (bytes: Uint8Array, at: number): bigint | null =>
  hasDeleteHorizon(bytes[at + FIELD.attributes + 1]) ? baseTimestamp(bytes, at) : null;

export const lastOffset = (bytes: Uint8Array, at: number): bigint =>
  BigInt.asIntN(64, baseOffset(bytes, at) + BigInt(lastOffsetDelta(bytes, at)));
/** Exact up to 2^53. */
export const lastOffsetAsNumber = (bytes: Uint8Array, at: number): number =>
  baseOffsetAsNumber(bytes, at) + lastOffsetDelta(bytes, at);
/** Sequence of the last record, or {@linkcode NO_SEQUENCE}. */
export const lastSequence = (bytes: Uint8Array, at: number): number =>
  sequenceAfter(baseSequence(bytes, at), lastOffsetDelta(bytes, at));

/** The sequence `increment` after `sequence`: after 2^31 - 1 comes 0; {@linkcode NO_SEQUENCE} stays. */
export function sequenceAfter(sequence: number, increment: number): number {
  if (sequence === NO_SEQUENCE) return NO_SEQUENCE;
  return sequence > 0x7fffffff - increment
    ? increment - (0x7fffffff - sequence) - 1
    : sequence + increment;
}

/** CRC-32C of the batch, from the attributes to its end. `size` is that of the whole batch. */
export function computeCrc(bytes: Uint8Array, at: number, size = sizeBytes(bytes, at)): number {
  return crc32c(bytes, at + FIELD.attributes, at + size);
}

/** Not under the checksum. */
export function setBaseOffset(bytes: Uint8Array, at: number, offset: bigint): void {
  writeInt64(bytes, at, offset);
}

/** Moves the batch so that its last record has this offset. Not under the checksum. */
export function setLastOffset(bytes: Uint8Array, at: number, offset: bigint): void {
  writeInt64(bytes, at, offset - BigInt(lastOffsetDelta(bytes, at)));
}

/** Not under the checksum. */
export function setPartitionLeaderEpoch(bytes: Uint8Array, at: number, epoch: number): void {
  writeInt32(bytes, at + FIELD.partitionLeaderEpoch, epoch);
}

/** Sets timestamp type and max timestamp, and the checksum, unless both are already so. */
export function setMaxTimestamp(
  bytes: Uint8Array,
  at: number,
  type: TimestampType,
  timestamp: bigint,
): void {
  if (batchTimestampType(bytes, at) === type && maxTimestamp(bytes, at) === timestamp) return;
  writeInt16(bytes, at + FIELD.attributes, withTimestampType(attributes(bytes, at), type));
  writeInt64(bytes, at + FIELD.maxTimestamp, timestamp);
  updateCrc(bytes, at);
}

/** Writes the checksum that the batch ought to have. */
export function updateCrc(bytes: Uint8Array, at: number): void {
  writeInt32(bytes, at + FIELD.crc, computeCrc(bytes, at));
}
