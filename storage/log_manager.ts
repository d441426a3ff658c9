/**
 * All partition logs of a broker, over its log directories: loads them at start, makes and deletes them, writes the
 * checkpoint files, and closes everything in the order that lets the next start trust it (storage spec 5).
 */
import { ApiError, Errors } from "../protocol/errors.ts";
import type { Clock, Disk, Random } from "../runtime/runtime.ts";
import { BackgroundWork } from "./background_work.ts";
import {
  type LastStop,
  readCleanShutdown,
  removeCleanShutdown,
  writeCleanShutdown,
} from "./directories/clean_shutdown_file.ts";
import { DirectoryCheckpoints } from "./directories/directory_checkpoints.ts";
import type { LogDirectory } from "./directories/log_directories.ts";
import {
  asideDirectoryName,
  parsePartitionDirectory,
  type PartitionDirectory,
  partitionDirectoryName,
} from "./directories/partition_directory.ts";
import { inBatches } from "./in_batches.ts";
import { LogLoading, type LogsLoaded } from "./log_loading.ts";
import {
  PartitionLog,
  type PartitionLogOptions,
  type PartitionLogResources,
} from "./partition_log.ts";
import type { LogConfig } from "./types.ts";

const METADATA_DIRECTORY = "__cluster_metadata-0";
/** Logs opened, closed or deleted at the same time. */
const AT_ONCE = 32;
/** Wishes for logs that perhaps never come. */
const MOST_PREFERENCES = 100_000;

export interface LogManagerOptions {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly random: Random;
  /** Those that hold partitions, locked already. */
  readonly directories: readonly LogDirectory[];
  readonly resources: PartitionLogResources;
  readonly highWatermarkCheckpointMs: number;
  readonly recoveryPointCheckpointMs: number;
  readonly logStartCheckpointMs: number;
  readonly retentionCheckMs: number;
  /** How often logs are looked through for what `flush.ms` says must be flushed. */
  readonly flushCheckMs: number;
  readonly producerExpirationCheckMs: number;
  readonly log: { info(message: string): void; warn(message: string): void };
  /** Told how far the loading is. */
  readonly onLoaded?: (progress: LogsLoaded) => void;
}

export interface LoadPolicy {
  /** Topic id that the partition should have here, or null when it does not belong here. */
  expectedTopicId(topic: string, partition: number): string | null;
  configFor(topic: string): LogConfig;
}

interface Held {
  readonly log: PartitionLog;
  readonly directory: Directory;
}

/** The directory of a partition's log. */
type FoundLog = PartitionDirectory & { readonly name: string };

/** One log directory with its checkpoint files. */
interface Directory extends LogDirectory {
  readonly lastStop: LastStop;
  readonly checkpoints: DirectoryCheckpoints;
}

export class LogManager {
  readonly #held = new Map<string, Held>();
  readonly #opening = new Map<string, Promise<PartitionLog>>();
  readonly #background: BackgroundWork;
  /** Directory ids by partition name, for logs that are not made yet. */
  readonly #preferred = new Map<string, string>();
  #producerIdExpirationMs: number;

