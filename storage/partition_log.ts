/**
 * The log of one partition: a directory of segments, what is known about its producers and leader epochs, and how far it
 * is written, committed and flushed. An orchestrator: each thing it does has its own file.
 */
import { ApiError, Errors } from "../protocol/errors.ts";
import type { EpochEndOffset, EpochEntry } from "./leader_epoch_cache.ts";
import { type AppendOptions, LogAppender } from "./log_appender.ts";
import { createLog, loadLog } from "./log_loader.ts";
import { readLog, type ReadOptions } from "./log_reader.ts";
import { rollSegment } from "./log_roll.ts";
import type { LogState, PartitionLogOptions, PartitionLogResources } from "./log_state.ts";
import { LogWriter, type WrittenCallback } from "./log_writer.ts";
import { type OffsetAtTime, offsetForTimestamp, offsetOfMaxTimestamp } from "./offset_lookup.ts";
import { openDirectory } from "./partition_directory_files.ts";
import type { ActiveProducer } from "./producer_state.ts";
import { expiredSegments } from "./retention.ts";
import { SegmentDeletion } from "./segment_deletion.ts";
import type { VerificationGuard } from "./transaction_verifications.ts";
import { truncateFullyAndStartAt, truncateTo } from "./truncation.ts";
import type { AppendResult, LogConfig, ReadIsolation, ReadResult } from "./types.ts";

export type {
  AppendOptions,
  OffsetAtTime,
  PartitionLogOptions,
  PartitionLogResources,
  ReadOptions,
};

export class PartitionLog {
  readonly #state: LogState;
  readonly #writer: LogWriter;
  readonly #appender: LogAppender;
  readonly #deletion: SegmentDeletion;
  /** The last truncation, perhaps still under way. */
  #truncation: Promise<void> = Promise.resolve();
  #closed = false;

  private constructor(state: LogState, readonly topicId: string) {
    this.#state = state;
    this.#writer = new LogWriter(state);
    this.#appender = new LogAppender(state, this.#writer);
    this.#deletion = new SegmentDeletion(state);
  }

  /**
   * Opens the log in a directory, or makes it there.
   *
   * @throws {ApiError} INCONSISTENT_TOPIC_ID if the directory belongs to another topic of that name, or is not claimed.
   * @throws {CorruptFileError | RuntimeError}
   */
  static async open(options: PartitionLogOptions): Promise<PartitionLog> {
    const { disk, directory, claims = true } = options;
    const { topicId, entries } = await openDirectory(disk, directory, options.topicId, claims);
    const state = entries === null ? createLog(options) : await loadLog(options, entries);
    if (!state.isNewborn) await state.syncDirectory();
    return new PartitionLog(state, topicId);
  }

  get topic(): string {
    return this.#state.options.topic;
  }
  get partition(): number {
    return this.#state.options.partition;
  }
  get directory(): string {
    return this.#state.directory;
  }
  get config(): LogConfig {
    return this.#state.config;
  }
  /** Offset of the first record that may be read. */
  get logStartOffset(): number {
    return this.#state.logStartOffset;
  }
  /** Offset of the next record. */
  get logEndOffset(): number {
    return this.#state.logEndOffset;
  }
  /** Everything before is in the file (and flushed, where `flush.messages` asks for it): it may be acknowledged. */
  get writtenEndOffset(): number {
    return this.#state.writtenEndOffset;
  }
  get highWatermark(): number {
    return this.#state.highWatermark;
  }
  /** Everything before belongs to decided transactions or to none. */
  get lastStableOffset(): number {
    return this.#state.lastStableOffset;
  }
  /** Everything before was flushed to the device. */
  get flushedEndOffset(): number {
    return this.#state.flushedEndOffset;
  }
  /**
   * For the checkpoint file: recovery may start with the segment that holds this offset. Close to
   * {@linkcode flushedEndOffset}, but not beyond a segment whose indexes are not durable.
   */
  get recoveryPoint(): number {
    return this.#state.recoveryPoint;
  }
  /** Bytes of all log files, with what is not written yet. */
  get sizeInBytes(): number {
    return this.#state.segments.sizeInBytes;
  }
  get segmentCount(): number {
    return this.#state.segments.all.length;
  }
  /** May be below the log start: the segment that holds it starts earlier. */
  get firstSegmentBaseOffset(): number {
    return this.#state.segments.first.baseOffset;
  }
  get activeSegmentBaseOffset(): number {
    return this.#state.segments.active.baseOffset;
  }
  /** The last leader epoch known, or undefined. */
  get latestEpoch(): number | undefined {
    return this.#state.epochs.latestEpoch;
  }
  /** The first leader epoch known, or undefined. */
  get earliestEpoch(): EpochEntry | undefined {
    return this.#state.epochs.earliest;
  }
  /** Whether the disk failed: everything answers KAFKA_STORAGE_ERROR. */
  get isOffline(): boolean {
    return this.#state.failure !== null;
  }

