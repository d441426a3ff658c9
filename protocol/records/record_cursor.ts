/**
 * Walks over the records of a batch of magic 2, checking each as strictly as Kafka does and allocating nothing for it;
 * keys, values and headers are made only when asked for.
 */
import * as header from "./batch_header.ts";
import { type Codec, codecById } from "./compression/codec.ts";
import { InvalidRecordError } from "./errors.ts";
import { int64, int64AsNumber } from "./int.ts";
import { DEFAULT_MAX_DECOMPRESSED_BYTES, type ReadOptions, type RecordHeader } from "./record.ts";
import { readVarint, readVarlongHalves, VarintCursor } from "./varint.ts";

const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });

const safe = Number.isSafeInteger;

export class RecordCursor {
  readonly baseOffset: bigint;
  readonly #baseOffsetNumber: number;
  readonly #baseTimestamp: bigint;
  readonly #baseTimestampNumber: number;
  readonly #logAppendTime: bigint | null;
  /** Number of records that the batch says it has. */
  readonly count: number;
  readonly #input: VarintCursor;
  #index = -1;

  // The current record.
  #start = 0;
  #bodyStart = 0;
  #end = 0;
  #timestampDeltaHigh = 0;
  #timestampDeltaLow = 0;
  /** Offset less the batch's base offset. */
  offsetDelta = 0;
  #keyStart = 0;
  /** Bytes of the key, -1 for null. */
  keyLength = -1;
  #valueStart = 0;
  /** Bytes of the value, -1 for null. */
  valueLength = -1;
  #headersStart = 0;
  headerCount = 0;

  /**
   * The cursor stands before the first record of the batch at `position`, whose frame was checked before.
   *
   * @throws {InvalidRecordError} If the record count is negative.
   * @throws {UnknownCompressionTypeError | DecompressionError | DecompressedTooLargeError}
   */
  constructor(bytes: Uint8Array, position = 0, options: ReadOptions = {}) {
    this.baseOffset = header.baseOffset(bytes, position);
    this.#baseOffsetNumber = header.baseOffsetAsNumber(bytes, position);
    this.#baseTimestamp = header.baseTimestamp(bytes, position);
    this.#baseTimestampNumber = header.baseTimestampAsNumber(bytes, position);
    this.#logAppendTime = header.batchTimestampType(bytes, position) === "LogAppendTime"
      ? header.maxTimestamp(bytes, position)
      : null;
    this.count = header.recordsCount(bytes, position);
    if (this.count < 0) {
      throw new InvalidRecordError(`A batch of ${this.count} records`, { position });
    }
    const codec = codecById(header.batchCodecId(bytes, position));
    this.#input = recordBytes(bytes, position, codec, this.count === 0, options);
  }

