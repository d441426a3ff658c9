/** CreateTopics: checks, placement, configs, records (metadata-quorum 3.2). */
import { CONFIG_SOURCE_CODES } from "../config/config_source.ts";
import { ConfigResourceType } from "../metadata/image/image.ts";
import type { DecodedMessage, EncodableMessage } from "../protocol/codec/message.ts";
import { type MetadataRecord, metadataRecord } from "../protocol/data/metadata_framing.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type {
  CreateTopicsRequest,
  CreateTopicsResponse,
} from "../protocol/messages/create_topics.ts";
import { randomUuid, ZERO_UUID } from "../protocol/uuid.ts";
import type { ConfigRules } from "./config_rules.ts";
import { ConfigOperation, incrementalAlterConfig } from "./config_changes.ts";
import { atomic, type ControllerState, type Decision } from "./decision.ts";
import { type Failure, failureOf } from "./failure.ts";
import { checkManualAssignment, manualIsr } from "./manual_assignment.ts";
import { type NewPartition, newPartitionRecord, placePartitions } from "./new_partitions.ts";
import { checkTopicName, collisionKey, mayCollide } from "./topic_names.ts";

type Request = DecodedMessage<typeof CreateTopicsRequest>;
type CreatableTopic = Request["topics"][number];
type Response = EncodableMessage<typeof CreateTopicsResponse>;
type TopicResult = Response["topics"][number];

/** Most partitions that one request may create. */
export const MOST_PARTITIONS_PER_REQUEST = 10_000;
const USE_DEFAULT = -1;

export interface CreateTopicsOptions {
  readonly rules: ConfigRules;
  /** Whether the client may see the new topic's configs. */
  readonly describable: (topic: string) => boolean;
}

/**
 * Creates what can be created; each topic fails or succeeds alone. Names are distinct and allowed to this client.
 *
 * @throws {ApiError} POLICY_VIOLATION for too many partitions in all.
 */
export function createTopics(
  state: ControllerState,
  request: Request,
  { rules, describable }: CreateTopicsOptions,
): Decision<Response> {
  checkPartitionCount(state, request);
  const names = existingCollisions(state, request);
  const records: MetadataRecord[] = [];
  const topics = request.topics.map((topic): TopicResult => {
    try {
      const created = createTopic(state, topic, rules, names);
      records.push(...created.records);
      return describable(topic.name)
        ? { ...created.result, ...described(state, topic, created, rules) }
        : { ...created.result, topicConfigErrorCode: Errors.TOPIC_AUTHORIZATION_FAILED };
    } catch (error) {
      return failedTopic(topic.name, failureOf(error));
    }
  });
  return atomic(request.validateOnly ? [] : records, { throttleTimeMs: 0, topics });
}

/** The result of a topic that was not created. */
export function failedTopic(name: string, { errorCode, errorMessage }: Failure): TopicResult {
  return { name, topicId: ZERO_UUID, errorCode, errorMessage, configs: [] };
}

interface CreatedTopic {
  readonly result: TopicResult;
  readonly partitions: readonly NewPartition[];
  readonly records: readonly MetadataRecord[];
}

function createTopic(
  state: ControllerState,
  topic: CreatableTopic,
  rules: ConfigRules,
  collisions: ReadonlyMap<string, string>,
): CreatedTopic {
  const { name } = topic;
  checkTopicName(name);
  if (state.image.topics.byName.has(name)) {
    throw new ApiError(Errors.TOPIC_ALREADY_EXISTS, `Topic '${name}' already exists.`);
  }
  const other = mayCollide(name) ? collisions.get(collisionKey(name)) : undefined;
  if (other !== undefined) {
    throw new ApiError(
      Errors.INVALID_TOPIC_EXCEPTION,
      `Topic '${name}' collides with existing topic: ${other}`,
    );
  }
  const configs = configRecords(state, topic, rules);
  const partitions = partitionsOf(state, topic);
  const topicId = randomUuid(state.random);
  return {
    result: { name, topicId, errorCode: 0, errorMessage: null, configs: [] },
    partitions,
    records: [
      metadataRecord("TopicRecord", 0, { name, topicId }),
      ...configs,
      ...partitions.map((it, index) => newPartitionRecord(state, topicId, index, it)),
    ],
  };
}

