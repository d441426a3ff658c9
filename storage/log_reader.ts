/**
 * Reads for fetch (storage spec 4.4): from the batch that holds the offset on, within one segment, up to the isolation's
 * limit. At once when the bytes are in memory or were written lately, else off the event loop.
 */
import { ApiError, Errors } from "../protocol/errors.ts";
import * as header from "../protocol/records/batch_header.ts";
import { RuntimeError } from "../runtime/runtime.ts";
import { collectAborted } from "./aborted_transactions.ts";
import type { LentBytes } from "./lent_bytes.ts";
import { LogRest } from "./log_rest.ts";
import type { LogState } from "./log_state.ts";
import type { Segment } from "./segment.ts";
import { isLegacy, lastOffsetOf } from "./stored_batch.ts";
import type { ReadIsolation, ReadResult } from "./types.ts";

export interface ReadOptions {
  /** Give the first batch whole, even if it is larger than asked for. */
  readonly minOneBatch: boolean;
  /** More than this is not read but left to {@linkcode ReadResult.rest}. */
  readonly eagerBytes?: number;
}

const NOTHING = new Uint8Array(0);
/** So many bytes of a batch tell its last offset, in any format. */
const LOCATING_BYTES = 27;

/**
 * @throws {ApiError} OFFSET_OUT_OF_RANGE, KAFKA_STORAGE_ERROR.
 */
export function readLog(
  state: LogState,
  offset: number,
  maxBytes: number,
  isolation: ReadIsolation,
  options: ReadOptions,
): ReadResult | Promise<ReadResult> {
  state.checkOnline();
  if (state.isTruncating) throw new ApiError(Errors.NOT_LEADER_OR_FOLLOWER);
  const segment = state.segments.floor(offset);
  if (offset < state.logStartOffset || offset > state.logEndOffset || segment === undefined) {
    throw outOfRange(state, offset);
  }
  const limit = state.limitOf(isolation);
  if (offset >= limit || (maxBytes <= 0 && !options.minOneBatch)) {
    return empty(offset, isolation);
  }
  return new LogRead(state, segment, offset, maxBytes, limit, isolation, options).run();
}

class LogRead {
  /** Where the search for the batch stands in the segment; -1 before the index was asked. */
  #position = -1;
  #limitPosition = 0;
  readonly #eagerBytes: number;
  /** Bytes to read next. */
  #length = 0;

  constructor(
    readonly state: LogState,
    public segment: Segment,
    readonly offset: number,
    readonly maxBytes: number,
    readonly limit: number,
    readonly isolation: ReadIsolation,
    readonly options: ReadOptions,
  ) {
    this.#eagerBytes = Math.max(options.eagerBytes ?? Infinity, header.HEADER_BYTES);
  }

  run(): ReadResult | Promise<ReadResult> {
    while (true) {
      const { segment } = this;
      if (this.#position < 0 && !this.#locate()) {
        return this.#later(segment.offsetIndex.file.loadAsync().then(() => null));
      }
      if (this.#position >= this.#limitPosition) {
        const next = this.state.segments.after(segment);
        if (next === undefined || this.#reachesLimit()) return empty(this.offset, this.isolation);
        this.segment = next;
        this.#position = -1;
        continue;
      }
      if (!segment.isCheapToRead(this.#position)) {
        return this.#later(segment.lend(this.#position, this.#length));
      }
      const result = this.#take(segment.lendSync(this.#position, this.#length));
      if (result !== null) return result;
    }
  }

  async #later(reading: Promise<LentBytes | null>): Promise<ReadResult> {
    let read: LentBytes | null;
    try {
      read = await reading;
    } catch (error) {
      if (this.segment.isDeleted) throw outOfRange(this.state, this.offset);
      if (error instanceof RuntimeError) throw this.state.fail(error);
      throw error;
    }
    const result = read === null ? null : this.#take(read);
    return result ?? this.run();
  }

  /** Asks the index where to start; false if it must be loaded first. */
  #locate(): boolean {
    const { segment, state, limit } = this;
    const floor = segment.offsetIndex.floor(this.offset);
    if (floor === undefined) return false;
    this.#position = floor.position;
    this.#limitPosition = this.#reachesLimit()
      ? limitPosition(state, segment, limit)
      : segment.sizeBytes;
    this.#aim(Math.min(this.maxBytes, this.#eagerBytes) + state.config.indexIntervalBytes);
    return true;
  }

