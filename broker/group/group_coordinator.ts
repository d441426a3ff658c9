/**
 * The group coordinator of a broker: one {@linkcode GroupShard} for each partition of `__consumer_offsets` that the
 * broker leads, loaded when leadership comes and dropped when it goes.
 */
import type { MetadataChange, MetadataImage } from "../../metadata/image/image.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import type { CompressionName } from "../../protocol/records/compression/codec.ts";
import type { Clock, Random, Timer } from "../../runtime/runtime.ts";
import type { Expirations } from "../expirations.ts";
import { CONSUMER_OFFSETS_TOPIC } from "../internal_topics.ts";
import type { ReplicaManager } from "../partition/replica_manager.ts";
import { dropTopics, expireOffsets } from "./expire_offsets.ts";
import { PartitionGroupLog } from "./group_log.ts";
import { GroupShard } from "./group_shard.ts";
import { partitionFor } from "./partition_for_group.ts";

export interface GroupConfig {
  readonly minSessionTimeoutMs: number;
  readonly maxSessionTimeoutMs: number;
  readonly initialRebalanceDelayMs: number;
  readonly maxSize: number;
  readonly offsetMetadataMaxBytes: number;
  readonly offsetsRetentionMs: number;
  readonly offsetsRetentionCheckIntervalMs: number;
  readonly offsetsCommitTimeoutMs: number;
  readonly offsetsCompression: CompressionName;
}

export interface GroupCoordinatorOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly config: GroupConfig;
  readonly brokerId: number;
  readonly replicas: ReplicaManager;
  readonly expirations: Expirations;
  info(message: string): void;
  warn(message: string): void;
}

interface Held {
  readonly shard: GroupShard;
  readonly leaderEpoch: number;
}

export class GroupCoordinator {
  readonly #shards = new Map<number, Held>();
  #partitionCount = 0;
  #started = false;
  #timer: Timer | null = null;

  constructor(readonly options: GroupCoordinatorOptions) {}

  get config(): GroupConfig {
    return this.options.config;
  }

  start(): void {
    this.#started = true;
    this.#scheduleExpiry();
  }

  stop(): void {
    this.#started = false;
    this.#timer?.cancel();
    for (const { shard } of this.#shards.values()) shard.unload();
    this.#shards.clear();
  }

  /**
   * The shard of a group.
   *
   * @throws {ApiError} COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR, COORDINATOR_LOAD_IN_PROGRESS.
   */
  shardOf(groupId: string): GroupShard {
    if (!this.#started) throw new ApiError(Errors.COORDINATOR_NOT_AVAILABLE);
    if (this.#partitionCount === 0) throw new ApiError(Errors.NOT_COORDINATOR);
    const held = this.#shards.get(partitionFor(groupId, this.#partitionCount));
    if (held === undefined) throw new ApiError(Errors.NOT_COORDINATOR);
    if (held.shard.loading) throw new ApiError(Errors.COORDINATOR_LOAD_IN_PROGRESS);
    return held.shard;
  }

  /** Every shard held, loading ones included. */
  shards(): GroupShard[] {
    return Array.from(this.#shards.values(), ({ shard }) => shard);
  }

  /** Takes over or gives up partitions of `__consumer_offsets`; forgets offsets of deleted topics. */
  async apply(change: MetadataChange): Promise<void> {
    this.#applyLeadership(change.after);
    const deleted = new Set<string>();
    for (const { before, after } of change.topics.values()) {
      if (before !== null && after === null) deleted.add(before.name);
    }
    if (deleted.size === 0) return;
    for (const shard of this.shards()) if (!shard.loading) await dropTopics(shard, deleted);
  }

  #applyLeadership(image: MetadataImage): void {
    const partitions = image.topics.byName.get(CONSUMER_OFFSETS_TOPIC)?.partitions ?? [];
    this.#partitionCount = partitions.length;
    for (const [index, { shard }] of this.#shards) {
      if (partitions[index]?.leader === this.options.brokerId) continue;
      this.#shards.delete(index);
      shard.unload();
    }
    partitions.forEach(({ leader, leaderEpoch }, index) => {
      const held = this.#shards.get(index);
      if (leader === this.options.brokerId && held?.leaderEpoch !== leaderEpoch) {
        held?.shard.unload();
        this.#load(index, leaderEpoch);
      }
    });
  }

  #load(index: number, leaderEpoch: number): void {
    const { replicas, clock, expirations, config, info, warn } = this.options;
    const partition = replicas.get(CONSUMER_OFFSETS_TOPIC, index);
    if (partition === undefined) {
      warn(`The log of ${CONSUMER_OFFSETS_TOPIC}-${index} is not here: its groups can't be served`);
      return;
    }
    const log = new PartitionGroupLog(partition, clock, expirations, {
      timeoutMs: config.offsetsCommitTimeoutMs,
      compression: config.offsetsCompression,
    });
    const shard = new GroupShard({
      clock,
      log,
      rebalance: { initialRebalanceDelayMs: config.initialRebalanceDelayMs },
      maxGroupSize: config.maxSize,
      info,
      warn,
    });
    this.#shards.set(index, { shard, leaderEpoch });
    if (partition.log.logEndOffset === partition.log.logStartOffset) {
      shard.finishLoading();
      return;
    }
    this.#readLog(log, shard).catch((error) =>
      warn(`Could not load the groups of ${CONSUMER_OFFSETS_TOPIC}-${index}: ${error}`)
    );
  }

  async #readLog(log: PartitionGroupLog, shard: GroupShard): Promise<void> {
    for await (const { key, value } of log.readAll()) shard.replay(key, value);
    shard.finishLoading();
  }

  #scheduleExpiry(): void {
    const { clock, config, warn } = this.options;
    this.#timer = clock.setTimer(config.offsetsRetentionCheckIntervalMs, () => {
      this.#expire().catch((error) => warn(`Could not expire committed offsets: ${error}`))
        .then(() => this.#started && this.#scheduleExpiry());
    });
  }

  async #expire(): Promise<void> {
    const { clock, config } = this.options;
    for (const shard of this.shards()) {
      if (!shard.loading) await expireOffsets(shard, clock.now(), config.offsetsRetentionMs);
    }
  }
}
