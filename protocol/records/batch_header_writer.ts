/** Writes whole headers of batches of magic 2. */
import { FIELD, LOG_OVERHEAD_BYTES, updateCrc } from "./batch_header.ts";
import { writeInt16, writeInt32, writeInt64 } from "./int.ts";

/** Every header field but those that follow from the bytes: length, magic and checksum. */
export interface BatchHeader {
  readonly baseOffset: bigint;
  readonly partitionLeaderEpoch: number;
  readonly attributes: number;
  readonly lastOffsetDelta: number;
  readonly baseTimestamp: bigint;
  readonly maxTimestamp: bigint;
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly recordsCount: number;
}

/** Writes the header at the start of `batch`, which ends where the batch ends and already holds its records. */
export function writeBatchHeader(batch: Uint8Array, header: BatchHeader): void {
  writeInt64(batch, FIELD.baseOffset, header.baseOffset);
  writeInt32(batch, FIELD.batchLength, batch.length - LOG_OVERHEAD_BYTES);
  writeInt32(batch, FIELD.partitionLeaderEpoch, header.partitionLeaderEpoch);
  batch[FIELD.magic] = 2;
  writeInt16(batch, FIELD.attributes, header.attributes);
  writeInt32(batch, FIELD.lastOffsetDelta, header.lastOffsetDelta);
  writeInt64(batch, FIELD.baseTimestamp, header.baseTimestamp);
  writeInt64(batch, FIELD.maxTimestamp, header.maxTimestamp);
  writeInt64(batch, FIELD.producerId, header.producerId);
  writeInt16(batch, FIELD.producerEpoch, header.producerEpoch);
  writeInt32(batch, FIELD.baseSequence, header.baseSequence);
  writeInt32(batch, FIELD.recordsCount, header.recordsCount);
  updateCrc(batch, 0);
}
