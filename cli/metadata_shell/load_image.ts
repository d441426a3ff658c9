/** Reads a snapshot or a segment of the metadata log into an image. */
import { EMPTY_IMAGE } from "../../metadata/image/empty_image.ts";
import type { MetadataImage } from "../../metadata/image/image.ts";
import { ImageBuilder } from "../../metadata/image/image_builder.ts";
import { decodeMetadataRecord } from "../../protocol/data/metadata_framing.ts";
import * as header from "../../protocol/records/batch_header.ts";
import { BatchIterator } from "../../protocol/records/batch_iterator.ts";
import { readRecords } from "../../protocol/records/record_reader.ts";
import { validateBatch } from "../../protocol/records/validate_batch.ts";

/**
 * The state after the last whole batch: a log that is written to may end in the middle of one.
 *
 * @throws {ReplayError} If a record contradicts the others: a segment that is not the first may change what it does not
 * have.
 * @throws {CorruptRecordError} and the like if a batch is broken.
 */
export function loadImage(bytes: Uint8Array): MetadataImage {
  const builder = new ImageBuilder(EMPTY_IMAGE);
  const batches = new BatchIterator(bytes);
  let provenance = { offset: -1, epoch: 0, timestampMs: -1 };
  while (batches.next()) {
    const { position, size } = batches;
    validateBatch(bytes, position, size);
    if (header.isControlBatch(bytes, position)) continue;
    provenance = {
      offset: header.lastOffsetAsNumber(bytes, position),
      epoch: header.partitionLeaderEpoch(bytes, position),
      timestampMs: header.maxTimestampAsNumber(bytes, position),
    };
    for (const { value, offset } of readRecords(bytes, position)) {
      if (value !== null) builder.replay(decodeMetadataRecord(value), Number(offset));
    }
  }
  return builder.build(provenance).after;
}
