/**
 * One partition as this broker holds it: its log, who leads it, and who waits for it. Requests ask
 * {@linkcode Partition.leaderLog}; appends go through {@linkcode Partition.append} so that waiters (produce requests
 * for acknowledgement, fetch requests for data) are woken once per turn, after the turn's write.
 */
import type { PartitionImage } from "../../metadata/image/image.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import type { AppendOptions, PartitionLog } from "../../storage/partition_log.ts";
import type { AppendResult } from "../../storage/types.ts";

/** Called with {@linkcode Errors} code NONE when the wait succeeded. */
export type Waiter = (errorCode: number) => void;

interface OffsetWaiter {
  /** Satisfied once the watched offset is beyond this one. */
  readonly offset: number;
  readonly done: Waiter;
}

export class Partition {
  /** State in the metadata image that was applied last. */
  #state: PartitionImage;
  #isLeader = false;
  #deleted = false;
  #offline = false;
  #writePending = false;
  /** End offsets that followers told by fetching, by broker id; only while leading. */
  readonly #followerEnds = new Map<number, number>();
  /** Where the followers' logs start, told likewise. */
  readonly #followerStarts = new Map<number, number>();
  #minInSyncReplicas: number;
  #epochStart = 0;
  #awaitingWrite: OffsetWaiter[] = [];
  #awaitingCommit: OffsetWaiter[] = [];
  readonly #observers = new Set<() => void>();

  constructor(
    readonly topic: string,
    readonly index: number,
    readonly topicId: string,
    readonly brokerId: number,
    readonly log: PartitionLog,
    state: PartitionImage,
    minInSyncReplicas = 1,
    /** Called once when the log's disk has failed. */
    readonly onOffline: (partition: Partition) => void = () => {},
  ) {
    this.#state = state;
    this.#minInSyncReplicas = minInSyncReplicas;
  }

