/**
 * The group coordinator of a broker: one {@linkcode GroupShard} for each partition of `__consumer_offsets` that the
 * broker leads, loaded when leadership comes and dropped when it goes.
 */
import type { MetadataChange, MetadataImage, PartitionImage } from "../../metadata/image/image.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import type { Clock, Random, Timer } from "../../runtime/runtime.ts";
import type { Expirations } from "../expirations.ts";
import { CONSUMER_OFFSETS_TOPIC } from "../internal_topics.ts";
import type { Partition } from "../partition/partition.ts";
import type { ReplicaManager } from "../partition/replica_manager.ts";
import { dropTopics, expireOffsets } from "./expire_offsets.ts";
import type { GroupConfig } from "./group_config.ts";
import { loadGroups } from "./group_loader.ts";
import { PartitionGroupLog } from "./group_log.ts";
import { GroupShard } from "./group_shard.ts";
import { partitionFor } from "./partition_for_group.ts";

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
  readonly partition: Partition;
  leaderEpoch: number;
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
    this.#timer = null;
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
    if (held.shard.failed) throw new ApiError(Errors.NOT_COORDINATOR);
    if (held.shard.loading) throw new ApiError(Errors.COORDINATOR_LOAD_IN_PROGRESS);
    return held.shard;
  }

  /**
   * Every shard that is served.
   *
   * @throws {ApiError} COORDINATOR_NOT_AVAILABLE; COORDINATOR_LOAD_IN_PROGRESS while one is loading.
   */
  servedShards(): GroupShard[] {
    if (!this.#started) throw new ApiError(Errors.COORDINATOR_NOT_AVAILABLE);
    const shards = this.shards().filter(({ failed }) => !failed);
    if (shards.some(({ loading }) => loading)) {
      throw new ApiError(Errors.COORDINATOR_LOAD_IN_PROGRESS);
    }
    return shards;
  }

  /** Every shard held, loading ones included. */
  shards(): GroupShard[] {
    return Array.from(this.#shards.values(), ({ shard }) => shard);
  }

  /** Takes over or gives up partitions of `__consumer_offsets`; forgets offsets of deleted topics. */
  apply(change: MetadataChange): void {
    this.#applyLeadership(change.after);
    const deleted = new Set<string>();
    for (const { before, after } of change.topics.values()) {
      if (before !== null && after === null) deleted.add(before.name);
    }
    if (deleted.size === 0) return;
    for (const shard of this.shards()) {
      if (shard.loading) continue;
      dropTopics(shard, deleted).catch((error) =>
        this.options.warn(`Could not forget the offsets of deleted topics: ${error}`)
      );
    }
  }

  #applyLeadership(image: MetadataImage): void {
    const partitions = image.topics.byName.get(CONSUMER_OFFSETS_TOPIC)?.partitions ?? [];
    this.#partitionCount = partitions.length;
    for (const [index, held] of this.#shards) {
      if (this.#goesOn(held, index, partitions[index])) continue;
      this.#shards.delete(index);
      held.shard.unload();
    }
    partitions.forEach(({ leader, leaderEpoch }, index) => {
      if (leader !== this.options.brokerId) return;
      const held = this.#shards.get(index);
      if (held === undefined) this.#load(index, leaderEpoch);
      else held.leaderEpoch = leaderEpoch;
    });
  }

  /** Whether what is in memory is still what the log says: nobody else led the partition meanwhile. */
  #goesOn(held: Held, index: number, state: PartitionImage | undefined): boolean {
    const { brokerId, replicas } = this.options;
    return state?.leader === brokerId && state.leaderEpoch <= held.leaderEpoch + 1 &&
      replicas.get(CONSUMER_OFFSETS_TOPIC, index) === held.partition;
  }

  #load(index: number, leaderEpoch: number): void {
    const { replicas, clock, random, expirations, config, info, warn } = this.options;
    const partition = replicas.get(CONSUMER_OFFSETS_TOPIC, index);
    if (partition === undefined) {
      warn(`The log of ${CONSUMER_OFFSETS_TOPIC}-${index} is not here: its groups can't be served`);
      return;
    }
    const log = new PartitionGroupLog(partition, clock, expirations, {
      timeoutMs: config.offsetsCommitTimeoutMs,
      compression: config.offsetsCompression,
    });
    const shard = new GroupShard({ clock, random, log, config, info, warn });
    this.#shards.set(index, { shard, partition, leaderEpoch });
    if (partition.log.logEndOffset === partition.log.logStartOffset) {
      shard.finishLoading();
      return;
    }
    loadGroups(partition.log, shard, clock).then(() => shard.finishLoading(), (error) => {
      warn(`Could not load the groups of ${CONSUMER_OFFSETS_TOPIC}-${index}: ${error}`);
      shard.fail();
    });
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
