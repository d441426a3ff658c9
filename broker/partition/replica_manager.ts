/**
 * The partitions that this broker holds. {@linkcode ReplicaManager.apply} brings them in line with a new metadata image:
 * logs of new replicas are created, those of removed ones deleted, leadership is taken over.
 */
import type { LogConfig } from "../../storage/types.ts";
import type { LogManager } from "../../storage/log_manager.ts";
import type { MetadataChange, PartitionImage, TopicImage } from "../../metadata/image/image.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { Partition } from "./partition.ts";

export interface ReplicaManagerOptions {
  readonly brokerId: number;
  readonly logs: LogManager;
  /** Effective configuration of a topic's logs, by the image that is being applied. */
  logConfig(topic: string, change: MetadataChange): LogConfig;
  /** Effective `min.insync.replicas` of a topic. */
  minInSyncReplicas(topic: string): number;
  onError(message: string, error: unknown): void;
}

export class ReplicaManager {
  readonly #topics = new Map<string, Map<number, Partition>>();

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
    const known = this.isKnown(topic, index);
    return new ApiError(known ? Errors.NOT_LEADER_OR_FOLLOWER : Errors.UNKNOWN_TOPIC_OR_PARTITION);
  }

  /** Whether the metadata has the partition; replaced by the broker with a look into its image. */
  isKnown: (topic: string, index: number) => boolean = () => false;

  /** @throws {ApiError} NOT_ENOUGH_REPLICAS when an acks=all append could not be made safe enough. */
  requireMinInSyncReplicas(partition: Partition): void {
    const { isr, replicas } = partition.state;
    const required = Math.min(
      this.options.minInSyncReplicas(partition.topic),
      replicas.length,
    );
    if (isr.length < required) throw new ApiError(Errors.NOT_ENOUGH_REPLICAS);
  }

  /** Brings the partitions in line with `change.after`. A failure of one partition takes only that one offline. */
  async apply(change: MetadataChange): Promise<void> {
    const work: Promise<void>[] = [];
    for (const { before, after } of change.topics.values()) {
      if (before !== null && (after === null || after.name !== before.name)) {
        work.push(this.#removeTopic(before));
      }
      if (after !== null) work.push(...this.#applyTopic(after, change));
    }
    await Promise.all(work);
    this.#applyConfigs(change);
  }

  #applyTopic(topic: TopicImage, change: MetadataChange): Promise<void>[] {
    const work: Promise<void>[] = [];
    const { brokerId } = this.options;
    topic.partitions.forEach((state, index) => {
      const held = this.get(topic.name, index);
      const mine = state.replicas.includes(brokerId);
      if (held !== undefined && mine && held.topicId === topic.id) held.update(state);
      else if (mine) work.push(this.#add(topic, index, state, change));
      else if (held !== undefined) work.push(this.#remove(held));
    });
    return work;
  }

  async #add(
    topic: TopicImage,
    index: number,
    state: PartitionImage,
    change: MetadataChange,
  ): Promise<void> {
    const { brokerId, logs, onError } = this.options;
    try {
      const config = this.options.logConfig(topic.name, change);
      const log = await logs.getOrCreate(topic.name, index, topic.id, config);
      const partition = new Partition(topic.name, index, topic.id, brokerId, log, state);
      let partitions = this.#topics.get(topic.name);
      if (partitions === undefined) this.#topics.set(topic.name, partitions = new Map());
      partitions.set(index, partition);
      partition.update(state);
    } catch (error) {
      onError(`Could not open the log of ${topic.name}-${index}`, error);
    }
  }

  async #removeTopic(topic: TopicImage): Promise<void> {
    const held = [...(this.#topics.get(topic.name)?.values() ?? [])];
    await Promise.all(held.filter((p) => p.topicId === topic.id).map((p) => this.#remove(p)));
  }

  async #remove(partition: Partition): Promise<void> {
    const partitions = this.#topics.get(partition.topic);
    partitions?.delete(partition.index);
    if (partitions?.size === 0) this.#topics.delete(partition.topic);
    partition.markDeleted();
    try {
      await this.options.logs.delete(partition.topic, partition.index);
    } catch (error) {
      this.options.onError(
        `Could not delete the log of ${partition.topic}-${partition.index}`,
        error,
      );
    }
  }

  /** Topic configs changed, or broker-wide defaults did: the logs concerned take theirs over. */
  #applyConfigs(change: MetadataChange): void {
    if (change.configs.size === 0) return;
    for (const [topic, partitions] of this.#topics) {
      const config = this.options.logConfig(topic, change);
      for (const partition of partitions.values()) partition.log.updateConfig(config);
    }
  }
}
