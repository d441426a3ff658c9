/** Builds record batches of magic 2. */
import { encodeAttributes } from "./attributes.ts";
import * as header from "./batch_header.ts";
import { writeBatchHeader } from "./batch_header_writer.ts";
import { codecByName, type CompressionName } from "./compression/codec.ts";
import {
  MAX_RECORD_OVERHEAD_BYTES,
  type RecordBody,
  sizeBody,
  writeBody,
} from "./record_writer.ts";
import { varintSize, varlongSize, writeVarint, writeVarlong } from "./varint.ts";

export interface BatchOptions {
  /** Default 0, as producers write. */
  readonly baseOffset?: bigint;
  /** Default -1, as producers write. */
  readonly partitionLeaderEpoch?: number;
  readonly compression?: CompressionName;
  /** Compression level; the codec's default without it. */
  readonly level?: number;
  /** Makes a batch with LogAppendTime, of this time. */
  readonly logAppendTime?: bigint;
  /** The time from which tombstones and markers of the batch may go. */
  readonly deleteHorizonMs?: bigint;
  readonly producerId?: bigint;
  readonly producerEpoch?: number;
  /** Sequence of the first record; -1 in control batches. */
  readonly baseSequence?: number;
  readonly transactional?: boolean;
  readonly control?: boolean;
}

/** A record to be written. */
export interface NewRecord extends RecordBody {
  /** Milliseconds since the Unix epoch, -1 for none. */
  readonly timestamp: bigint;
}

const MAX_OFFSET_DELTA = 0x7fffffff;

/**
 * Takes records one by one and makes one batch of them.
 *
 * @example
 * ```ts
 * const builder = new BatchBuilder({ compression: "zstd" });
 * builder.append({ timestamp: 1700000000000n, key: null, value: new Uint8Array([1]) });
 * const batch = builder.build();
 * ```
 */
export class BatchBuilder {
  readonly #options: BatchOptions;
  readonly baseOffset: bigint;
  #bytes: Uint8Array;
  #length = header.HEADER_BYTES;
  #count = 0;
  #lastOffsetDelta = -1;
  #baseTimestamp: bigint | null;
  #maxTimestamp = header.NO_TIMESTAMP;

  /** @throws {TypeError} If options contradict each other. */
  constructor(options: BatchOptions = {}, capacityBytes = 512) {
    checkOptions(options);
    this.#options = options;
    this.baseOffset = options.baseOffset ?? 0n;
    this.#baseTimestamp = options.deleteHorizonMs ?? null;
    this.#bytes = new Uint8Array(Math.max(capacityBytes, header.HEADER_BYTES));
  }

  /** Number of records so far. */
  get count(): number {
    return this.#count;
  }

  /** Bytes so far, header counted, before compression. */
  get sizeBytes(): number {
    return this.#length;
  }

  /** Offset of the last record so far, the base offset less 1 before the first. */
  get lastOffset(): bigint {
    return this.baseOffset + BigInt(this.#lastOffsetDelta);
  }

  /** Largest timestamp so far, -1 before the first. */
  get maxTimestamp(): bigint {
    return this.#maxTimestamp;
  }

  /**
   * Adds a record.
   *
   * @param offset Default: one more than the last record's.
   * @throws {RangeError} If the offset is not above the last one or too far from the base offset.
   */
  append(record: NewRecord, offset?: bigint): void {
    const body = sizeBody(record);
    const delta = offset === undefined ? this.#lastOffsetDelta + 1 : this.#offsetDelta(offset);
    const at = this.#startRecord(record.timestamp, delta, body.size);
    this.#length = writeBody(this.#bytes, at, body);
  }

  /**
   * Adds a record whose key, value and headers are already encoded (`RecordCursor.encodedBody`).
   *
   * @throws {RangeError} As {@linkcode append}.
   */
  appendEncoded(timestamp: bigint, offset: bigint, body: Uint8Array): void {
    const at = this.#startRecord(timestamp, this.#offsetDelta(offset), body.length);
    this.#bytes.set(body, at);
    this.#length = at + body.length;
  }

  #offsetDelta(offset: bigint): number {
    return Number(offset - this.baseOffset);
  }

