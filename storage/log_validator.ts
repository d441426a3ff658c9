/**
 * Checks a batch that a leader is going to append, record by record, and prepares what must change in it (storage spec
 * 3.2 to 3.4): max timestamp and timestamp type in the header, or all of it when the log's compression type is another.
 */
import { Errors } from "../protocol/errors.ts";
import { isControl } from "../protocol/records/attributes.ts";
import { BatchBuilder } from "../protocol/records/batch_builder.ts";
import * as header from "../protocol/records/batch_header.ts";
import { batchSizeAt } from "../protocol/records/batch_iterator.ts";
import { codecById, codecByName } from "../protocol/records/compression/codec.ts";
import { DEFAULT_MAX_DECOMPRESSED_BYTES } from "../protocol/records/record.ts";
import { RecordCursor } from "../protocol/records/record_cursor.ts";
import { validateBatch } from "../protocol/records/validate_batch.ts";
import { asAppendError, LogAppendError } from "./errors.ts";
import { RecordChecks } from "./record_checks.ts";
import { RecordWalk } from "./record_walk.ts";
import type { AppendOrigin, LogConfig } from "./types.ts";

const NOTHING = new Uint8Array(0);

/**
 * Works on one batch at a time and keeps what it found until the next one, so that an append allocates nothing for it.
 */
export class LogValidator {
  /** The batch to be appended: the caller's bytes, or rebuilt ones. It starts at position 0. */
  batch: Uint8Array = NOTHING;
  /** Bytes of the whole batch. */
  size = 0;
  /** Number of records. */
  count = 0;
  /** Largest timestamp of the records as they will be stored; -1 for none. */
  maxTimestampMs = -1;
  readonly #walk = new RecordWalk();
  #logAppendTime = false;
  #headerChanges = false;

  /**
   * @param nowMs Wall clock.
   * @throws {LogAppendError}
   */
  validate(records: Uint8Array, config: LogConfig, origin: AppendOrigin, nowMs: number): void {
    try {
      this.batch = records;
      this.size = frame(records, origin);
      this.#checkSize(config);
      validateBatch(records, 0, this.size);
      if (origin === "client") checkClientBatch(records);
      this.count = header.recordsCount(records, 0);
      this.#checkRecords(records, config, nowMs);
    } catch (error) {
      throw asAppendError(error);
    }
  }

  /** Lets go of the caller's bytes. */
  forget(): void {
    this.batch = NOTHING;
  }

  /** Puts the batch into `target`, as the leader of `leaderEpoch` stores it from `firstOffset` on. */
  writeInto(target: Uint8Array, at: number, firstOffset: number, leaderEpoch: number): void {
    const source = this.batch;
    target.set(source.length === this.size ? source : source.subarray(0, this.size), at);
    this.#stamp(target, at, firstOffset, leaderEpoch);
  }

  /** The batch as {@linkcode writeInto} has it, where it is: the caller's bytes are changed. */
  inPlace(firstOffset: number, leaderEpoch: number): Uint8Array {
    this.#stamp(this.batch, 0, firstOffset, leaderEpoch);
    return this.batch.subarray(0, this.size);
  }

  #stamp(target: Uint8Array, at: number, firstOffset: number, leaderEpoch: number): void {
    const lastOffset = firstOffset + this.count - 1;
    const baseOffset = lastOffset - header.lastOffsetDelta(target, at);
    header.setBaseOffset(target, at, BigInt(baseOffset));
    header.setPartitionLeaderEpoch(target, at, leaderEpoch);
    if (!this.#headerChanges) return;
    const type = this.#logAppendTime ? "LogAppendTime" : "CreateTime";
    header.setMaxTimestamp(target, at, type, exactTimestamp(this.maxTimestampMs, target, at));
  }