  private constructor(
    readonly options: LogManagerOptions,
    readonly directories: readonly Directory[],
  ) {
    this.#producerIdExpirationMs = options.resources.producerIdExpirationMs;
    this.#background = new BackgroundWork(
      options.clock,
      (error) => options.log.warn(`Work on the log directories failed: ${error}`),
    );
  }

  /** Looks at how the directories were left; logs are loaded later, when the metadata is known. */
  static async open(options: LogManagerOptions): Promise<LogManager> {
    const { disk } = options;
    const directories = await Promise.all(options.directories.map(async (directory) => ({
      ...directory,
      lastStop: await readCleanShutdown(disk, directory.path),
      checkpoints: new DirectoryCheckpoints(disk, directory.path),
    })));
    return new LogManager(options, directories);
  }

  /** Broker epoch of the previous run, if every directory was closed cleanly by the same one; else -1n. */
  get previousBrokerEpoch(): bigint {
    const epochs = new Set(this.directories.map(({ lastStop }) => lastStop.brokerEpoch));
    const [epoch] = epochs;
    return epochs.size === 1 ? epoch : -1n;
  }

  get(topic: string, partition: number): PartitionLog | undefined {
    return this.#held.get(partitionDirectoryName(topic, partition))?.log;
  }

  all(): PartitionLog[] {
    return Array.from(this.#held.values(), ({ log }) => log);
  }

  /** The logs in one log directory. */
  inDirectory(id: string): PartitionLog[] {
    const held = [...this.#held.values()].filter(({ directory }) => directory.id === id);
    return held.map(({ log }) => log);
  }

  /** Id of the log directory that holds the partition. */
  directoryIdOf(topic: string, partition: number): string | undefined {
    return this.#held.get(partitionDirectoryName(topic, partition))?.directory.id;
  }

  /**
   * Loads every partition found on disk. Directories of partitions that do not belong here are put aside as stray;
   * those being deleted are deleted for good.
   *
   * @throws {RangeError} For a directory whose name is no partition's (trap T1 of the storage spec).
   */
  async load(policy: LoadPolicy): Promise<void> {
    const { clock, log, onLoaded = () => {} } = this.options;
    const all = await Promise.all(
      this.directories.map(async (directory) => ({
        directory,
        found: await this.#findLogs(directory),
      })),
    );
    const current = all.map(({ directory, found }) => ({
      isClean: directory.lastStop.clean,
      count: found.filter(({ state }) => state === "current").length,
    }));
    const loading = new LogLoading(clock, {
      total: current.reduce((sum, { count }) => sum + count, 0),
      isRecovery: current.some(({ isClean, count }) => !isClean && count > 0),
      info: (message) => log.info(message),
      onLoaded,
    });
    try {
      for (const { directory, found } of all) {
        await this.#loadDirectory(directory, found, policy, loading);
      }
      loading.end();
    } finally {
      loading.stop();
    }
  }

  /** The directories of partitions. */
  async #findLogs({ path }: Directory): Promise<FoundLog[]> {
    const entries = await this.options.disk.list(path);
    return entries.flatMap(({ name, kind }) => {
      if (kind !== "directory" || name === METADATA_DIRECTORY) return [];
      const parsed = parsePartitionDirectory(name);
      return parsed === null ? [] : [{ name, ...parsed }];
    });
  }

  async #loadDirectory(
    directory: Directory,
    found: readonly FoundLog[],
    policy: LoadPolicy,
    loading: LogLoading,
  ): Promise<void> {
    const { disk, log } = this.options;
    await removeCleanShutdown(disk, directory.path);
    const recoveryPoints = await directory.checkpoints.recoveryPoints.read();
    const logStarts = await directory.checkpoints.logStarts.read();
    const highWatermarks = await directory.checkpoints.highWatermarks.read();
    const { clean } = directory.lastStop;
    const current = found.filter(({ state }) => state === "current");
    if (!clean && current.length > 0) {
      log.info(
        `Recovering ${current.length} logs in ${directory.path}: the last stop was not clean`,
      );
    }
    await inBatches(AT_ONCE, found, async ({ name, topic, partition, state }) => {
      const path = `${directory.path}/${name}`;
      if (state === "delete") return disk.remove(path);
      if (state !== "current") return;
      const topicId = policy.expectedTopicId(topic, partition);
      const opened = topicId === null ? null : await openUnlessStray({
        ...this.#resources(),
        directory: path,
        topic,
        partition,
        topicId,
        claims: false,
        config: policy.configFor(topic),
        clean,
        recoveryPoint: recoveryPoints.get(name) ?? 0,
        logStartOffset: logStarts.get(name) ?? 0,
      });
      loading.loaded();
      if (opened === null) {
        await this.#putAside(directory, topic, partition, "stray");
        log.warn(
          `Put the stray log ${path} aside: the cluster's metadata has no such replica here`,
        );
        return;
      }
      opened.updateHighWatermark(
        Math.max(
          opened.logStartOffset,
          Math.min(highWatermarks.get(name) ?? 0, opened.logEndOffset),
        ),
      );
      this.#held.set(name, { log: opened, directory });
    });
  }

  /** The partition's log, made if it is not there, in the directory with the fewest logs. */
  getOrCreate(
    topic: string,
    partition: number,
    topicId: string,
    config: LogConfig,
  ): Promise<PartitionLog> {
    const name = partitionDirectoryName(topic, partition);
    const held = this.#held.get(name);
    if (held !== undefined) return Promise.resolve(held.log);
    let opening = this.#opening.get(name);
    if (opening === undefined) {
      opening = this.#create(name, topic, partition, topicId, config)
        .finally(() => this.#opening.delete(name));
      this.#opening.set(name, opening);
    }
    return opening;
  }

  async #create(
    name: string,
    topic: string,
    partition: number,
    topicId: string,
    config: LogConfig,
  ): Promise<PartitionLog> {
    const preferred = this.#preferred.get(name);
    const directory = this.directories.find(({ id }) => id === preferred) ?? this.#emptiest();
    const log = await PartitionLog.open({
      ...this.#resources(),
      directory: `${directory.path}/${name}`,
      topic,
      partition,
      topicId,
      config,
      clean: true,
      recoveryPoint: 0,
      logStartOffset: 0,
    });
    this.#held.set(name, { log, directory });
    this.#preferred.delete(name);
    return log;
  }

  /** A log that is made later is made in this directory. */
  preferDirectory(topic: string, partition: number, directoryId: string): void {
    if (this.#preferred.size >= MOST_PREFERENCES) this.#preferred.clear();
    this.#preferred.set(partitionDirectoryName(topic, partition), directoryId);
  }

  #resources(): PartitionLogResources {
    const producerIdExpirationMs = this.#producerIdExpirationMs;
    return { ...this.options.resources, producerIdExpirationMs };
  }

  /** Takes over a changed `producer.id.expiration.ms`: it counts from the next check on. */
  changeProducerIdExpiration(expirationMs: number): void {
    this.#producerIdExpirationMs = expirationMs;
    for (const log of this.all()) log.changeProducerIdExpiration(expirationMs);
  }

  #emptiest(): Directory {
    const counts = new Map(this.directories.map((directory) => [directory, 0]));
    for (const { directory } of this.#held.values()) {
      counts.set(directory, counts.get(directory)! + 1);
    }
    return [...counts].reduce((least, next) => next[1] < least[1] ? next : least)[0];
  }

  /** Takes the partition's log away: its directory is renamed at once and removed after `file.delete.delay.ms`. */
  async delete(topic: string, partition: number): Promise<void> {
    const name = partitionDirectoryName(topic, partition);
    const held = this.#held.get(name);
    if (held === undefined) return;
    this.#held.delete(name);
    await held.log.close({ clean: false });
    const aside = await this.#putAside(held.directory, topic, partition, "delete");
    this.#background.after(held.log.config.fileDeleteDelayMs, async () => {
      const { disk } = this.options;
      if (await disk.exists(aside)) await disk.remove(aside);
    });
  }

  async #putAside(
    directory: Directory,
    topic: string,
    partition: number,
    state: "delete" | "stray",
  ): Promise<string> {
    const { disk, random } = this.options;
    const uuid = Array.from(random.bytes(16), (b) => b.toString(16).padStart(2, "0")).join("");
    const to = `${directory.path}/${asideDirectoryName(topic, partition, uuid, state)}`;
    await disk.rename(`${directory.path}/${partitionDirectoryName(topic, partition)}`, to);
    await disk.syncDirectory(directory.path);
    return to;
  }

  /** Starts the periodic work: checkpoint files, retention, flushes, producers that expire. */
  start(): void {
    const o = this.options;
    const work = this.#background;
    work.every(o.highWatermarkCheckpointMs, () => this.checkpointHighWatermarks());
    work.every(o.recoveryPointCheckpointMs, () => this.#checkpointRecoveryPoints());
    work.every(o.logStartCheckpointMs, () => this.#checkpointLogStarts());
    work.every(o.retentionCheckMs, () => this.#applyRetention());
    work.every(o.flushCheckMs, () => this.#flushDue());
    work.every(o.producerExpirationCheckMs, () => this.#expireProducers());
  }

  async #applyRetention(): Promise<void> {
    for (const log of this.all()) {
      const { cleanupPolicy } = log.config;
      // Compaction takes care of the others.
      if (cleanupPolicy.delete || !cleanupPolicy.compact) await log.deleteOldSegments();
    }
  }

  async #flushDue(): Promise<void> {
    for (const log of this.all()) if (log.isFlushDue && !log.isOffline) await log.flush();
  }

  #expireProducers(): Promise<void> {
    for (const log of this.all()) log.removeExpiredProducers();
    return Promise.resolve();
  }

  async checkpointHighWatermarks(): Promise<void> {
    for (const { id, checkpoints } of this.directories) {
      await checkpoints.writeHighWatermarks(this.inDirectory(id));
    }
  }

  async #checkpointRecoveryPoints(): Promise<void> {
    for (const { id, checkpoints } of this.directories) {
      await checkpoints.writeRecoveryPoints(this.inDirectory(id));
    }
  }

  async #checkpointLogStarts(): Promise<void> {
    for (const { id, checkpoints } of this.directories) {
      await checkpoints.writeLogStarts(this.inDirectory(id));
    }
  }

  /**
   * Closes every log and marks the directories as cleanly stopped, each step durable before the next (storage spec 5.4).
   * A directory with a log that could not be closed gets no mark.
   */
  async close(brokerEpoch: bigint): Promise<void> {
    this.#background.stop();
    await Promise.allSettled(this.#opening.values());
    await this.checkpointHighWatermarks();
    const failed = new Set<Directory>();
    await inBatches(AT_ONCE, [...this.#held.values()], async ({ log, directory }) => {
      try {
        await log.close({ clean: true });
      } catch (error) {
        failed.add(directory);
        this.options.log.warn(`Could not close ${log.directory} cleanly: ${error}`);
      }
    });
    await this.#checkpointRecoveryPoints();
    await this.#checkpointLogStarts();
    const { disk } = this.options;
    for (const directory of this.directories) {
      if (!failed.has(directory)) await writeCleanShutdown(disk, directory.path, brokerEpoch);
    }
    this.#held.clear();
  }

  /** Makes the checkpoint files that a directory of Kafka always has. */
  async makeCheckpointFiles(): Promise<void> {
    for (const { checkpoints } of this.directories) await checkpoints.make();
  }
}

/** The log, or null where its directory is another topic's. */
async function openUnlessStray(options: PartitionLogOptions): Promise<PartitionLog | null> {
  try {
    return await PartitionLog.open(options);
  } catch (error) {
    if (error instanceof ApiError && error.code === Errors.INCONSISTENT_TOPIC_ID) return null;
    throw error;
  }
}
