/** Appends to a log: checks, offsets, segments, indexes, producers, epochs (storage spec 3.1). */
import { Errors } from "../protocol/errors.ts";
import * as header from "../protocol/records/batch_header.ts";
import { BatchIterator } from "../protocol/records/batch_iterator.ts";
import { validateBatch } from "../protocol/records/validate_batch.ts";
import { type MarkerRecord, readMarker } from "./control_batch.ts";
import { asAppendError, LogAppendError, UnexpectedAppendOffsetError } from "./errors.ts";
import { checkFitsSegment, rollSegment, shouldRoll } from "./log_roll.ts";
import type { LogState } from "./log_state.ts";
import { LogValidator } from "./log_validator.ts";
import type { LogWriter } from "./log_writer.ts";
import { applyBatch, BatchFields } from "./producer_replay.ts";
import type { RequiredVerification } from "./producer_state.ts";
import { isLegacy, lastOffsetOf, maxTimestampOf } from "./stored_batch.ts";
import type { AppendOrigin, AppendResult } from "./types.ts";

/** Batches from this size on go to the file at once: a copy in memory, for reads soon after, would cost more than it saves. */
const WRITE_THROUGH_BYTES = 48 * 1024;

export interface AppendOptions {
  /** Stamped into the batch. */
  readonly leaderEpoch: number;
  readonly origin: AppendOrigin;
  /** From 2 on markers must carry a raised producer epoch (KIP-890). */
  readonly transactionVersion?: number;
  /** Set where transactions must have been verified with their coordinator before their first batch (KIP-890). */
  readonly verification?: RequiredVerification | null;
}

export class LogAppender {
  readonly #validator = new LogValidator();
  readonly #fields = new BatchFields();

  constructor(readonly state: LogState, readonly writer: LogWriter) {}

  /**
   * Appends one batch of a client or of a coordinator, giving it its offsets.
   *
   * @param records A long batch is stamped where it is and written from there: the caller's bytes change.
   */
  appendAsLeader(records: Uint8Array, options: AppendOptions): AppendResult {
    const { state } = this;
    this.#checkWritable();
    if (options.origin === "raft-leader" || options.origin === "replication") {
      return this.appendAssigned(records, options.origin, options.leaderEpoch);
    }
    try {
      return this.#appendOne(records, options, state.options.clock.now());
    } finally {
      this.#validator.forget();
    }
  }