  get state(): PartitionImage {
    return this.#state;
  }
  get isLeader(): boolean {
    return this.#isLeader;
  }
  get leaderEpoch(): number {
    return this.#state.leaderEpoch;
  }
  get isOffline(): boolean {
    return this.#offline || this.log.isOffline;
  }
  /**
   * Where the log ended when this broker became leader. Until the high watermark has come so far, it may be behind what
   * clients saw on the leader before.
   */
  get epochStart(): number {
    return this.#epochStart;
  }
  /** Too few replicas are in sync for acks=all, and for anything to be committed (KIP-966). */
  get isUnderMinInSyncReplicas(): boolean {
    const { isr, replicas } = this.#state;
    return isr.length < Math.min(this.#minInSyncReplicas, replicas.length);
  }

  /** Takes over a changed `min.insync.replicas`. */
  changeMinInSyncReplicas(count: number): void {
    this.#minInSyncReplicas = count;
    if (this.#isLeader) this.#advanceHighWatermark();
  }

  /**
   * Takes over the state of a new image. Becoming leader of a new epoch starts the epoch in the log; losing leadership
   * ends every wait with NOT_LEADER_OR_FOLLOWER.
   */
  update(state: PartitionImage): void {
    const wasLeader = this.#isLeader;
    const epochChanged = state.leaderEpoch !== this.#state.leaderEpoch;
    this.#state = state;
    this.#isLeader = state.leader === this.brokerId && !this.#deleted;
    if (this.#isLeader && (!wasLeader || epochChanged)) {
      this.#followerEnds.clear();
      this.#followerStarts.clear();
      this.#epochStart = this.log.logEndOffset;
      this.log.assignEpochStart(state.leaderEpoch, this.#epochStart);
    }
    if (wasLeader && (!this.#isLeader || epochChanged)) {
      this.#failWaiters(Errors.NOT_LEADER_OR_FOLLOWER);
      this.#notify();
    }
    if (this.#isLeader) this.#advanceHighWatermark();
  }

  /**
   * The replica is no longer here: every wait ends.
   *
   * @param errorCode NOT_LEADER_OR_FOLLOWER where other brokers go on with the partition, UNKNOWN_TOPIC_OR_PARTITION
   * where it is gone.
   */
  markDeleted(errorCode: number = Errors.NOT_LEADER_OR_FOLLOWER): void {
    this.#deleted = true;
    this.#isLeader = false;
    this.#failWaiters(errorCode);
    this.#notify();
  }

  /** The log can't be used any more (disk failure): every wait ends with KAFKA_STORAGE_ERROR. */
  markOffline(): void {
    if (this.#offline) return;
    this.#offline = true;
    this.#failWaiters(Errors.KAFKA_STORAGE_ERROR);
    this.#notify();
    this.onOffline(this);
  }

  /**
   * Checks that this broker leads the partition in the epoch that the client believes in.
   *
   * @param currentLeaderEpoch -1 for "do not check".
   * @throws {ApiError} NOT_LEADER_OR_FOLLOWER, FENCED_LEADER_EPOCH, UNKNOWN_LEADER_EPOCH, KAFKA_STORAGE_ERROR.
   */
  leaderLog(currentLeaderEpoch = -1): PartitionLog {
    if (this.log.isOffline) this.markOffline();
    if (this.#offline) throw new ApiError(Errors.KAFKA_STORAGE_ERROR);
    if (currentLeaderEpoch >= 0 && currentLeaderEpoch !== this.leaderEpoch) {
      throw new ApiError(
        currentLeaderEpoch < this.leaderEpoch
          ? Errors.FENCED_LEADER_EPOCH
          : Errors.UNKNOWN_LEADER_EPOCH,
      );
    }
    if (!this.#isLeader) throw new ApiError(Errors.NOT_LEADER_OR_FOLLOWER);
    return this.log;
  }

  /**
   * Appends as leader. The bytes are in memory when this returns and in the file before any waiter is called.
   *
   * @throws {ApiError} As the log's checks say; NOT_LEADER_OR_FOLLOWER when this broker does not lead.
   */
  append(records: Uint8Array, options: Omit<AppendOptions, "leaderEpoch">): AppendResult {
    const log = this.leaderLog();
    try {
      const result = log.appendAsLeader(records, { ...options, leaderEpoch: this.leaderEpoch });
      if (!result.duplicate) this.#watchWrite();
      return result;
    } catch (error) {
      if (log.isOffline) this.markOffline();
      throw error;
    }
  }

  /** Calls back when `offset` is in the file (acks=1). */
  whenWritten(offset: number, done: Waiter): void {
    if (offset < this.log.writtenEndOffset) done(Errors.NONE);
    else {
      this.#awaitingWrite.push({ offset, done });
      this.#watchWrite();
    }
  }

  /** Calls back when `offset` is below the high watermark (acks=all). Returns a function that gives up waiting. */
  whenCommitted(offset: number, done: Waiter): () => void {
    if (offset < this.log.highWatermark) {
      done(Errors.NONE);
      return () => {};
    }
    const waiter = { offset, done };
    this.#awaitingCommit.push(waiter);
    return () => {
      const index = this.#awaitingCommit.indexOf(waiter);
      if (index >= 0) this.#awaitingCommit.splice(index, 1);
    };
  }

  /** Calls `wake` whenever readable data, leadership or existence changed, until the returned function is called. */
  observe(wake: () => void): () => void {
    this.#observers.add(wake);
    return () => this.#observers.delete(wake);
  }

  /**
   * A follower fetched from `endOffset`: everything before is on its disk.
   *
   * @param logStart Where its log starts; -1 where it does not tell.
   */
  followerFetched(brokerId: number, endOffset: number, logStart = -1): void {
    if (!this.#isLeader || !this.#state.replicas.includes(brokerId)) return;
    this.#followerEnds.set(brokerId, endOffset);
    const startMoved = logStart > (this.#followerStarts.get(brokerId) ?? -1);
    this.#followerStarts.set(brokerId, logStart);
    this.#advanceHighWatermark();
    if (startMoved) this.#notify();
  }

  /**
   * Raises the log start, as leader: earlier records are deleted.
   *
   * @param offset -1 for the high watermark.
   * @returns The offset that was meant.
   * @throws {ApiError} As {@linkcode leaderLog}; POLICY_VIOLATION where the topic's cleanup policy has no `delete`;
   * OFFSET_OUT_OF_RANGE.
   */
  deleteRecordsBefore(offset: number): number {
    const log = this.leaderLog();
    if (!log.config.cleanupPolicy.delete) throw new ApiError(Errors.POLICY_VIOLATION);
    const meant = offset === -1 ? log.highWatermark : offset;
    if (meant < 0) throw new ApiError(Errors.OFFSET_OUT_OF_RANGE);
    log.increaseLogStartOffset(meant);
    this.#notify();
    return meant;
  }

  /** Where the logs of all replicas start that live: earlier records are gone everywhere. */
  lowWatermark(isAlive: (brokerId: number) => boolean): number {
    let low = this.log.logStartOffset;
    for (const id of this.#state.replicas) {
      if (id !== this.brokerId && isAlive(id)) {
        low = Math.min(low, this.#followerStarts.get(id) ?? -1);
      }
    }
    return low;
  }

  #watchWrite(): void {
    if (this.#writePending) return;
    this.#writePending = true;
    this.log.onWritten((error) => this.#written(error));
  }

  #written(error: Error | null): void {
    this.#writePending = false;
    if (error !== null) {
      this.markOffline();
      return;
    }
    this.#awaitingWrite = wakeUpTo(this.#awaitingWrite, this.log.writtenEndOffset);
    if (this.#awaitingWrite.length > 0) this.#watchWrite();
    if (this.#isLeader) this.#advanceHighWatermark();
  }

  /**
   * The high watermark is the smallest end offset of the in-sync replicas, and never goes back. It stands while too few of
   * them are in sync.
   */
  #advanceHighWatermark(): void {
    if (this.isUnderMinInSyncReplicas) return;
    let committed = this.log.writtenEndOffset;
    for (const id of this.#state.isr) {
      if (id !== this.brokerId) committed = Math.min(committed, this.#followerEnds.get(id) ?? 0);
    }
    if (committed <= this.log.highWatermark) return;
    this.log.updateHighWatermark(committed);
    this.#awaitingCommit = wakeUpTo(this.#awaitingCommit, committed);
    this.#notify();
  }

  #notify(): void {
    for (const wake of [...this.#observers]) wake();
  }

  #failWaiters(errorCode: number): void {
    const waiting = [...this.#awaitingWrite, ...this.#awaitingCommit];
    this.#awaitingWrite = [];
    this.#awaitingCommit = [];
    for (const waiter of waiting) waiter.done(errorCode);
  }
}

/** Calls the waiters whose offset is below `end`; returns the others. */
function wakeUpTo(waiters: OffsetWaiter[], end: number): OffsetWaiter[] {
  if (waiters.length === 0) return waiters;
  const rest: OffsetWaiter[] = [];
  for (const waiter of waiters) {
    if (waiter.offset < end) waiter.done(Errors.NONE);
    else rest.push(waiter);
  }
  return rest;
}
