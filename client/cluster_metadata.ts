/** What a client knows of the cluster: nodes, topics, partition leaders. Values never change; a refresh makes new ones. */
import type { DecodedMessage } from "../protocol/codec/message.ts";
import { Errors } from "../protocol/errors.ts";
import type { MetadataResponse } from "../protocol/messages/metadata.ts";

export interface Node {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
}

export interface PartitionMetadata {
  readonly partition: number;
  /** -1 when there is none. */
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly offlineReplicas: readonly number[];
  readonly errorCode: number;
}

export interface TopicMetadata {
  readonly name: string;
  readonly topicId: string;
  readonly isInternal: boolean;
  readonly errorCode: number;
  /** Ascending. */
  readonly partitions: readonly PartitionMetadata[];
}

export class ClusterMetadata {
  readonly #namesById = new Map<string, string>();

  constructor(
    readonly clusterId: string | null = null,
    /** A node that takes requests for the controller; -1 when unknown. */
    readonly controllerId: number = -1,
    readonly nodes: ReadonlyMap<number, Node> = new Map(),
    readonly topics: ReadonlyMap<string, TopicMetadata> = new Map(),
  ) {
    for (const { name, topicId } of topics.values()) this.#namesById.set(topicId, name);
  }

  /** Name of the topic with this id, if it is known. */
  topicName(topicId: string): string | undefined {
    return this.#namesById.get(topicId);
  }

  partition(topic: string, partition: number): PartitionMetadata | undefined {
    const partitions = this.topics.get(topic)?.partitions;
    const at = partitions?.[partition];
    return at?.partition === partition ? at : partitions?.find((p) => p.partition === partition);
  }

  /**
   * The state after an answer of Metadata.
   *
   * @param all Whether all topics were asked for: those that are missing are gone then.
   */
  updatedBy(response: DecodedMessage<typeof MetadataResponse>, all: boolean): ClusterMetadata {
    const nodes = new Map<number, Node>();
    for (const { nodeId, host, port, rack } of response.brokers) {
      nodes.set(nodeId, { id: nodeId, host, port, rack });
    }
    const topics = new Map(all ? [] : this.topics);
    for (const topic of response.topics) {
      const name = topic.name ?? this.topicName(topic.topicId);
      if (name === undefined) continue;
      if (isGone(topic.errorCode)) topics.delete(name);
      else topics.set(name, topicOf(name, topic, this.topics.get(name)));
    }
    return new ClusterMetadata(response.clusterId, response.controllerId, nodes, topics);
  }
}

function isGone(errorCode: number): boolean {
  return errorCode === Errors.UNKNOWN_TOPIC_OR_PARTITION || errorCode === Errors.UNKNOWN_TOPIC_ID;
}

type TopicAnswer = DecodedMessage<typeof MetadataResponse>["topics"][number];

function topicOf(name: string, topic: TopicAnswer, known: TopicMetadata | undefined) {
  const sameTopic = known?.topicId === topic.topicId;
  const partitions = topic.partitions.map((answer) => {
    const partition: PartitionMetadata = {
      partition: answer.partitionIndex,
      leader: answer.leaderId,
      leaderEpoch: answer.leaderEpoch,
      replicas: answer.replicaNodes,
      isr: answer.isrNodes,
      offlineReplicas: answer.offlineReplicas,
      errorCode: answer.errorCode,
    };
    // A broker that lags behind must not take us back to an older leader (KIP-320).
    const before = sameTopic ? known.partitions[answer.partitionIndex] : undefined;
    const isOlder = before !== undefined && before.partition === partition.partition &&
      partition.leaderEpoch >= 0 && partition.leaderEpoch < before.leaderEpoch;
    return isOlder ? before : partition;
  });
  partitions.sort((a, b) => a.partition - b.partition);
  const { topicId, isInternal, errorCode } = topic;
  return { name, topicId, isInternal, errorCode, partitions };
}