  #checkSize({ maxMessageBytes }: LogConfig): void {
    if (this.size <= maxMessageBytes) return;
    throw new LogAppendError(
      Errors.MESSAGE_TOO_LARGE,
      `The record batch has ${this.size} bytes, more than the ${maxMessageBytes} that are allowed`,
    );
  }

  #checkRecords(records: Uint8Array, config: LogConfig, nowMs: number): void {
    const sourceCodec = header.batchCodecId(records, 0);
    const control = header.isControlBatch(records, 0);
    const targetCodec = control ? 0 : targetCodecId(sourceCodec, config);
    this.#logAppendTime = config.messageTimestampType === "LogAppendTime";
    if (!this.#checkQuickly(records, config, nowMs)) this.#checkEach(records, config, nowMs);
    if (this.#logAppendTime) this.maxTimestampMs = nowMs;
    const compressed = sourceCodec !== 0 || targetCodec !== 0;
    if (compressed && (sourceCodec !== targetCodec || !this.#walk.isSequential)) {
      this.#rebuild(records, targetCodec, config);
    }
    this.#headerChanges = this.#logAppendTime !==
        (header.batchTimestampType(this.batch, 0) === "LogAppendTime") ||
      header.maxTimestampAsNumber(this.batch, 0) !== this.maxTimestampMs;
  }

  /** Whether all records are fine, as far as a quick look tells. */
  #checkQuickly(records: Uint8Array, config: LogConfig, nowMs: number): boolean {
    const walk = this.#walk;
    const codec = codecById(header.batchCodecId(records, 0));
    const bytes = codec.id === 0 ? records : codec.decompress(
      records.subarray(header.HEADER_BYTES, this.size),
      { maxBytes: DEFAULT_MAX_DECOMPRESSED_BYTES },
    );
    const start = codec.id === 0 ? header.HEADER_BYTES : 0;
    const end = codec.id === 0 ? this.size : bytes.length;
    if (this.count <= 0 || !walk.walk(bytes, start, end, this.count)) return false;
    if (walk.hasNullKey && config.cleanupPolicy.compact) return false;
    if (header.batchTimestampType(records, 0) === "LogAppendTime") return false;
    const baseTimestampMs = header.baseTimestampAsNumber(records, 0);
    this.maxTimestampMs = Math.max(-1, baseTimestampMs + walk.maxTimestampDelta);
    if (this.#logAppendTime) return true;
    return this.maxTimestampMs <= nowMs + config.messageTimestampAfterMaxMs &&
      baseTimestampMs + walk.minTimestampDelta >= nowMs - config.messageTimestampBeforeMaxMs;
  }

  /** Looks at the records one by one, and says what is wrong. */
  #checkEach(records: Uint8Array, config: LogConfig, nowMs: number): void {
    const checks = new RecordChecks(records, config, nowMs);
    const cursor = new RecordCursor(records);
    let sequential = true;
    for (let i = 0; cursor.next(); i++) {
      checks.record(cursor);
      if (cursor.offsetDelta !== i) sequential = false;
    }
    checks.throwIfRefused();
    this.#walk.isSequential = sequential;
    this.maxTimestampMs = checks.maxTimestampMs;
  }

  #rebuild(records: Uint8Array, codecId: number, config: LogConfig): void {
    const compression = codecById(codecId).name;
    const producerId = header.producerId(records, 0);
    const builder = new BatchBuilder({
      compression,
      level: levelOf(compression, config),
      producerId,
      producerEpoch: header.producerEpoch(records, 0),
      baseSequence: header.baseSequence(records, 0),
      transactional: producerId >= 0n && header.isTransactionalBatch(records, 0),
    }, this.size);
    const cursor = new RecordCursor(records);
    for (let i = 0n; cursor.next(); i++) {
      builder.appendEncoded(cursor.createTime, i, cursor.encodedBody());
    }
    this.batch = builder.build();
    this.size = this.batch.length;
    this.#checkSize(config);
  }
}

/** Size of the one batch in `records`; a cut-off rest after it is ignored. */
function frame(records: Uint8Array, origin: AppendOrigin): number {
  const size = batchSizeAt(records, 0, records.length);
  if (size < 0) throw invalid("There is no whole record batch");
  if (header.magic(records, 0) !== 2) {
    throw invalid(`A record batch of magic ${header.magic(records, 0)}, only 2 is accepted`);
  }
  if (batchSizeAt(records, size, records.length) >= 0) throw invalid("More than one record batch");
  if (origin === "client" && header.baseOffsetAsNumber(records, 0) !== 0) {
    throw invalid(`The base offset is ${header.baseOffset(records, 0)}, it must be 0`);
  }
  return size;
}

function checkClientBatch(records: Uint8Array): void {
  const count = header.recordsCount(records, 0);
  const delta = header.lastOffsetDelta(records, 0);
  if (delta < 0 || count !== delta + 1) {
    throw invalid(`A batch of ${count} records has the last offset delta ${delta}`);
  }
  if (isControl(header.attributes(records, 0))) {
    throw invalid("Clients may not write control batches");
  }
  if (!header.hasProducerId(records, 0)) return;
  if (header.baseSequence(records, 0) < 0) {
    throw invalid(
      `The batch has a producer id, but the sequence ${header.baseSequence(records, 0)}`,
    );
  }
  if (header.producerEpoch(records, 0) < 0) {
    throw new LogAppendError(
      Errors.INVALID_PRODUCER_EPOCH,
      `The batch has a producer id, but the epoch ${header.producerEpoch(records, 0)}`,
    );
  }
}

function targetCodecId(sourceCodec: number, { compressionType }: LogConfig): number {
  if (compressionType === "producer") return sourceCodec;
  return compressionType === "uncompressed" ? 0 : codecByName(compressionType)!.id;
}

function levelOf(name: string, { compressionLevels }: LogConfig): number | undefined {
  return name === "gzip" || name === "lz4" || name === "zstd" ? compressionLevels[name] : undefined;
}

/** The max timestamp as an int64. Beyond 2^53 a number is not exact any more: then the records are asked again. */
function exactTimestamp(timestampMs: number, bytes: Uint8Array, at: number): bigint {
  if (Number.isSafeInteger(timestampMs)) return BigInt(timestampMs);
  const cursor = new RecordCursor(bytes, at);
  let max = header.NO_TIMESTAMP;
  while (cursor.next()) if (cursor.timestamp > max) max = cursor.timestamp;
  return max;
}

function invalid(message: string): LogAppendError {
  return new LogAppendError(Errors.INVALID_RECORD, message);
}