function configRecords(
  state: ControllerState,
  topic: CreatableTopic,
  rules: ConfigRules,
): readonly MetadataRecord[] {
  const missing = topic.configs.filter(({ value }) => value === null).map(({ name }) => name);
  if (missing.length > 0) {
    throw new ApiError(
      Errors.INVALID_CONFIG,
      `Null value not supported for topic configs: ${missing.join(",")}`,
    );
  }
  if (topic.configs.length === 0) return [];
  const changes = new Map(
    topic.configs.map(({ name, value }) => [name, { operation: ConfigOperation.SET, value }]),
  );
  const resource = { type: ConfigResourceType.TOPIC, name: topic.name };
  return incrementalAlterConfig(state, rules, resource, changes, true);
}

function partitionsOf(state: ControllerState, topic: CreatableTopic): readonly NewPartition[] {
  if (topic.assignments.length > 0) return manualPartitions(state, topic);
  const { numPartitions, replicationFactor } = topic;
  if (replicationFactor < USE_DEFAULT || replicationFactor === 0) {
    throw new ApiError(
      Errors.INVALID_REPLICATION_FACTOR,
      "Replication factor must be larger than 0, or -1 to use the default value.",
    );
  }
  if (numPartitions < USE_DEFAULT || numPartitions === 0) {
    throw new ApiError(
      Errors.INVALID_PARTITIONS,
      "Number of partitions was set to an invalid non-positive value.",
    );
  }
  const { defaultPartitions, defaultReplicationFactor } = state.settings;
  return placePartitions(
    state,
    numPartitions === USE_DEFAULT ? defaultPartitions : numPartitions,
    replicationFactor === USE_DEFAULT ? defaultReplicationFactor : replicationFactor,
  );
}

function manualPartitions(state: ControllerState, topic: CreatableTopic): NewPartition[] {
  if (topic.replicationFactor !== USE_DEFAULT) {
    throw new ApiError(
      Errors.INVALID_REQUEST,
      "A manual partition assignment was specified, but replication factor was not set to -1.",
    );
  }
  if (topic.numPartitions !== USE_DEFAULT) {
    throw new ApiError(
      Errors.INVALID_REQUEST,
      "A manual partition assignment was specified, but numPartitions was not set to -1.",
    );
  }
  const partitions: NewPartition[] = [];
  const invalid = (message: string) => new ApiError(Errors.INVALID_REPLICA_ASSIGNMENT, message);
  const seen = new Set<number>();
  let replicationFactor: number | null = null;
  for (const { partitionIndex, brokerIds } of topic.assignments) {
    if (seen.has(partitionIndex)) {
      throw invalid(`Found multiple manual partition assignments for partition ${partitionIndex}`);
    }
    seen.add(partitionIndex);
    checkManualAssignment(state.image, brokerIds, replicationFactor);
    replicationFactor = brokerIds.length;
    const isr = manualIsr(state.image, brokerIds, partitionIndex);
    if (partitionIndex < 0 || partitionIndex >= topic.assignments.length) continue;
    partitions[partitionIndex] = { replicas: brokerIds, isr };
  }
  for (let index = 0; index < seen.size; index++) {
    if (partitions[index] === undefined) {
      throw invalid("partitions should be a consecutive 0-based integer sequence");
    }
  }
  return partitions;
}

/** What a client that may describe the topic's configs is told of it. */
function described(
  { image, settings }: ControllerState,
  topic: CreatableTopic,
  { partitions }: CreatedTopic,
  rules: ConfigRules,
): Partial<TopicResult> {
  const overrides = new Map(topic.configs.map(({ name, value }) => [name, value!]));
  const entries = rules.topicEntries(overrides, image, settings.nodeId);
  return {
    numPartitions: partitions.length,
    replicationFactor: partitions[0].replicas.length,
    configs: entries.map(({ name, value, source, isReadOnly, isSensitive }) => ({
      name,
      value,
      readOnly: isReadOnly,
      configSource: CONFIG_SOURCE_CODES[source],
      isSensitive,
    })),
  };
}

/** Existing names by {@linkcode collisionKey}. Topics of the same request may collide, as in Kafka. */
function existingCollisions(
  { image }: ControllerState,
  { topics }: Request,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  if (!topics.some(({ name }) => mayCollide(name))) return names;
  for (const name of image.topics.byName.keys()) {
    if (mayCollide(name)) names.set(collisionKey(name), name);
  }
  return names;
}

function checkPartitionCount({ settings }: ControllerState, { topics }: Request): void {
  let partitions = 0;
  for (const { assignments, numPartitions } of topics) {
    if (assignments.length > 0) partitions += assignments.length;
    else partitions += numPartitions === USE_DEFAULT ? settings.defaultPartitions : numPartitions;
  }
  if (partitions > MOST_PARTITIONS_PER_REQUEST) {
    throw new ApiError(
      Errors.POLICY_VIOLATION,
      "Excessively large number of partitions per request.",
    );
  }
}