  /**
   * Goes on to the next record; false after the last one.
   *
   * @throws {InvalidRecordError} If it is malformed, missing, or the last one and bytes are left after it. A batch
   * that says it has no records is not looked into.
   */
  next(): boolean {
    if (this.#index + 1 >= this.count) return false;
    this.#index++;
    const input = this.#input;
    try {
      this.#read(input);
    } catch (error) {
      throw this.#located(error);
    }
    if (this.#index + 1 === this.count && input.position < input.end) {
      throw this.#invalid("Bytes are left after the last record", input.position);
    }
    return true;
  }

  #read(input: VarintCursor): void {
    const batchEnd = input.end;
    if (input.position >= batchEnd) {
      throw this.#invalid(`The batch ends before its ${this.count} records`, input.position);
    }
    this.#start = input.position;
    const length = readVarint(input);
    const bodyStart = input.position;
    if (length < 0 || bodyStart + length > batchEnd) {
      const left = batchEnd - bodyStart;
      throw this.#invalid(`A record of ${length} bytes where ${left} are left`, bodyStart);
    }
    const end = bodyStart + length;
    input.end = end;
    input.position++; // attributes, which have no meaning yet
    readVarlongHalves(input);
    this.#timestampDeltaHigh = input.high;
    this.#timestampDeltaLow = input.low;
    this.offsetDelta = readVarint(input);
    this.#bodyStart = input.position;
    this.keyLength = this.#skipBytes(input, end);
    this.#keyStart = input.position - Math.max(this.keyLength, 0);
    this.valueLength = this.#skipBytes(input, end);
    this.#valueStart = input.position - Math.max(this.valueLength, 0);
    const headers = readVarint(input);
    if (headers < 0 || headers > end - input.position) {
      throw this.#invalid(`${headers} headers in ${end - input.position} bytes`, input.position);
    }
    this.headerCount = headers;
    this.#headersStart = input.position;
    for (let i = 0; i < headers; i++) {
      if (this.#skipBytes(input, end) < 0) {
        throw this.#invalid("A header without key", input.position);
      }
      this.#skipBytes(input, end);
    }
    if (input.position !== end) {
      throw this.#invalid(
        `A record of ${length} bytes holds only ${input.position - bodyStart}`,
        input.position,
      );
    }
    this.#end = end;
    input.end = batchEnd;
  }

  /** Reads a length and steps over so many bytes. Returns the length, -1 for null. */
  #skipBytes(input: VarintCursor, end: number): number {
    const length = readVarint(input);
    if (length < 0) return -1;
    if (length > end - input.position) {
      throw this.#invalid(`${length} bytes where ${end - input.position} are left`, input.position);
    }
    input.position += length;
    return length;
  }

  /** Index of the current record in its batch. */
  get index(): number {
    return this.#index;
  }

  get offset(): bigint {
    const sum = this.#baseOffsetNumber + this.offsetDelta;
    if (safe(this.#baseOffsetNumber) && safe(sum)) return BigInt(sum);
    return BigInt.asIntN(64, this.baseOffset + BigInt(this.offsetDelta));
  }

  /**
   * Milliseconds since the Unix epoch. In batches with LogAppendTime every record has the batch's max timestamp,
   * whatever was written for it.
   */
  get timestamp(): bigint {
    return this.#logAppendTime ?? this.createTime;
  }

  /** The timestamp as it was written for this record, whatever the batch's timestamp type. */
  get createTime(): bigint {
    const delta = this.timestampDeltaAsNumber;
    const sum = this.#baseTimestampNumber + delta;
    // Numbers wherever they are exact: sums of bigints are several times slower.
    if (safe(this.#baseTimestampNumber) && safe(delta) && safe(sum)) return BigInt(sum);
    const exactDelta = int64(this.#timestampDeltaHigh, this.#timestampDeltaLow);
    return BigInt.asIntN(64, this.#baseTimestamp + exactDelta);
  }

  /** {@linkcode timestamp} as a number: exact up to 2^53. */
  get timestampAsNumber(): number {
    return this.#logAppendTime === null
      ? this.#baseTimestampNumber + this.timestampDeltaAsNumber
      : Number(this.#logAppendTime);
  }

  /** Timestamp less the batch's base timestamp; exact up to 2^53. */
  get timestampDeltaAsNumber(): number {
    return int64AsNumber(this.#timestampDeltaHigh, this.#timestampDeltaLow);
  }

  /** Bytes of the record with its length in front. */
  get sizeBytes(): number {
    return this.#end - this.#start;
  }

  /** A view, valid as long as the batch's bytes stay unchanged. */
  key(): Uint8Array | null {
    return this.#view(this.#keyStart, this.keyLength);
  }

  /** A view, valid as long as the batch's bytes stay unchanged. */
  value(): Uint8Array | null {
    return this.#view(this.#valueStart, this.valueLength);
  }

  headers(): RecordHeader[] {
    const headers: RecordHeader[] = [];
    if (this.headerCount === 0) return headers;
    const input = new VarintCursor(this.#input.bytes, this.#headersStart, this.#end);
    for (let i = 0; i < this.headerCount; i++) {
      const key = UTF8.decode(this.#take(input)!);
      headers.push({ key, value: this.#take(input) });
    }
    return headers;
  }

  /**
   * Key, value and headers as they are encoded: what stays the same when the record moves to another batch of magic 2
   * (`BatchBuilder.appendEncoded`). A view.
   */
  encodedBody(): Uint8Array {
    return this.#input.bytes.subarray(this.#bodyStart, this.#end);
  }

  #take(input: VarintCursor): Uint8Array | null {
    const length = readVarint(input);
    const start = input.position;
    input.position += Math.max(length, 0);
    return this.#view(start, length);
  }

  #view(start: number, length: number): Uint8Array | null {
    return length < 0 ? null : this.#input.bytes.subarray(start, start + length);
  }

  #invalid(reason: string, position: number): InvalidRecordError {
    return new InvalidRecordError(reason, { position, recordIndex: this.#index });
  }

  #located(error: unknown): unknown {
    if (!(error instanceof InvalidRecordError) || error.recordIndex !== undefined) return error;
    return this.#invalid(error.reason, error.position ?? this.#input.position);
  }
}

/** The bytes that hold the records, decompressed. */
function recordBytes(
  bytes: Uint8Array,
  position: number,
  codec: Codec,
  empty: boolean,
  options: ReadOptions,
): VarintCursor {
  const start = position + header.HEADER_BYTES;
  const end = position + header.sizeBytes(bytes, position);
  if (empty) return new VarintCursor(bytes, start, start);
  if (codec.id === 0) return new VarintCursor(bytes, start, end);
  const maxBytes = options.maxDecompressedBytes ?? DEFAULT_MAX_DECOMPRESSED_BYTES;
  return new VarintCursor(codec.decompress(bytes.subarray(start, end), { maxBytes }));
}
