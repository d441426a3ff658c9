/**
 * Turns committed batches and snapshots into images. What a metadata transaction (KIP-868) brackets is held back until
 * its end and forgotten when it is aborted.
 */
import type { CommittedBatch, LoadedSnapshot } from "../metadata_log.ts";
import { EMPTY_IMAGE } from "./empty_image.ts";
import type { MetadataChange, MetadataImage } from "./image.ts";
import { ImageBuilder, type Provenance } from "./image_builder.ts";
import { imageDifference, shareEqualParts } from "./image_difference.ts";
import { ReplayError } from "./replay_error.ts";

export class ImageLoader {
  #image: MetadataImage;
  /** Collects the records of the open transaction. */
  #transaction: ImageBuilder | null = null;
  #sawRecords: boolean;

  /** @param image The state of some log so far; with the empty one, none. */
  constructor(image: MetadataImage = EMPTY_IMAGE, sawRecords = image !== EMPTY_IMAGE) {
    this.#image = image;
    this.#sawRecords = sawRecords;
  }

  /** The state with everything but an open transaction. */
  get image(): MetadataImage {
    return this.#image;
  }

  get inTransaction(): boolean {
    return this.#transaction !== null;
  }

  /** Whether any data record came, be it in a transaction that is still open. */
  get sawRecords(): boolean {
    return this.#sawRecords;
  }

  /**
   * Applies a batch.
   *
   * @returns What became visible, in order: nothing inside a transaction, one change as a rule.
   * @throws {ReplayError} When the log contradicts itself.
   */
  batch(batch: CommittedBatch): MetadataChange[] {
    const changes: MetadataChange[] = [];
    const { epoch, appendTimestampMs: timestampMs } = batch;
    let builder = this.#transaction ?? new ImageBuilder(this.#image);
    if (batch.records.length > 0) this.#sawRecords = true;
    batch.records.forEach((record, index) => {
      const offset = batch.baseOffset + index;
      switch (record.type) {
        case "BeginTransactionRecord":
          if (this.#transaction !== null) {
            throw new ReplayError(`Transaction inside a transaction at offset ${offset}`);
          }
          if (index > 0) {
            changes.push(this.#show(builder, { offset: offset - 1, epoch, timestampMs }));
            builder = new ImageBuilder(this.#image);
          }
          this.#transaction = builder;
          return;
        case "EndTransactionRecord":
        case "AbortTransactionRecord":
          if (this.#transaction === null) {
            throw new ReplayError(`${record.type} without a transaction at offset ${offset}`);
          }
          this.#transaction = null;
          if (record.type === "AbortTransactionRecord") builder = new ImageBuilder(this.#image);
          return;
      }
      builder.replay(record, offset);
    });
    if (this.#transaction === null) {
      changes.push(this.#show(builder, { offset: batch.lastOffset, epoch, timestampMs }));
    }
    return changes;
  }

  /** Replaces the state by a snapshot's: what the snapshot lacks is deleted. */
  snapshot(snapshot: LoadedSnapshot): MetadataChange {
    const offset = snapshot.endOffset - 1;
    const builder = new ImageBuilder(EMPTY_IMAGE);
    for (const record of snapshot.records) builder.replay(record, offset);
    const provenance = { offset, epoch: snapshot.epoch, timestampMs: snapshot.lastTimestampMs };
    const before = this.#image;
    this.#transaction = null;
    if (snapshot.records.length > 0) this.#sawRecords = true;
    this.#image = shareEqualParts(before, builder.build(provenance).after);
    return imageDifference(before, this.#image);
  }

  #show(builder: ImageBuilder, provenance: Provenance): MetadataChange {
    const change = builder.build(provenance);
    this.#image = change.after;
    return change;
  }
}
