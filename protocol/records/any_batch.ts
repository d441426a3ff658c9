/**
 * Questions about a batch that make sense for every magic, for code that also meets messages of magic 0 and 1. Those have
 * no leader epoch, producer or control flag, and their base offset is known only after decompressing.
 */
import * as attributes from "./attributes.ts";
import * as header from "./batch_header.ts";
import { legacyAttributes, legacyTimestamp, legacyTimestampType } from "./legacy_message.ts";

/** Whether the batch has one of the formats before magic 2. */
export const isLegacy = (bytes: Uint8Array, at: number): boolean => header.magic(bytes, at) < 2;

export const anyLastOffset = (bytes: Uint8Array, at: number): bigint =>
  isLegacy(bytes, at) ? header.baseOffset(bytes, at) : header.lastOffset(bytes, at);

/** Largest timestamp, -1 for magic 0. */
export const anyMaxTimestamp = (bytes: Uint8Array, at: number): bigint =>
  isLegacy(bytes, at) ? legacyTimestamp(bytes, at) : header.maxTimestamp(bytes, at);

/** Null for magic 0, which has no timestamps. */
export const anyTimestampType = (bytes: Uint8Array, at: number): attributes.TimestampType | null =>
  isLegacy(bytes, at) ? legacyTimestampType(bytes, at) : header.batchTimestampType(bytes, at);

export const anyCodecId = (bytes: Uint8Array, at: number): number =>
  isLegacy(bytes, at)
    ? attributes.codecId(legacyAttributes(bytes, at))
    : header.batchCodecId(bytes, at);

export const anyPartitionLeaderEpoch = (bytes: Uint8Array, at: number): number =>
  isLegacy(bytes, at) ? header.NO_PARTITION_LEADER_EPOCH : header.partitionLeaderEpoch(bytes, at);

export const anyProducerId = (bytes: Uint8Array, at: number): bigint =>
  isLegacy(bytes, at) ? header.NO_PRODUCER_ID : header.producerId(bytes, at);

export const anyIsControl = (bytes: Uint8Array, at: number): boolean =>
  !isLegacy(bytes, at) && header.isControlBatch(bytes, at);

export const anyIsTransactional = (bytes: Uint8Array, at: number): boolean =>
  !isLegacy(bytes, at) && header.isTransactionalBatch(bytes, at);