  #appendOne(records: Uint8Array, options: AppendOptions, nowMs: number): AppendResult {
    const { state } = this;
    const validator = this.#validator;
    validator.validate(records, state.config, options.origin, nowMs);
    const firstOffset = state.logEndOffset;
    const lastOffset = firstOffset + validator.count - 1;
    const duplicate = this.#checkProducer(records, firstOffset, lastOffset, options);
    if (duplicate !== null) return duplicate;
    const { size, maxTimestampMs } = validator;
    checkFitsSegment(state, size);
    this.#prepareSegment(size, lastOffset, maxTimestampMs, nowMs);
    this.#assignEpoch(options.leaderEpoch, firstOffset);
    const { active } = state.segments;
    const position = active.sizeBytes;
    let at = 0;
    let stored: Uint8Array;
    if (size >= WRITE_THROUGH_BYTES) {
      stored = validator.inPlace(firstOffset, options.leaderEpoch);
      this.writer.writeThrough(stored);
    } else {
      at = active.tail.reserve(size);
      stored = active.tail.reserved;
      validator.writeInto(stored, at, firstOffset, options.leaderEpoch);
    }
    this.#finish(stored, at, size, position, lastOffset, maxTimestampMs);
    this.writer.appended();
    const logAppendTime = state.config.messageTimestampType === "LogAppendTime";
    return {
      firstOffset,
      lastOffset,
      logAppendTimeMs: logAppendTime ? nowMs : -1,
      logStartOffset: state.logStartOffset,
      duplicate: false,
    };
  }

  /**
   * Appends batches that have their offsets and epochs already: a follower's, or a Raft leader's own.
   *
   * @param leaderEpoch Raft leader: the epoch that every batch must have. Follower: batches from the first one of a
   * later epoch on are left out.
   * @throws {UnexpectedAppendOffsetError} If they do not follow the log's end.
   */
  appendAssigned(
    records: Uint8Array,
    origin: "raft-leader" | "replication",
    leaderEpoch: number | null,
  ): AppendResult {
    const { state } = this;
    this.#checkWritable();
    const end = this.#checkAssigned(records, origin, leaderEpoch);
    const nowMs = state.options.clock.now();
    const firstOffset = state.logEndOffset;
    const batches = new BatchIterator(records, 0, end);
    while (batches.next()) this.#appendStored(batches, nowMs);
    if (end > 0) this.writer.appended();
    return {
      firstOffset,
      lastOffset: state.logEndOffset - 1,
      logAppendTimeMs: -1,
      logStartOffset: state.logStartOffset,
      duplicate: false,
    };
  }

  #checkWritable(): void {
    this.state.checkOnline();
    if (this.state.isTruncating) throw new LogAppendError(Errors.NOT_LEADER_OR_FOLLOWER);
  }

  /** Returns where the batches end that are to be appended: before a cut-off rest, before one of a later epoch. */
  #checkAssigned(
    records: Uint8Array,
    origin: "raft-leader" | "replication",
    leaderEpoch: number | null,
  ): number {
    const { state } = this;
    const batches = new BatchIterator(records);
    let end = 0;
    let previous = state.logEndOffset - 1;
    try {
      while (batches.next()) {
        const { position, size } = batches;
        const epoch = isLegacy(records, position)
          ? -1
          : header.partitionLeaderEpoch(records, position);
        if (origin === "replication" && leaderEpoch !== null && epoch > leaderEpoch) break;
        if (origin === "raft-leader" && epoch !== leaderEpoch) {
          throw new LogAppendError(
            Errors.UNKNOWN_SERVER_ERROR,
            `A batch of epoch ${epoch} from the leader of epoch ${leaderEpoch}`,
          );
        }
        validateBatch(records, position, size);
        checkFitsSegment(state, size);
        const first = header.baseOffsetAsNumber(records, position);
        const last = lastOffsetOf(records, position);
        if (end === 0 && first < state.logEndOffset) {
          throw new UnexpectedAppendOffsetError(first, last, state.logEndOffset);
        }
        if (first <= previous || last < first) {
          throw new LogAppendError(
            Errors.UNKNOWN_SERVER_ERROR,
            `Batch ${first} to ${last} does not follow offset ${previous}`,
          );
        }
        previous = last;
        end = batches.nextPosition;
      }
    } catch (error) {
      throw asAppendError(error);
    }
    return end;
  }

  #appendStored({ bytes, position: from, size }: BatchIterator, nowMs: number): void {
    const { state } = this;
    const lastOffset = lastOffsetOf(bytes, from);
    const maxTimestampMs = maxTimestampOf(bytes, from);
    // Batches may leave a gap (compaction on the leader): the segment must hold the last offset anyway.
    this.#prepareSegment(
      size,
      lastOffset,
      maxTimestampMs,
      nowMs,
      header.baseOffsetAsNumber(bytes, from),
    );
    if (isLegacy(bytes, from)) {
      if (state.epochs.clear()) state.saveEpochs();
    } else {
      this.#assignEpoch(
        header.partitionLeaderEpoch(bytes, from),
        header.baseOffsetAsNumber(bytes, from),
      );
    }
    const { active } = state.segments;
    const position = active.sizeBytes;
    const at = active.tail.reserve(size);
    active.tail.reserved.set(bytes.subarray(from, from + size), at);
    this.#finish(active.tail.reserved, at, size, position, lastOffset, maxTimestampMs);
  }

  #prepareSegment(
    size: number,
    lastOffset: number,
    maxTimestampMs: number,
    nowMs: number,
    firstOffset = this.state.logEndOffset,
  ): void {
    const { state } = this;
    if (!shouldRoll(state, size, lastOffset, maxTimestampMs, nowMs)) return;
    rollSegment(state, Math.max(firstOffset, state.logEndOffset));
    this.writer.flushOlder();
  }

  #assignEpoch(epoch: number, offset: number): void {
    const { state } = this;
    if (epoch >= 0 && epoch !== state.epochs.latestEpoch && state.epochs.assign(epoch, offset)) {
      state.saveEpochs();
    }
  }

  /** The batch is in the tail: everything that is kept about batches learns of it. */
  #finish(
    stored: Uint8Array,
    at: number,
    size: number,
    position: number,
    lastOffset: number,
    maxTimestampMs: number,
  ): void {
    const { state } = this;
    const { active } = state.segments;
    active.appended(position, size, lastOffset, maxTimestampMs, state.config.indexIntervalBytes);
    state.logEndOffset = lastOffset + 1;
    state.producers.mapEndOffset = state.logEndOffset;
    if (isLegacy(stored, at) || !header.hasProducerId(stored, at)) return;
    if (applyBatch(state.producers, stored, at, active.transactionIndex)) {
      state.refreshFirstUnstableOffset();
    }
  }

  /** The result for a duplicate, or null when the batch is new and may be appended. */
  #checkProducer(
    records: Uint8Array,
    firstOffset: number,
    lastOffset: number,
    { origin, transactionVersion, verification }: AppendOptions,
  ): AppendResult | null {
    if (!header.hasProducerId(records, 0)) return null;
    const { producers, logStartOffset } = this.state;
    if (header.isControlBatch(records, 0)) {
      const marker = this.#marker(records);
      if (marker !== null) {
        producers.checkMarker(header.producerId(records, 0), marker, transactionVersion);
      }
      return null;
    }
    const fields = this.#fields.read(records, 0, firstOffset, lastOffset);
    const original = origin === "client" ? producers.duplicateOf(fields) : null;
    if (original === null) {
      producers.check(fields, origin, verification);
      return null;
    }
    return {
      firstOffset: original.lastOffset - original.offsetDelta,
      lastOffset: original.lastOffset,
      logAppendTimeMs: original.timestampMs,
      logStartOffset,
      duplicate: true,
    };
  }

  #marker(records: Uint8Array): MarkerRecord | null {
    try {
      return readMarker(records, 0);
    } catch (error) {
      throw asAppendError(error);
    }
  }
}
