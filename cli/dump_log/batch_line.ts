/** The line for a batch. */
import { anyCodecId, anyMaxTimestamp, anyTimestampType } from "../../protocol/records/any_batch.ts";
import * as header from "../../protocol/records/batch_header.ts";
import { codecById } from "../../protocol/records/compression/codec.ts";
import { CorruptRecordError } from "../../protocol/records/errors.ts";
import { legacyCrc } from "../../protocol/records/legacy_message.ts";
import { validateBatch } from "../../protocol/records/validate_batch.ts";

/** @param position of the batch in its file */
export function batchLine(bytes: Uint8Array, at: number, size: number, position: number): string {
  const legacy = header.magic(bytes, at) < 2;
  const start = legacy ? `offset: ${header.baseOffset(bytes, at)}` : batchFields(bytes, at);
  const crc = legacy ? legacyCrc(bytes, at) : header.crc(bytes, at);
  return `${start} position: ${position} ` +
    `${timestampTypeName(bytes, at)}: ${anyMaxTimestamp(bytes, at)} size: ${size} ` +
    `magic: ${header.magic(bytes, at)} compresscodec: ${codecById(anyCodecId(bytes, at)).name} ` +
    `crc: ${crc} isvalid: ${isValid(bytes, at, size)}`;
}

function batchFields(bytes: Uint8Array, at: number): string {
  const horizon = header.deleteHorizonMs(bytes, at);
  return `baseOffset: ${header.baseOffset(bytes, at)} lastOffset: ${
    header.lastOffset(bytes, at)
  } ` +
    `count: ${header.recordsCount(bytes, at)} baseSequence: ${header.baseSequence(bytes, at)} ` +
    `lastSequence: ${header.lastSequence(bytes, at)} producerId: ${header.producerId(bytes, at)} ` +
    `producerEpoch: ${header.producerEpoch(bytes, at)} ` +
    `partitionLeaderEpoch: ${header.partitionLeaderEpoch(bytes, at)} ` +
    `isTransactional: ${header.isTransactionalBatch(bytes, at)} ` +
    `isControl: ${header.isControlBatch(bytes, at)} deleteHorizonMs: ${optionalLong(horizon)}`;
}

/** `CreateTime`, `LogAppendTime`, or what Kafka calls the lack of a timestamp. */
export function timestampTypeName(bytes: Uint8Array, at: number): string {
  return anyTimestampType(bytes, at) ?? "NoTimestampType";
}

/** Whether size and checksum of a batch or message are right. */
export function isValid(bytes: Uint8Array, at: number, size: number): boolean {
  try {
    validateBatch(bytes, at, size);
    return true;
  } catch (error) {
    if (error instanceof CorruptRecordError) return false;
    throw error;
  }
}

/** As Java prints an optional number. */
export function optionalLong(value: bigint | null): string {
  return value === null ? "OptionalLong.empty" : `OptionalLong[${value}]`;
}
