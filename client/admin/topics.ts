/** Topics: create, delete, grow, describe. Answers come in the order of the questions, each with its own error. */
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import type { ClusterClient } from "../cluster_client.ts";
import type { TopicMetadata } from "../cluster_metadata.ts";
import type { RetryOptions } from "../retry.ts";
import { inOrderOf, itemError, sharedErrorCode } from "./item_error.ts";

export interface NewTopic {
  readonly name: string;
  /** Default: what the broker is configured with. */
  readonly partitions?: number;
  readonly replicationFactor?: number;
  /** Broker ids by partition, instead of the two above. */
  readonly assignments?: ReadonlyMap<number, readonly number[]>;
  readonly configs?: Readonly<Record<string, string>>;
}

export interface CreatedTopic {
  readonly name: string;
  readonly topicId: string;
  /** -1 where the broker does not tell. */
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly error: ApiError | null;
}

export interface TopicOutcome {
  readonly name: string;
  readonly error: ApiError | null;
}

export interface ChangeOptions extends RetryOptions {
  /** Only checks whether it could be done. */
  readonly validateOnly?: boolean;
}

const SERVER_TIMEOUT_MS = 30000;
const FIRST_DELETE_BY_ID = 6;

export async function createTopics(
  cluster: ClusterClient,
  topics: readonly NewTopic[],
  { validateOnly = false, ...options }: ChangeOptions = {},
): Promise<CreatedTopic[]> {
  const response = await cluster.callController(Apis.CreateTopics, {
    topics: topics.map(({ name, partitions, replicationFactor, assignments, configs }) => ({
      name,
      numPartitions: assignments === undefined ? partitions ?? -1 : -1,
      replicationFactor: assignments === undefined ? replicationFactor ?? -1 : -1,
      assignments: [...assignments ?? []].map(([partitionIndex, brokerIds]) => ({
        partitionIndex,
        brokerIds,
      })),
      configs: Object.entries(configs ?? {}).map(([name, value]) => ({ name, value })),
    })),
    timeoutMs: SERVER_TIMEOUT_MS,
    validateOnly,
  }, { ...options, errorOf: ({ topics }) => sharedErrorCode(topics) });
  const created = response.topics.map((topic) => ({
    name: topic.name,
    topicId: topic.topicId,
    partitions: topic.numPartitions,
    replicationFactor: topic.replicationFactor,
    error: itemError(topic.errorCode, topic.errorMessage),
  }));
  return inOrderOf(topics.map(({ name }) => name), created);
}

export async function deleteTopics(
  cluster: ClusterClient,
  names: readonly string[],
  options: RetryOptions = {},
): Promise<TopicOutcome[]> {
  const listed = (await cluster.anyNode()).listedVersions(Apis.DeleteTopics.key);
  const topics = (listed?.max ?? 0) >= FIRST_DELETE_BY_ID ? names.map((name) => ({ name })) : [];
  const response = await cluster.callController(
    Apis.DeleteTopics,
    { topics, topicNames: names, timeoutMs: SERVER_TIMEOUT_MS },
    { ...options, errorOf: ({ responses }) => sharedErrorCode(responses) },
  );
  const deleted = response.responses.map(({ name, errorCode, errorMessage }) => ({
    name: name ?? "",
    error: itemError(errorCode, errorMessage),
  }));
  return inOrderOf(names, deleted);
}

/** Adds partitions until there are `count`; where the new ones go is the controller's choice unless told. */
export async function createPartitions(
  cluster: ClusterClient,
  topics: readonly {
    readonly name: string;
    readonly count: number;
    readonly assignments?: readonly (readonly number[])[];
  }[],
  { validateOnly = false, ...options }: ChangeOptions = {},
): Promise<TopicOutcome[]> {
  const response = await cluster.callController(Apis.CreatePartitions, {
    topics: topics.map(({ name, count, assignments }) => ({
      name,
      count,
      assignments: assignments?.map((brokerIds) => ({ brokerIds })) ?? null,
    })),
    timeoutMs: SERVER_TIMEOUT_MS,
    validateOnly,
  }, { ...options, errorOf: ({ results }) => sharedErrorCode(results) });
  const grown = response.results.map(({ name, errorCode, errorMessage }) => ({
    name,
    error: itemError(errorCode, errorMessage),
  }));
  return inOrderOf(topics.map(({ name }) => name), grown);
}

/** Every topic that the client may see, sorted by name. */
export async function listTopics(cluster: ClusterClient): Promise<TopicMetadata[]> {
  const { topics } = await cluster.refresh(null);
  return [...topics.values()].sort((a, b) => a.name < b.name ? -1 : 1);
}

/** @throws {ApiError} UNKNOWN_TOPIC_OR_PARTITION, or the topic's error. */
export async function describeTopic(cluster: ClusterClient, name: string): Promise<TopicMetadata> {
  const topic = (await cluster.refresh([name])).topics.get(name);
  if (topic === undefined) {
    throw new ApiError(Errors.UNKNOWN_TOPIC_OR_PARTITION, `There is no topic ${name}`);
  }
  const error = itemError(topic.errorCode);
  if (error !== null) throw error;
  return topic;
}
