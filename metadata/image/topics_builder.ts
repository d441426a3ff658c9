/**
 * Replays the records of topics and partitions. Partition epochs and leader epochs are not in change records: every
 * reader of the log counts them, in the same way (metadata-quorum 2.2).
 */
import type { DecodedMessage } from "../../protocol/codec/message.ts";
import type {
  ClearElrRecord,
  PartitionChangeRecord,
  PartitionRecord,
  RemoveTopicRecord,
  TopicRecord,
} from "../../protocol/data/metadata_records.ts";
import type { PartitionImage, TopicImage, TopicsImage } from "./image.ts";
import { changePartition, newPartition } from "./partition_state.ts";
import { asPersistent, type MapEdit } from "./persistent_map.ts";
import { ReplayError } from "./replay_error.ts";

/** A topic whose partitions change in this run; holes are filled before it is built. */
interface OpenTopic {
  readonly name: string;
  readonly partitions: PartitionImage[];
}

export class TopicsBuilder {
  /** Ids of topics created, changed or removed. */
  readonly changed = new Set<string>();
  readonly #base: TopicsImage;
  readonly #byName: MapEdit<string, TopicImage>;
  readonly #byId: MapEdit<string, TopicImage>;
  readonly #open = new Map<string, OpenTopic>();

  constructor(base: TopicsImage) {
    this.#base = base;
    this.#byName = asPersistent(base.byName).edit();
    this.#byId = asPersistent(base.byId).edit();
  }

  createTopic({ name, topicId }: DecodedMessage<typeof TopicRecord>): void {
    if (this.#byName.has(name)) throw new ReplayError(`Topic ${name} exists already`);
    if (this.#byId.has(topicId)) throw new ReplayError(`Topic id ${topicId} exists already`);
    this.#set({ name, id: topicId, partitions: [] });
    this.changed.add(topicId);
  }

  /** Returns the name of the topic removed. */
  removeTopic({ topicId }: DecodedMessage<typeof RemoveTopicRecord>): string {
    const topic = this.#byId.get(topicId);
    if (topic === undefined) throw new ReplayError(`No topic with id ${topicId}`);
    this.#open.delete(topicId);
    this.#byId.delete(topicId);
    this.#byName.delete(topic.name);
    this.changed.add(topicId);
    return topic.name;
  }

  setPartition(record: DecodedMessage<typeof PartitionRecord>): void {
    const { partitions, name } = this.#openTopic(record.topicId);
    if (record.partitionId < 0) throw new ReplayError(`No partition ${name}-${record.partitionId}`);
    partitions[record.partitionId] = newPartition(record);
  }

  changePartition(record: DecodedMessage<typeof PartitionChangeRecord>): void {
    const { partitions, name } = this.#openTopic(record.topicId);
    const before = partitions[record.partitionId];
    if (before === undefined) throw new ReplayError(`No partition ${name}-${record.partitionId}`);
    partitions[record.partitionId] = changePartition(before, record);
  }

  /** An empty topic name means all topics. */
  clearElr({ topicName }: DecodedMessage<typeof ClearElrRecord>): void {
    if (topicName === "") {
      for (const id of this.build().byId.keys()) this.#clearElrOf(id);
      return;
    }
    const topic = this.#byName.get(topicName);
    if (topic === undefined) throw new ReplayError(`No topic ${topicName}`);
    this.#clearElrOf(topic.id);
  }

  /** @throws {ReplayError} If a topic's partitions are not 0 to n - 1. */
  build(): TopicsImage {
    for (const [id, { name, partitions }] of this.#open) {
      for (let index = 0; index < partitions.length; index++) {
        if (partitions[index] === undefined) throw new ReplayError(`No partition ${name}-${index}`);
      }
      this.#set({ name, id, partitions });
    }
    this.#open.clear();
    const byName = this.#byName.freeze();
    const byId = this.#byId.freeze();
    return byId === this.#base.byId ? this.#base : { byName, byId };
  }

  #set(topic: TopicImage): void {
    this.#byName.set(topic.name, topic);
    this.#byId.set(topic.id, topic);
  }

  #openTopic(id: string): OpenTopic {
    let open = this.#open.get(id);
    if (open === undefined) {
      const topic = this.#byId.get(id);
      if (topic === undefined) throw new ReplayError(`No topic with id ${id}`);
      open = { name: topic.name, partitions: topic.partitions.slice() };
      this.#open.set(id, open);
      this.changed.add(id);
    }
    return open;
  }

  #clearElrOf(id: string): void {
    const partitions = this.#open.get(id)?.partitions ?? this.#byId.get(id)!.partitions;
    partitions.forEach((partition, partitionId) => {
      if (partition.elr.length === 0 && partition.lastKnownElr.length === 0) return;
      const cleared = { ...partition, elr: [], lastKnownElr: [] };
      this.#openTopic(id).partitions[partitionId] = {
        ...cleared,
        partitionEpoch: partition.partitionEpoch + 1,
      };
    });
  }
}
