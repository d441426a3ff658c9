import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import { anyCodecId, anyTimestampType } from "../../../protocol/records/any_batch.ts";
import * as header from "../../../protocol/records/batch_header.ts";
import { BatchIterator } from "../../../protocol/records/batch_iterator.ts";
import { CODECS } from "../../../protocol/records/compression/codec.ts";
import { parseControlRecordType } from "../../../protocol/records/control_record.ts";
import {
  CorruptRecordError,
  DecompressionError,
  InvalidRecordError,
  RecordError,
  UnknownCompressionTypeError,
} from "../../../protocol/records/errors.ts";
import * as legacy from "../../../protocol/records/legacy_message.ts";
import type { LogRecord } from "../../../protocol/records/record.ts";
import { RecordCursor } from "../../../protocol/records/record_cursor.ts";
import { readRecords } from "../../../protocol/records/record_reader.ts";
import { validateBatch } from "../../../protocol/records/validate_batch.ts";
import { assertRecord } from "./matches.ts";
import { bytesOf, readVectors, type Vector, type VectorBatch } from "./vectors.ts";

interface Read {
  readonly batches: { readonly position: number; readonly records: readonly LogRecord[] }[];
  readonly partialBytes?: number;
  readonly failed?: { readonly at: string; readonly error: unknown };
}

/** Reads as the vectors' writer did: next batch, its size and CRC, its records. */
function readLikeKafka(bytes: Uint8Array): Read {
  const iterator = new BatchIterator(bytes);
  const batches: Read["batches"] = [];
  let at = "batches";
  try {
    while (iterator.next()) {
      at = "ensureValid";
      validateBatch(bytes, iterator.position, iterator.size);
      at = "records";
      const records = readRecords(bytes, iterator.position);
      if (iterator.magic === 2 && header.isControlBatch(bytes, iterator.position)) {
        records.forEach((record) => parseControlRecordType(record.key));
      }
      batches.push({ position: iterator.position, records });
      at = "batches";
    }
  } catch (error) {
    return { batches, failed: { at, error } };
  }
  return { batches, partialBytes: iterator.partialBytes };
}

function assertHeader(bytes: Uint8Array, at: number, expected: VectorBatch, name: string): void {
  const codec = CODECS[anyCodecId(bytes, at)].name;
  const common = {
    magic: BigInt(header.magic(bytes, at)),
    sizeInBytes: BigInt(header.sizeBytes(bytes, at)),
    compression: codec,
    timestampType: anyTimestampType(bytes, at) ?? "NoTimestampType",
  };
  const byMagic = header.magic(bytes, at) === 2
    ? {
      baseOffset: header.baseOffset(bytes, at),
      batchLength: BigInt(header.batchLength(bytes, at)),
      partitionLeaderEpoch: BigInt(header.partitionLeaderEpoch(bytes, at)),
      crc: BigInt(header.crc(bytes, at)),
      attributes: BigInt(header.attributes(bytes, at)),
      lastOffsetDelta: BigInt(header.lastOffsetDelta(bytes, at)),
      baseTimestamp: header.baseTimestamp(bytes, at),
      maxTimestamp: header.maxTimestamp(bytes, at),
      producerId: header.producerId(bytes, at),
      producerEpoch: BigInt(header.producerEpoch(bytes, at)),
      baseSequence: BigInt(header.baseSequence(bytes, at)),
      count: BigInt(header.recordsCount(bytes, at)),
      lastSequence: BigInt(header.lastSequence(bytes, at)),
      lastOffset: header.lastOffset(bytes, at),
      isTransactional: header.isTransactionalBatch(bytes, at),
      isControl: header.isControlBatch(bytes, at),
      deleteHorizonMs: header.deleteHorizonMs(bytes, at),
    }
    : {
      offset: header.baseOffset(bytes, at),
      messageSize: BigInt(header.batchLength(bytes, at)),
      crc: BigInt(legacy.legacyCrc(bytes, at)),
      attributes: BigInt(legacy.legacyAttributes(bytes, at)),
      maxTimestamp: legacy.legacyTimestamp(bytes, at),
    };
  for (const [field, value] of Object.entries({ ...common, ...byMagic })) {
    assertEquals(value, expected[field], `${name}: ${field}`);
  }
}

/** What Kafka threw, as the error that stands for it here. */
function expectedError(exception: string, message: string) {
  switch (exception.split(".").pop()) {
    case "CorruptRecordException":
      return CorruptRecordError;
    case "InvalidRecordException":
      return InvalidRecordError;
    case "KafkaException":
      return DecompressionError;
    case "IllegalArgumentException":
      if (message.startsWith("Unknown compression type")) return UnknownCompressionTypeError;
      return message.startsWith("newLimit < 0") ? CorruptRecordError : InvalidRecordError;
  }
  throw new Error(`No error stands for ${exception}`);
}

function checkVector(vector: Vector): void {
  const bytes = bytesOf(vector.hex);
  const read = readLikeKafka(bytes);
  if (vector.fails !== undefined) {
    const { at, batchesBefore, exception, message } = vector.fails;
    if (read.failed === undefined) throw new Error(`${vector.name}: should fail`);
    assertEquals(read.failed.at, at, vector.name);
    assertInstanceOf(read.failed.error, RecordError, vector.name);
    assertInstanceOf(read.failed.error, expectedError(exception, message ?? ""), vector.name);
    assertEquals(BigInt(read.batches.length), batchesBefore, vector.name);
    return;
  }
  if (read.failed !== undefined) throw read.failed.error;
  assertEquals(BigInt(read.partialBytes!), vector.partialBytes, vector.name);
  assertEquals(read.batches.length, vector.batches!.length, vector.name);
  read.batches.forEach(({ position, records }, i) => {
    const expected = vector.batches![i];
    assertHeader(bytes, position, expected, vector.name);
    assertEquals(records.length, expected.records.length, vector.name);
    records.forEach((record, j) => assertRecord(record, expected.records[j], vector.name));
    if (header.magic(bytes, position) === 2) checkCursor(bytes, position, expected, vector.name);
  });
}

function checkCursor(bytes: Uint8Array, position: number, expected: VectorBatch, name: string) {
  const cursor = new RecordCursor(bytes, position);
  const baseSequence = header.baseSequence(bytes, position);
  for (const record of expected.records) {
    assert(cursor.next(), name);
    assertEquals(BigInt(cursor.sizeBytes), record.sizeInBytes, name);
    const sequence = header.sequenceAfter(baseSequence, cursor.offsetDelta);
    assertEquals(BigInt(sequence), record.sequence, name);
  }
  assert(!cursor.next(), name);
}

for (
  const [file, lines] of [
    ["record-batches", 60],
    ["record-batches-broken", 101],
    ["message-sets", 25],
    ["message-sets-broken", 46],
  ] as const
) {
  Deno.test(`every line of ${file} reads, or fails, as in Kafka`, () => {
    const vectors = readVectors(file);
    assertEquals(vectors.length, lines);
    vectors.forEach(checkVector);
  });
}
