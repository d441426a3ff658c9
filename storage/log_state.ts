/** Everything that makes up one open log. The functions around it (append, read, roll, truncate, ...) work on this. */
import type { Clock, Disk, Random } from "../runtime/runtime.ts";
import { LogOfflineError } from "./errors.ts";
import type { FileHandles } from "./file_handles.ts";
import type { GroupCommit } from "./group_commit.ts";
import type { LeaderEpochCache } from "./leader_epoch_cache.ts";
import type { LeaderEpochCheckpoint } from "./leader_epoch_checkpoint.ts";
import type { LogMemory } from "./log_memory.ts";
import type { LogSegments } from "./log_segments.ts";
import { syncPartitionMetadata } from "./partition_metadata_file.ts";
import type { ProducerSnapshots } from "./producer_snapshots.ts";
import type { ProducerState } from "./producer_state.ts";
import type { LogConfig, ReadIsolation } from "./types.ts";

/** What all logs of a broker share. */
export interface PartitionLogResources {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly random: Random;
  readonly commit: GroupCommit;
  readonly memory: LogMemory;
  readonly handles: FileHandles;
  /** `producer.id.expiration.ms` */
  readonly producerIdExpirationMs: number;
  /** Told what is worth a line in the broker's log: recovery, cut tails, background failures. */
  readonly onWarning?: (message: string) => void;
}

export interface PartitionLogOptions extends PartitionLogResources {
  /** The partition's own directory; made if it is missing. */
  readonly directory: string;
  readonly topic: string;
  readonly partition: number;
  /** 22 characters; null takes what the directory says. */
  readonly topicId: string | null;
  /** Whether a directory with records that does not say whose it is becomes this partition's. Default: yes. */
  readonly claims?: boolean;
  readonly config: LogConfig;
  /** Whether the last stop was clean, so that nothing needs to be scanned. */
  readonly clean: boolean;
  /** From the checkpoint file, 0 without an entry: everything before was flushed. */
  readonly recoveryPoint: number;
  /** From the checkpoint file, 0 without an entry. */
  readonly logStartOffset: number;
  /**
   * Whether recovery cuts the log at a gap between segments, which a crash of the machine can leave where nothing was
   * flushed. Default: only for the metadata log, since compaction leaves gaps too.
   */
  readonly contiguous?: boolean;
}

export class LogState {
  logStartOffset = 0;
  /** Offset of the next record. */
  logEndOffset = 0;
  /** Everything before is as safe as the log's configuration asks. */
  writtenEndOffset = 0;
  highWatermark = 0;
  /** Everything before was flushed to the device. */
  flushedEndOffset = 0;
  config: LogConfig;
  /** Why the log can't be used any more. */
  failure: LogOfflineError | null = null;
  /** Whether nothing was ever written, and nothing of the directory may be durable yet; see {@linkcode place}. */
  isNewborn = false;
  #placing: Promise<void> | null = null;
  /** Whether files came or went since the directory was synced. */
  directoryChanged = false;
  /** Neither reads nor appends are possible while a truncation is under way. */
  isTruncating = false;
  /** Counts truncations: what was found out before one may be wrong after it. */
  truncations = 0;
  #firstUnstableOffset = Infinity;

  constructor(
    readonly options: PartitionLogOptions,
    readonly segments: LogSegments,
    readonly epochs: LeaderEpochCache,
    readonly epochFile: LeaderEpochCheckpoint,
    readonly producers: ProducerState,
    readonly snapshots: ProducerSnapshots,
  ) {
    this.config = options.config;
  }

  get directory(): string {
    return this.options.directory;
  }

  get disk(): Disk {
    return this.options.disk;
  }

  /** Consumers that want committed data only read up to here (storage spec 7.2). */
  get lastStableOffset(): number {
    const unstable = Math.max(this.#firstUnstableOffset, this.logStartOffset);
    return Math.min(unstable, this.highWatermark);
  }

  /**
   * What the checkpoint file may say: everything before was flushed, and segments that end before it need no recovery. So
   * it stays inside a segment as long as that one's indexes are not durable.
   */
  get recoveryPoint(): number {
    const { all, active } = this.segments;
    const first = all.findIndex((segment) => segment.sizeBytes > 0 && !segment.isDurable);
    if (first < 0) return this.flushedEndOffset;
    const end = all[first] === active ? this.logEndOffset : all[first + 1].baseOffset;
    return Math.min(this.flushedEndOffset, end - 1);
  }

  /** To be called after transactions opened, ended or became stable. */
  refreshFirstUnstableOffset(): void {
    this.#firstUnstableOffset = this.producers.transactions.firstUnstableOffset;
  }

  limitOf(isolation: ReadIsolation): number {
    if (isolation === "log-end") return this.logEndOffset;
    return isolation === "high-watermark" ? this.highWatermark : this.lastStableOffset;
  }

  /** @throws {LogOfflineError} */
  checkOnline(): void {
    if (this.failure !== null) throw this.failure;
  }

  /** Takes the log offline. */
  fail(cause: unknown): LogOfflineError {
    if (this.failure === null) {
      this.failure = cause instanceof LogOfflineError
        ? cause
        : new LogOfflineError(this.directory, cause);
      this.warn(this.failure.message);
    }
    return this.failure;
  }

  warn(message: string): void {
    this.options.onWarning?.(message);
  }

  /** Writes the leader epochs to their file in the background. */
  saveEpochs(): void {
    this.epochFile.save(this.epochs.entries).catch((error) => this.fail(error));
  }

  /**
   * Makes a new directory durable, with what says whose it is. Thousands of partitions may be made at once and most of them
   * stay empty for long, so this waits for the first record.
   *
   * @throws {RuntimeError}
   */
  place(): Promise<void> {
    if (!this.isNewborn) return Promise.resolve();
    return this.#placing ??= this.#place().finally(() => this.#placing = null);
  }

  async #place(): Promise<void> {
    const { disk, directory } = this;
    const { handles } = this.options;
    await handles.briefly(() => syncPartitionMetadata(disk, directory));
    await this.epochFile.proceed();
    this.directoryChanged = true;
    await this.syncDirectory();
    await handles.directories.sync(directory.slice(0, directory.lastIndexOf("/")) || "/");
    this.isNewborn = false;
  }

  /** Resolves when nothing is being done to the directory. */
  async settled(): Promise<void> {
    await this.#placing?.catch(() => {});
    await this.epochFile.settled().catch(() => {});
  }

  async syncDirectory(): Promise<void> {
    if (!this.directoryChanged) return;
    this.directoryChanged = false;
    try {
      await this.disk.syncDirectory(this.directory);
    } catch (error) {
      this.directoryChanged = true;
      throw error;
    }
  }
}
