/** What a Fetch brought of one partition, decoded batch by batch as records are taken. */
import {
  anyIsControl,
  anyIsTransactional,
  anyLastOffset,
  anyPartitionLeaderEpoch,
  anyProducerId,
  anyTimestampType,
} from "../protocol/records/any_batch.ts";
import type { TimestampType } from "../protocol/records/attributes.ts";
import { BatchIterator } from "../protocol/records/batch_iterator.ts";
import { parseControlRecordType } from "../protocol/records/control_record.ts";
import type { LogRecord } from "../protocol/records/record.ts";
import { readRecords } from "../protocol/records/record_reader.ts";
import { validateBatch } from "../protocol/records/validate_batch.ts";
import type { TopicPartition } from "./topic_partition.ts";

export interface ConsumerRecord extends LogRecord, TopicPartition {
  /** null for records of magic 0. */
  readonly timestampType: TimestampType | null;
  /** -1 when the batch has none. */
  readonly leaderEpoch: number;
}

export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: bigint;
}

export interface DecodeOptions {
  /** Given for read_committed: their records are left out. */
  readonly aborted: readonly AbortedTransaction[] | null;
  /** `check.crcs`. */
  readonly checkCrcs: boolean;
}

export class FetchedPartition {
  /** Offset to go on from when everything taken so far is done with. */
  nextOffset: bigint;
  readonly #partition: TopicPartition;
  readonly #batches: BatchIterator;
  readonly #options: DecodeOptions;
  /** Aborted transactions that begin after the current batch, by first offset. */
  readonly #comingAborts: AbortedTransaction[];
  readonly #abortedProducers = new Set<bigint>();
  #records: LogRecord[] = [];
  #at = 0;
  #finished = false;

  constructor(
    partition: TopicPartition,
    bytes: Uint8Array,
    fetchOffset: bigint,
    options: DecodeOptions,
  ) {
    this.#partition = partition;
    this.#batches = new BatchIterator(bytes);
    this.nextOffset = fetchOffset;
    this.#options = options;
    this.#comingAborts = [...options.aborted ?? []]
      .sort((a, b) => a.firstOffset < b.firstOffset ? -1 : 1);
  }

  /** Whether all records have been taken. */
  get isFinished(): boolean {
    return this.#finished;
  }

  /**
   * Adds up to `max` records to `into`. Keys and values are views that stay valid.
   *
   * @throws {CorruptRecordError | InvalidRecordError | DecompressionError} If a batch is broken; `nextOffset` then
   * stays before it.
   */
  take(max: number, into: ConsumerRecord[]): void {
    while (max > 0 && this.#toRecord()) {
      const { position, bytes } = this.#batches;
      const timestampType = anyTimestampType(bytes, position);
      const leaderEpoch = anyPartitionLeaderEpoch(bytes, position);
      const { topic, partition } = this.#partition;
      for (; max > 0 && this.#at < this.#records.length; this.#at++) {
        const record = this.#records[this.#at];
        if (record.offset < this.nextOffset) continue;
        into.push({ topic, partition, timestampType, leaderEpoch, ...record });
        this.nextOffset = record.offset + 1n;
        max--;
      }
    }
    this.#toRecord();
  }

  /** Goes on to a batch that has a record left. False at the end. */
  #toRecord(): boolean {
    while (!this.#finished && this.#at >= this.#records.length) {
      this.#endBatch();
      if (this.#batches.next()) this.#startBatch();
      else this.#finished = true;
    }
    return !this.#finished;
  }

  #startBatch(): void {
    const { bytes, position, size } = this.#batches;
    if (this.#options.checkCrcs) validateBatch(bytes, position, size);
    this.#at = 0;
    this.#records = [];
    if (anyIsControl(bytes, position)) this.#noteMarker(bytes, position);
    else if (!this.#isAborted(bytes, position)) this.#records = readRecords(bytes, position);
  }

  /** Compaction may have taken the last records of a batch: its end still counts. */
  #endBatch(): void {
    const { bytes, position, size } = this.#batches;
    if (size === 0) return;
    const end = anyLastOffset(bytes, position) + 1n;
    if (end > this.nextOffset) this.nextOffset = end;
  }

  #noteMarker(bytes: Uint8Array, position: number): void {
    const [marker] = readRecords(bytes, position);
    if (marker === undefined || parseControlRecordType(marker.key) !== "ABORT") return;
    this.#noteAbortsUpTo(anyLastOffset(bytes, position));
    this.#abortedProducers.delete(anyProducerId(bytes, position));
  }

  #isAborted(bytes: Uint8Array, position: number): boolean {
    if (this.#options.aborted === null || !anyIsTransactional(bytes, position)) return false;
    this.#noteAbortsUpTo(anyLastOffset(bytes, position));
    return this.#abortedProducers.has(anyProducerId(bytes, position));
  }

  #noteAbortsUpTo(offset: bigint): void {
    const coming = this.#comingAborts;
    while (coming.length > 0 && coming[0].firstOffset <= offset) {
      this.#abortedProducers.add(coming.shift()!.producerId);
    }
  }
}