  /**
   * Appends one batch as the partition's leader (several, with offsets, when the origin is `raft-leader`). The bytes are
   * copied: the caller may use the array again. See {@linkcode onWritten} for when they are safe.
   *
   * @throws {LogAppendError} As storage spec 3.2 says; nothing is appended then.
   * @throws {LogOfflineError} KAFKA_STORAGE_ERROR
   */
  appendAsLeader(records: Uint8Array, options: AppendOptions): AppendResult {
    return this.#appender.appendAsLeader(records, options);
  }

  /**
   * Appends batches fetched from the leader; a batch that is cut off at the end is left out.
   *
   * @param leaderEpoch The epoch in which they were fetched: batches of later ones are left out.
   * @throws {UnexpectedAppendOffsetError} If they do not follow the log's end.
   * @throws {LogAppendError | LogOfflineError}
   */
  appendAsFollower(records: Uint8Array, leaderEpoch: number | null = null): AppendResult {
    return this.#appender.appendAssigned(records, "replication", leaderEpoch);
  }

  /**
   * Calls back at the end of the turn in which everything appended so far is written, or with the error that took the log
   * offline. {@linkcode writtenEndOffset} has moved by then.
   */
  onWritten(callback: WrittenCallback): void {
    this.#writer.onWritten(callback);
  }

