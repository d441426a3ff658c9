/**
 * The partitions that this broker holds. {@linkcode ReplicaManager.apply} brings them in line with a new metadata image:
 * logs of new replicas are created, those of removed ones deleted, leadership is taken over.
 */
import {
  configResourceKey,
  ConfigResourceType,
  type MetadataChange,
  type PartitionImage,
  type TopicImage,
} from "../../metadata/image/image.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { inBatches } from "../../storage/in_batches.ts";
import type { LogManager } from "../../storage/log_manager.ts";
import type { LogConfig } from "../../storage/types.ts";
import { Partition } from "./partition.ts";

/** Logs opened or deleted at the same time. */
const AT_ONCE = 32;

interface Addition {
  readonly topic: TopicImage;
  readonly index: number;
  readonly state: PartitionImage;
  readonly config: LogConfig;
  readonly minInSyncReplicas: number;
}

interface Removal {
  readonly partition: Partition;
  /** Error code for those who wait for the partition. */
  readonly reason: number;
}

export interface ReplicaManagerOptions {
  readonly brokerId: number;
  readonly logs: LogManager;
  /** Effective configuration of a topic's logs, by the image that is being applied. */
  logConfig(topic: string, change: MetadataChange): LogConfig;
  /** Effective `min.insync.replicas` of a topic, by the image that is being applied. */
  minInSyncReplicas(topic: string, change: MetadataChange): number;
  onError(message: string, error: unknown): void;
  /** The log of a partition failed with its disk. */
  onOffline?(partition: Partition): void;
}

export class ReplicaManager {
  readonly #topics = new Map<string, Map<number, Partition>>();
  /** Topics that the change being applied deletes: the image that clients see still has them. */
  #deleted = new Set<string>();

  constructor(readonly options: ReplicaManagerOptions) {}

  get(topic: string, index: number): Partition | undefined {
    return this.#topics.get(topic)?.get(index);
  }

  /** Every partition held, in no particular order. */
  *all(): IterableIterator<Partition> {
    for (const partitions of this.#topics.values()) yield* partitions.values();
  }

  /**
   * The partition, if this broker leads it.
   *
   * @throws {ApiError} UNKNOWN_TOPIC_OR_PARTITION when it is not here at all; see {@linkcode Partition.leaderLog}.
   */
  leaderPartition(topic: string, index: number, currentLeaderEpoch = -1): Partition {
    const partition = this.get(topic, index);
    if (partition === undefined) throw this.#absent(topic, index);
    partition.leaderLog(currentLeaderEpoch);
    return partition;
  }

  /** Tells a partition that lives on other brokers only from one that does not exist. */
  #absent(topic: string, index: number): ApiError {
    const known = !this.#deleted.has(topic) && this.isKnown(topic, index);
    return new ApiError(known ? Errors.NOT_LEADER_OR_FOLLOWER : Errors.UNKNOWN_TOPIC_OR_PARTITION);
  }

  /** Whether the metadata has the partition; replaced by the broker with a look into its image. */
  isKnown: (topic: string, index: number) => boolean = () => false;

