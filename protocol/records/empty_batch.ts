/** The header-only batch that compaction leaves where it took every record. */
import { encodeAttributes, isControl, isTransactional, timestampType } from "./attributes.ts";
import * as header from "./batch_header.ts";
import { writeBatchHeader } from "./batch_header_writer.ts";

/**
 * What stays of the batch at `position`: its offsets, producer fields, leader epoch and max timestamp, no records. Keeps
 * the last sequence of a producer, or the end of the log.
 */
export function emptyBatch(bytes: Uint8Array, position = 0): Uint8Array {
  const attributes = header.attributes(bytes, position);
  const batch = new Uint8Array(header.HEADER_BYTES);
  writeBatchHeader(batch, {
    baseOffset: header.baseOffset(bytes, position),
    partitionLeaderEpoch: header.partitionLeaderEpoch(bytes, position),
    attributes: encodeAttributes({
      timestampType: timestampType(attributes),
      transactional: isTransactional(attributes),
      control: isControl(attributes),
    }),
    lastOffsetDelta: header.lastOffsetDelta(bytes, position),
    baseTimestamp: header.NO_TIMESTAMP,
    maxTimestamp: header.maxTimestamp(bytes, position),
    producerId: header.producerId(bytes, position),
    producerEpoch: header.producerEpoch(bytes, position),
    baseSequence: header.baseSequence(bytes, position),
    recordsCount: 0,
  });
  return batch;
}
