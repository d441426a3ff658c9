/** Reads from stored batches what producer state must learn: on append, on replication, and when a log is loaded. */
import * as header from "../protocol/records/batch_header.ts";
import { RecordError } from "../protocol/records/errors.ts";
import { type MarkerRecord, readMarker } from "./control_batch.ts";
import type { ProducerBatchFields, ProducerState } from "./producer_state.ts";
import type { TransactionIndex } from "./transaction_index.ts";

/** The header fields of one batch at a time; used again and again. */
export class BatchFields implements ProducerBatchFields {
  producerId = -1n;
  producerEpoch = -1;
  baseSequence = -1;
  lastSequence = -1;
  firstOffset = -1;
  lastOffset = -1;
  maxTimestampMs = -1;
  isTransactional = false;

  /** Takes the fields of the batch at `at`. Offsets are given where the header does not have them yet. */
  read(
    bytes: Uint8Array,
    at: number,
    firstOffset = header.baseOffsetAsNumber(bytes, at),
    lastOffset = header.lastOffsetAsNumber(bytes, at),
  ): this {
    this.producerId = header.producerId(bytes, at);
    this.producerEpoch = header.producerEpoch(bytes, at);
    this.baseSequence = header.baseSequence(bytes, at);
    this.lastSequence = header.lastSequence(bytes, at);
    this.firstOffset = firstOffset;
    this.lastOffset = lastOffset;
    this.maxTimestampMs = header.maxTimestampAsNumber(bytes, at);
    this.isTransactional = header.isTransactionalBatch(bytes, at);
    return this;
  }
}

/**
 * Notes a stored batch of a producer. An aborted transaction that it ends goes to `index`, where one is given.
 *
 * @returns Whether transactions changed.
 */
export function applyBatch(
  producers: ProducerState,
  bytes: Uint8Array,
  at: number,
  index: TransactionIndex | null,
): boolean {
  if (header.isControlBatch(bytes, at)) return applyMarkerBatch(producers, bytes, at, index);
  producers.apply(new BatchFields().read(bytes, at));
  return header.isTransactionalBatch(bytes, at);
}

function applyMarkerBatch(
  producers: ProducerState,
  bytes: Uint8Array,
  at: number,
  index: TransactionIndex | null,
): boolean {
  const marker = tryReadMarker(bytes, at);
  if (marker === null) return false;
  const producerId = header.producerId(bytes, at);
  const offset = header.lastOffsetAsNumber(bytes, at);
  const timestampMs = header.maxTimestampAsNumber(bytes, at);
  const completed = producers.applyMarker(producerId, marker, offset, timestampMs);
  if (completed === null) return false;
  const lastStableOffset = producers.transactions.complete(completed);
  if (completed.aborted && index !== null) {
    index.append({ ...completed, lastStableOffset });
  }
  return true;
}

/** Stored markers were checked when they were appended; what is no marker changes nothing. */
function tryReadMarker(bytes: Uint8Array, at: number): MarkerRecord | null {
  try {
    return readMarker(bytes, at);
  } catch (error) {
    if (error instanceof RecordError) return null;
    throw error;
  }
}