  /**
   * Brings the partitions in line with `change.after`. What goes is put aside before anything is made: a new topic may
   * have the name of a deleted one. A failure of one partition takes only that one offline.
   */
  async apply(change: MetadataChange): Promise<void> {
    const topics = [...change.topics.values()];
    const gone = topics.flatMap(({ before, after }) => after === null && before ? [before] : []);
    this.#deleted = new Set(gone.map(({ name }) => name));
    const removals = gone.flatMap((topic) => this.#removalsOf(topic));
    for (const { after } of topics) {
      if (after !== null) removals.push(...this.#leftBehind(after));
    }
    await inBatches(AT_ONCE, removals, ({ partition, reason }) => this.#remove(partition, reason));
    const additions: Addition[] = [];
    for (const { after } of topics) {
      if (after === null) continue;
      this.#deleted.delete(after.name);
      additions.push(...this.#updateTopic(after, change));
    }
    await inBatches(AT_ONCE, additions, (addition) => this.#add(addition));
    this.#applyConfigs(change);
  }

  /** The partitions held of a deleted topic. */
  #removalsOf(topic: TopicImage): Removal[] {
    return this.#heldOf(topic.name).filter(({ topicId }) => topicId === topic.id)
      .map((partition) => ({ partition, reason: Errors.UNKNOWN_TOPIC_OR_PARTITION }));
  }

  /** The partitions held that others hold from now on. */
  #leftBehind(topic: TopicImage): Removal[] {
    return this.#heldOf(topic.name)
      .filter(({ topicId, index }) =>
        topicId === topic.id &&
        !topic.partitions[index]?.replicas.includes(this.options.brokerId)
      )
      .map((partition) => ({ partition, reason: Errors.NOT_LEADER_OR_FOLLOWER }));
  }

  #heldOf(topic: string): Partition[] {
    return [...this.#topics.get(topic)?.values() ?? []];
  }

  /** Tells the partitions held of their new state; returns those that are not held yet. */
  #updateTopic(topic: TopicImage, change: MetadataChange): Addition[] {
    const additions: Addition[] = [];
    let settings: Omit<Addition, "index" | "state"> | null = null;
    topic.partitions.forEach((state, index) => {
      if (!state.replicas.includes(this.options.brokerId)) return;
      const held = this.get(topic.name, index);
      if (held !== undefined) return this.#update(held, state);
      settings ??= {
        topic,
        config: this.options.logConfig(topic.name, change),
        minInSyncReplicas: this.options.minInSyncReplicas(topic.name, change),
      };
      additions.push({ ...settings, index, state });
    });
    return additions;
  }

  #update(partition: Partition, state: PartitionImage): void {
    try {
      partition.update(state);
    } catch (error) {
      partition.markOffline();
      this.options.onError(`Could not change ${partition.topic}-${partition.index}`, error);
    }
  }

  async #add({ topic, index, state, config, minInSyncReplicas }: Addition): Promise<void> {
    const { brokerId, logs, onError } = this.options;
    try {
      const log = await logs.getOrCreate(topic.name, index, topic.id, config);
      const partition = new Partition(
        topic.name,
        index,
        topic.id,
        brokerId,
        log,
        state,
        minInSyncReplicas,
        (failed) => this.options.onOffline?.(failed),
      );
      let partitions = this.#topics.get(topic.name);
      if (partitions === undefined) this.#topics.set(topic.name, partitions = new Map());
      partitions.set(index, partition);
      this.#update(partition, state);
    } catch (error) {
      onError(`Could not open the log of ${topic.name}-${index}`, error);
    }
  }

  async #remove(partition: Partition, reason: number): Promise<void> {
    const { topic, index } = partition;
    const partitions = this.#topics.get(topic);
    partitions?.delete(index);
    if (partitions?.size === 0) this.#topics.delete(topic);
    partition.markDeleted(reason);
    try {
      await this.options.logs.delete(topic, index);
    } catch (error) {
      this.options.onError(`Could not delete the log of ${topic}-${index}`, error);
    }
  }

  /** Topic configs changed, or those of the broker did: the logs concerned take theirs over. */
  #applyConfigs(change: MetadataChange): void {
    if (change.configs.size === 0) return;
    const brokerPrefix = configResourceKey(ConfigResourceType.BROKER, "");
    const all = [...change.configs].some((key) => key.startsWith(brokerPrefix));
    for (const [topic, partitions] of this.#topics) {
      if (!all && !change.configs.has(configResourceKey(ConfigResourceType.TOPIC, topic))) continue;
      const config = this.options.logConfig(topic, change);
      const minInSyncReplicas = this.options.minInSyncReplicas(topic, change);
      for (const partition of partitions.values()) {
        partition.log.updateConfig(config);
        partition.changeMinInSyncReplicas(minInSyncReplicas);
      }
    }
  }
}
