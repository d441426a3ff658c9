/** Batches of the metadata log and of snapshots, as records (metadata-quorum 2.1). */
import { DecodeError } from "../../protocol/codec/errors.ts";
import {
  decodeMetadataRecord,
  encodeMetadataRecord,
  type MetadataRecord,
} from "../../protocol/data/metadata_framing.ts";
import { BatchBuilder } from "../../protocol/records/batch_builder.ts";
import * as header from "../../protocol/records/batch_header.ts";
import { BatchIterator } from "../../protocol/records/batch_iterator.ts";
import { RecordCursor } from "../../protocol/records/record_cursor.ts";
import { validateBatch } from "../../protocol/records/validate_batch.ts";
import {
  type ControlBatchOptions,
  type ControlRecord,
  decodeControlRecord,
} from "./control_batch.ts";

/** One batch: data records or control records, record `i` at offset `baseOffset + i`. */
export interface MetadataBatch {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly epoch: number;
  readonly appendTimestampMs: number;
  readonly sizeBytes: number;
  readonly records: readonly MetadataRecord[];
  readonly controls: readonly ControlRecord[];
}

/** One batch of data records. The log may give it another base offset. */
export function dataBatch(
  records: readonly MetadataRecord[],
  { baseOffset, epoch, timestampMs }: ControlBatchOptions,
): Uint8Array {
  const builder = new BatchBuilder({
    baseOffset: BigInt(baseOffset),
    partitionLeaderEpoch: epoch,
  });
  const timestamp = BigInt(timestampMs);
  for (const record of records) {
    builder.append({ timestamp, key: null, value: encodeMetadataRecord(record) });
  }
  return builder.build();
}

/**
 * The whole batches in `bytes`; a batch cut off at the end is left out. Byte fields of records are views.
 *
 * @throws {RecordError} If a batch is broken or compressed.
 * @throws {DecodeError} If a record is none of a metadata log. A reader must stop there: skipping would fork the state.
 */
export function* decodeBatches(bytes: Uint8Array, end = bytes.length): Generator<MetadataBatch> {
  const batches = new BatchIterator(bytes, 0, end);
  while (batches.next()) {
    validateBatch(bytes, batches.position, batches.size);
    yield decodeBatch(bytes, batches.position, batches.size);
  }
}

/** Like {@linkcode decodeBatches}, but looks into control batches only: no records in the others, and no checksums. */
export function* decodeControls(
  bytes: Uint8Array,
): Generator<Pick<MetadataBatch, "baseOffset" | "lastOffset" | "controls">> {
  const batches = new BatchIterator(bytes);
  while (batches.next()) {
    const { position, size } = batches;
    if (header.isControlBatch(bytes, position)) yield decodeBatch(bytes, position, size);
    else {
      yield {
        baseOffset: header.baseOffsetAsNumber(bytes, position),
        lastOffset: header.lastOffsetAsNumber(bytes, position),
        controls: [],
      };
    }
  }
}

function decodeBatch(bytes: Uint8Array, at: number, sizeBytes: number): MetadataBatch {
  if (header.magic(bytes, at) !== 2) throw new DecodeError("A batch of an old format", at);
  if (header.batchCodecId(bytes, at) !== 0) throw new DecodeError("A compressed batch", at);
  const baseOffset = header.baseOffsetAsNumber(bytes, at);
  const records: MetadataRecord[] = [];
  const controls: ControlRecord[] = [];
  const isControl = header.isControlBatch(bytes, at);
  const cursor = new RecordCursor(bytes, at);
  while (cursor.next()) {
    try {
      if (isControl) controls.push(decodeControlRecord(cursor.key(), cursor.value()));
      else records.push(decodeData(cursor));
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      throw error.within(`offset ${baseOffset + cursor.offsetDelta}`);
    }
  }
  return {
    baseOffset,
    lastOffset: header.lastOffsetAsNumber(bytes, at),
    epoch: header.partitionLeaderEpoch(bytes, at),
    appendTimestampMs: header.maxTimestampAsNumber(bytes, at),
    sizeBytes,
    records,
    controls,
  };
}

function decodeData(cursor: RecordCursor): MetadataRecord {
  const value = cursor.value();
  if (cursor.keyLength >= 0) throw new DecodeError("A metadata record with a key", 0);
  if (value === null) throw new DecodeError("A metadata record without value", 0);
  return decodeMetadataRecord(value);
}