  /** Writes what stands before the body; returns the body's position. */
  #startRecord(timestamp: bigint, offsetDelta: number, bodySize: number): number {
    const lastDelta = this.#lastOffsetDelta;
    if (offsetDelta <= lastDelta || offsetDelta > MAX_OFFSET_DELTA) {
      throw new RangeError(
        `Offset ${offsetDelta} after base ${this.baseOffset} can't follow ${lastDelta}`,
      );
    }
    this.#reserve(MAX_RECORD_OVERHEAD_BYTES + bodySize);
    this.#baseTimestamp ??= timestamp;
    const timestampDelta = BigInt.asIntN(64, timestamp - this.#baseTimestamp);
    const length = 1 + varlongSize(timestampDelta) + varintSize(offsetDelta) + bodySize;
    const bytes = this.#bytes;
    let at = writeVarint(bytes, this.#length, length);
    bytes[at++] = 0; // attributes
    at = writeVarlong(bytes, at, timestampDelta);
    at = writeVarint(bytes, at, offsetDelta);
    this.#lastOffsetDelta = offsetDelta;
    if (timestamp > this.#maxTimestamp) this.#maxTimestamp = timestamp;
    this.#count++;
    return at;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }

  /**
   * The batch. The builder must not be used afterwards.
   *
   * @param lastOffset The offset that the batch ends with, where that is not the last record's: compaction keeps it.
   * @throws {RangeError} If there are no records (see {@linkcode emptyBatch}), or `lastOffset` can't be.
   */
  build(lastOffset: bigint = this.lastOffset): Uint8Array {
    if (this.#count === 0) throw new RangeError("A batch needs a record");
    const lastOffsetDelta = this.#offsetDelta(lastOffset);
    if (lastOffsetDelta < this.#lastOffsetDelta || lastOffsetDelta > MAX_OFFSET_DELTA) {
      throw new RangeError(
        `A batch with records up to ${this.lastOffset} can't end at ${lastOffset}`,
      );
    }
    const options = this.#options;
    const codec = codecByName(options.compression ?? "none")!;
    const batch = codec.id === 0
      ? this.#bytes.subarray(0, this.#length)
      : this.#compressed((bytes) => codec.compress(bytes, { level: options.level }));
    const logAppendTime = options.logAppendTime;
    writeBatchHeader(batch, {
      baseOffset: this.baseOffset,
      partitionLeaderEpoch: options.partitionLeaderEpoch ?? header.NO_PARTITION_LEADER_EPOCH,
      attributes: encodeAttributes({
        codecId: codec.id,
        timestampType: logAppendTime === undefined ? "CreateTime" : "LogAppendTime",
        transactional: options.transactional,
        control: options.control,
        deleteHorizon: options.deleteHorizonMs !== undefined,
      }),
      lastOffsetDelta,
      baseTimestamp: this.#baseTimestamp!,
      maxTimestamp: logAppendTime ?? this.#maxTimestamp,
      producerId: options.producerId ?? header.NO_PRODUCER_ID,
      producerEpoch: options.producerEpoch ?? header.NO_PRODUCER_EPOCH,
      baseSequence: options.baseSequence ?? header.NO_SEQUENCE,
      recordsCount: this.#count,
    });
    return batch;
  }

  #compressed(compress: (bytes: Uint8Array) => Uint8Array): Uint8Array {
    const records = compress(this.#bytes.subarray(header.HEADER_BYTES, this.#length));
    const batch = new Uint8Array(header.HEADER_BYTES + records.length);
    batch.set(records, header.HEADER_BYTES);
    return batch;
  }
}

function checkOptions(options: BatchOptions): void {
  const compressed = (options.compression ?? "none") !== "none";
  const hasProducer = (options.producerId ?? -1n) >= 0n;
  if (options.control && compressed) throw new TypeError("Control batches are never compressed");
  if (options.transactional && !hasProducer) {
    throw new TypeError("A transactional batch needs a producer id");
  }
  if (hasProducer && (options.producerEpoch ?? -1) < 0) {
    throw new TypeError("A producer id needs an epoch");
  }
  if (hasProducer && !options.control && (options.baseSequence ?? -1) < 0) {
    throw new TypeError("A producer id needs a sequence");
  }
}