  /**
   * Reads from the batch that holds `offset` on. At once when memory or the page cache have it.
   *
   * @throws {ApiError} OFFSET_OUT_OF_RANGE, KAFKA_STORAGE_ERROR; a returned promise rejects with them.
   */
  read(
    offset: number,
    maxBytes: number,
    isolation: ReadIsolation,
    options: ReadOptions,
  ): ReadResult | Promise<ReadResult> {
    return readLog(this.#state, offset, maxBytes, isolation, options);
  }

  /** The first record of this time or later that readers of this isolation may see; null if there is none. */
  offsetForTimestamp(
    timestampMs: number,
    isolation: ReadIsolation,
  ): Promise<OffsetAtTime | null> {
    this.#state.checkOnline();
    return offsetForTimestamp(this.#state, timestampMs, this.#state.limitOf(isolation));
  }

  /** The first record with the log's largest timestamp; null for an empty log. */
  offsetOfMaxTimestamp(): Promise<OffsetAtTime | null> {
    this.#state.checkOnline();
    return offsetOfMaxTimestamp(this.#state);
  }

  /** The largest epoch not above `epoch`, and where it ends; `{-1, -1}` if that can't be told. */
  endOffsetForEpoch(epoch: number): EpochEndOffset {
    return this.#state.epochs.endOffsetFor(epoch, this.#state.logEndOffset);
  }

  /** The leader epoch of the record at `offset`, if known. */
  epochForOffset(offset: number): number | undefined {
    return this.#state.epochs.epochFor(offset);
  }

  /** A leader starts `epoch` with the record at `offset`, even if it never writes one. */
  assignEpochStart(epoch: number, offset: number): void {
    if (this.#state.epochs.assign(epoch, offset)) this.#state.saveEpochs();
  }

  /** Sets the high watermark, kept between log start and log end. */
  updateHighWatermark(offset: number): void {
    const state = this.#state;
    state.highWatermark = Math.max(state.logStartOffset, Math.min(offset, state.logEndOffset));
    state.producers.transactions.highWatermarkReached(state.highWatermark);
    state.refreshFirstUnstableOffset();
  }

  /**
   * Drops the records from `offset` on. Reads and appends fail with NOT_LEADER_OR_FOLLOWER until it is done.
   *
   * @throws {LogOfflineError}
   */
  truncateTo(offset: number): Promise<void> {
    return this.#truncation = truncateTo(this.#parts(), offset);
  }

  /** Drops everything; the log goes on, empty, at `offset`. @throws {LogOfflineError} */
  truncateFullyAndStartAt(offset: number): Promise<void> {
    return this.#truncation = truncateFullyAndStartAt(this.#parts(), offset);
  }

  /**
   * Raises the log start: earlier records can't be read any more, and segments of only such records go with the next
   * {@linkcode deleteOldSegments}. A lower offset changes nothing.
   *
   * @throws {ApiError} OFFSET_OUT_OF_RANGE beyond the high watermark.
   */
  increaseLogStartOffset(offset: number): void {
    const state = this.#state;
    state.checkOnline();
    if (offset > state.highWatermark) {
      throw new ApiError(
        Errors.OFFSET_OUT_OF_RANGE,
        `Log start ${offset} would be beyond the high watermark ${state.highWatermark}`,
      );
    }
    if (offset <= state.logStartOffset) return;
    state.logStartOffset = offset;
    state.snapshots.logStartOffset = offset;
    state.flushedEndOffset = Math.max(state.flushedEndOffset, offset);
    if (state.epochs.truncateFromStart(offset)) state.saveEpochs();
    state.producers.transactions.logStartReached(offset);
    state.refreshFirstUnstableOffset();
  }

  updateConfig(config: LogConfig): void {
    this.#state.config = config;
  }

  /** Makes everything appended so far durable. @throws {LogOfflineError} */
  flush(): Promise<void> {
    return this.#writer.flush();
  }

  /** Whether `flush.ms` has passed since the last flush, and there is something to flush. */
  get isFlushDue(): boolean {
    return this.#writer.isFlushDue;
  }

  /** Starts a new segment at the log's end, unless the active one is empty. @throws {LogOfflineError} */
  roll(): void {
    this.#state.checkOnline();
    if (this.#state.segments.active.sizeBytes === 0) return;
    rollSegment(this.#state);
    this.#writer.flushOlder();
  }

  /**
   * Deletes the segments that retention does not keep. Their files go after `file.delete.delay.ms`.
   *
   * @returns How many.
   * @throws {LogOfflineError}
   */
  async deleteOldSegments(): Promise<number> {
    const state = this.#state;
    state.checkOnline();
    if (this.#closed || state.isTruncating) return 0;
    const { all } = state.segments;
    const count = expiredSegments(all, {
      ...state.config,
      deletes: state.config.cleanupPolicy.delete,
      logStartOffset: state.logStartOffset,
      logEndOffset: state.logEndOffset,
      highWatermark: state.highWatermark,
      nowMs: state.options.clock.now(),
    });
    if (count === 0) return 0;
    if (count === all.length) this.roll();
    const expired = all.slice(0, count);
    this.increaseLogStartOffset(state.segments.all[count].baseOffset);
    state.segments.remove(expired);
    try {
      await this.#deletion.delete(expired);
    } catch (error) {
      throw state.fail(error);
    }
    return count;
  }

  /**
   * Begins to verify the transaction that a first batch belongs to. The caller asks the transaction coordinator and then
   * appends the batch with the guard.
   *
   * @param raisesEpoch Whether the producer's epoch is raised with each transaction.
   * @returns Null when the transaction is open already: then nothing needs to be verified.
   */
  startTransactionVerification(
    producerId: bigint,
    sequence: number,
    epoch: number,
    raisesEpoch: boolean,
  ): VerificationGuard | null {
    const { producers, options } = this.#state;
    if (producers.hasOpenTransaction(producerId, epoch)) return null;
    const nowMs = options.clock.now();
    return producers.verifications.start(producerId, sequence, epoch, raisesEpoch, nowMs);
  }

  /** Forgets producers that were idle for `producer.id.expiration.ms`. */
  removeExpiredProducers(): void {
    this.#state.producers.removeExpired(this.#state.options.clock.now());
  }

  /** Takes over a changed `producer.id.expiration.ms`. */
  changeProducerIdExpiration(expirationMs: number): void {
    this.#state.producers.expirationMs = expirationMs;
  }

  activeProducers(): ActiveProducer[] {
    return this.#state.producers.active();
  }

  /**
   * Closes the log. A clean close makes everything durable in the form that the next start trusts without looking
   * (storage spec 5.4): a failure to do so is thrown, and the directory must not be marked as cleanly stopped.
   *
   * @throws {LogOfflineError}
   */
  async close(how: { readonly clean: boolean }): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#deletion.close();
    await this.#truncation.catch(() => {});
    const state = this.#state;
    // A log that nothing was ever written to has nothing that must survive.
    if (how.clean && !(state.isNewborn && state.segments.active.sizeBytes === 0)) {
      state.checkOnline();
      await this.#writer.flush();
      try {
        state.snapshots.take(state.producers);
        const { active } = state.segments;
        active.seal();
        await active.sync(true);
        await state.snapshots.sync();
        await state.epochFile.settled();
        state.directoryChanged = true;
        await state.syncDirectory();
      } catch (error) {
        throw state.fail(error);
      }
    }
    await this.#writer.settled();
    await state.settled();
    for (const segment of state.segments.all) segment.close();
  }

  #parts() {
    return { state: this.#state, writer: this.#writer, deletion: this.#deletion };
  }
}