  /** Whether the limit lies in this segment. */
  #reachesLimit(): boolean {
    const next = this.state.segments.after(this.segment);
    return next === undefined || this.limit < next.baseOffset;
  }

  #aim(length: number): void {
    this.#length = Math.max(
      Math.min(length, this.#limitPosition - this.#position),
      header.HEADER_BYTES,
    );
  }

  /** Looks for the batch in what was read. Null when more must be read. */
  #take(read: LentBytes): ReadResult | Promise<ReadResult> | null {
    const { bytes } = read;
    let at = 0;
    while (bytes.length - at >= header.HEADER_BYTES_UP_TO_MAGIC) {
      if (bytes.length - at < LOCATING_BYTES && !isLegacy(bytes, at)) break;
      const size = header.sizeBytes(bytes, at);
      if (size <= header.LOG_OVERHEAD_BYTES) {
        read.release();
        return this.#ended();
      }
      if (lastOffsetOf(bytes, at) >= this.offset) return this.#found(read, at, size);
      at += size;
    }
    read.release();
    if (at === 0 && bytes.length < this.#length) return this.#ended();
    this.#position += at;
    this.#aim(Math.min(this.maxBytes, this.#eagerBytes) + header.HEADER_BYTES);
    return null;
  }

  /** The segment has no more batches than these. */
  #ended(): null {
    this.#position = this.#limitPosition;
    return null;
  }

  #found(read: LentBytes, at: number, size: number): ReadResult | Promise<ReadResult> | null {
    const position = this.#position + at;
    const left = this.#limitPosition - position;
    if (left <= 0 || (size > this.maxBytes && !this.options.minOneBatch)) {
      read.release();
      return empty(this.offset, this.isolation);
    }
    const wanted = Math.min(left, Math.max(this.maxBytes, size));
    const eager = Math.min(wanted, this.#eagerBytes);
    const there = read.bytes.length;
    if (there - at >= wanted) return this.#result(read.part(at, at + wanted), position);
    const inMemory = this.segment.tail.lendWhole(position, wanted);
    if (inMemory !== null) {
      read.release();
      return this.#result(inMemory, position);
    }
    if (there - at >= eager) {
      const rest = new LogRest(this.segment, position + eager, wanted - eager);
      return this.#result(read.part(at, at + eager), position, rest);
    }
    if (at === 0 && there < this.#length) return this.#result(read, position);
    // The file has more than was asked for.
    read.release();
    this.#position = position;
    this.#aim(eager);
    return null;
  }

  #result(
    lent: LentBytes,
    position: number,
    rest: LogRest | null = null,
  ): ReadResult | Promise<ReadResult> {
    const records = lent.bytes;
    const firstBatchOffset = header.baseOffsetAsNumber(records, 0);
    if (this.isolation !== "last-stable-offset") {
      return { records, lent, rest, firstBatchOffset, abortedTransactions: null };
    }
    const aborted = collectAborted(
      this.state,
      this.segment,
      this.offset,
      position + records.length + (rest?.length ?? 0),
    );
    if (Array.isArray(aborted)) {
      return { records, lent, rest, firstBatchOffset, abortedTransactions: aborted };
    }
    return aborted.then((abortedTransactions) => ({
      records,
      lent,
      rest,
      firstBatchOffset,
      abortedTransactions,
    }));
  }
}

/** Position in `segment` of the batch that holds `limit`: reads end before it. */
function limitPosition(state: LogState, segment: Segment, limit: number): number {
  if (limit >= state.logEndOffset) return segment.sizeBytes;
  return segment.positionOf(limit);
}

function empty(offset: number, isolation: ReadIsolation): ReadResult {
  return {
    records: NOTHING,
    lent: null,
    rest: null,
    firstBatchOffset: offset,
    abortedTransactions: isolation === "last-stable-offset" ? [] : null,
  };
}

function outOfRange(state: LogState, offset: number): ApiError {
  return new ApiError(
    Errors.OFFSET_OUT_OF_RANGE,
    `Offset ${offset} is not between ${state.logStartOffset} and ${state.logEndOffset}`,
  );
}
