/**
 * Brings what was appended to the file: one write at the end of each turn, before anybody is told; where
 * `flush.messages` asks for it, an fsync off the event loop before that. Also flushes on demand (storage spec 5.5).
 */
import type { GroupCommitMember } from "./group_commit.ts";
import type { LogState } from "./log_state.ts";
import type { Segment } from "./segment.ts";

export type WrittenCallback = (error: Error | null) => void;

/** A turn that appends more than this writes before its end, so that memory stays bounded. */
const MOST_UNWRITTEN_BYTES = 8 * 1024 * 1024;

export class LogWriter implements GroupCommitMember {
  #callbacks: WrittenCallback[] = [];
  #scheduled = false;
  /** End of what is in the file. */
  #fileEndOffset: number;
  /** The flush that `flush.messages` started, with those who wait for it. */
  #syncing = false;
  #flushing: Promise<void> | null = null;

  #lastFlushMs: number;

  constructor(readonly state: LogState) {
    this.#fileEndOffset = state.logEndOffset;
    this.#lastFlushMs = state.options.clock.now();
  }

  get isFlushDue(): boolean {
    const { flushedEndOffset, logEndOffset, config, failure, options } = this.state;
    if (failure !== null || flushedEndOffset >= logEndOffset) return false;
    return options.clock.now() - this.#lastFlushMs >= config.flushMs;
  }

  /** Something was appended. */
  appended(): void {
    const { unwrittenBytes } = this.state.segments.active.tail;
    if (unwrittenBytes > MOST_UNWRITTEN_BYTES || this.state.options.memory.isOverfull) {
      this.writePending();
    }
    this.#schedule();
    if (this.state.isNewborn) this.#place();
  }

  /** In the background: those for whom it matters wait for a flush, which waits for this. */
  #place(): void {
    const { state } = this;
    state.place().catch((error) => state.fail(error));
  }

  /** Calls back once everything appended so far is written. */
  onWritten(callback: WrittenCallback): void {
    this.#callbacks.push(callback);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.state.options.commit.add(this);
  }

  /** Writes what was appended. Does not throw: a failure takes the log offline. */
  writePending(): void {
    const { state } = this;
    if (state.failure !== null) return;
    try {
      state.segments.active.writeTail();
      this.#fileEndOffset = state.logEndOffset;
    } catch (error) {
      state.fail(error);
    }
  }

  /** Writes a batch that is not in the tail, after what is. Does not throw: a failure takes the log offline. */
  writeThrough(batch: Uint8Array): void {
    const { state } = this;
    this.writePending();
    const { active } = state.segments;
    try {
      if (state.failure === null) return active.writeThrough(batch);
    } catch (error) {
      state.fail(error);
    }
    // The log is offline; what is in memory of it stays consistent all the same.
    active.tail.release();
    active.tail.reserve(batch.length);
  }

  tellWritten(): void {
    this.#scheduled = false;
    const { state } = this;
    if (state.failure === null && this.#mustSync()) {
      if (!this.#syncing) this.#syncThenTell();
      return;
    }
    if (state.failure === null) state.writtenEndOffset = this.#fileEndOffset;
    this.#tell();
  }

  #mustSync(): boolean {
    const { state } = this;
    return state.logEndOffset > state.writtenEndOffset &&
      state.logEndOffset - state.flushedEndOffset >= state.config.flushMessages;
  }

  #syncThenTell(): void {
    this.#syncing = true;
    // Those who come while the device is busy wait for the next round.
    const callbacks = this.#callbacks;
    this.#callbacks = [];
    const end = this.#fileEndOffset;
    this.flush().catch(() => {}).then(() => {
      this.#syncing = false;
      const { state } = this;
      if (state.failure === null) {
        state.writtenEndOffset = Math.min(
          Math.max(state.writtenEndOffset, end),
          state.logEndOffset,
        );
      }
      this.#call(callbacks);
      if (this.#callbacks.length > 0) this.#schedule();
    });
  }

  #tell(): void {
    const callbacks = this.#callbacks;
    this.#callbacks = [];
    this.#call(callbacks);
  }

  #call(callbacks: readonly WrittenCallback[]): void {
    const { failure } = this.state;
    for (const callback of callbacks) callback(failure);
  }

  /** After a truncation nothing beyond the new end counts as written. */
  truncated(): void {
    const { state } = this;
    this.#fileEndOffset = state.logEndOffset;
    state.writtenEndOffset = state.logEndOffset;
  }

  /**
   * Makes everything appended so far durable.
   *
   * @throws {LogOfflineError} Also to all who wait for writes: what the device lost can't be known.
   */
  async flush(): Promise<void> {
    // One that is under way may have started before the last append.
    while (this.#flushing !== null) await this.#flushing.catch(() => {});
    this.state.checkOnline();
    this.writePending();
    this.state.checkOnline();
    const { logEndOffset } = this.state;
    this.#lastFlushMs = this.state.options.clock.now();
    this.#flushing = this.#flushUpTo(logEndOffset, true).finally(() => this.#flushing = null);
    await this.#flushing;
  }

  /** Makes everything before the active segment durable, in the background: after a roll. */
  flushOlder(): void {
    const { state } = this;
    const work = async () => {
      while (this.#flushing !== null) await this.#flushing.catch(() => {});
      if (state.failure !== null) return;
      const { baseOffset } = state.segments.active;
      this.#flushing = this.#flushUpTo(baseOffset, false).finally(() => this.#flushing = null);
      await this.#flushing;
    };
    work().catch(() => {}); // The failure is kept in the state.
  }

  /** Resolves when no flush is under way. */
  async settled(): Promise<void> {
    while (this.#flushing !== null) await this.#flushing.catch(() => {});
  }

  async #flushUpTo(end: number, withActive: boolean): Promise<void> {
    const { state } = this;
    const { truncations } = state;
    try {
      // A roll in between leaves one more segment whose indexes must be durable before this is over.
      await state.place();
      do {
        await this.#syncSegments(withActive);
        await state.snapshots.sync();
        await state.epochFile.settled();
        await state.syncDirectory();
      } while (this.#olderThanActive().length > 0);
    } catch (error) {
      if (truncations !== state.truncations) return;
      throw state.fail(error);
    }
    if (truncations !== state.truncations) return;
    state.flushedEndOffset = Math.max(state.flushedEndOffset, Math.min(end, state.logEndOffset));
  }

  async #syncSegments(withActive: boolean): Promise<void> {
    for (const segment of this.#olderThanActive()) {
      try {
        await segment.sync(true);
      } catch (error) {
        if (!segment.isDeleted) throw error;
      }
    }
    // The active segment's indexes are made anew after a crash, so they need not be durable.
    if (withActive) await this.state.segments.active.sync(false);
  }

  /** The ended segments that are not durable yet. */
  #olderThanActive(): Segment[] {
    const { active, all } = this.state.segments;
    return all.filter((segment) => segment !== active && !segment.isDurable);
  }
}
