/** Asks the cluster for everything that `kafka-topics --describe` prints. */
import type { ClusterClient } from "../../client/cluster_client.ts";
import { CONFIG_SOURCE_CODES } from "../../config/config_source.ts";
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { ZERO_UUID } from "../../protocol/uuid.ts";
import { named } from "../cluster.ts";
import type { PartitionDescription, TopicDescription } from "./topic_description.ts";

const TOPIC_RESOURCE = 2;
const TIMEOUT_MS = 60000;
/** Topics in one request for their settings. */
const TOPICS_PER_REQUEST = 500;

type Reassignments = ReadonlyMap<string, PartitionDescription["reassignment"]>;
type Topic = Omit<TopicDescription, "configs" | "minInsyncReplicas">;

/** Descriptions in the order of `names`; topics that are gone by now are left out. */
export async function loadDescriptions(
  cluster: ClusterClient,
  names: readonly string[],
  partitionsPerResponse: number,
): Promise<TopicDescription[]> {
  if (names.length === 0) return [];
  const topics = await loadTopics(cluster, names, partitionsPerResponse);
  const configs = await loadConfigs(cluster, topics.map(({ name }) => name));
  const reassignments = await loadReassignments(cluster);
  return topics.map((topic) => {
    const entries = configs.get(topic.name) ?? [];
    const minIsr = entries.find(({ name }) => name === "min.insync.replicas")?.value;
    return {
      ...topic,
      partitions: topic.partitions.map((partition) => ({
        ...partition,
        reassignment: reassignments.get(`${topic.name}-${partition.partition}`),
      })),
      configs: entries.filter(({ isDefault }) => !isDefault),
      minInsyncReplicas: Number(minIsr ?? 1),
    };
  });
}

async function loadTopics(
  cluster: ClusterClient,
  names: readonly string[],
  partitionsPerResponse: number,
): Promise<Topic[]> {
  try {
    return await loadByDescription(cluster, names, partitionsPerResponse);
  } catch (error) {
    if (!(error instanceof ApiError && error.code === Errors.UNSUPPORTED_VERSION)) throw error;
  }
  // Brokers before 3.8 tell it all in their metadata, except for what they don't know.
  const { topics } = await cluster.refresh(names);
  return names.flatMap((name) => {
    const topic = topics.get(name);
    return topic === undefined ? [] : [{
      name,
      topicId: topic.topicId === ZERO_UUID ? null : topic.topicId,
      partitions: topic.partitions.map(({ partition, leader, replicas, isr }) => ({
        partition,
        leader,
        replicas,
        isr,
        eligibleLeaderReplicas: null,
        lastKnownElr: null,
      })),
    }];
  });
}

/** Asks page by page (KIP-966). */
async function loadByDescription(
  cluster: ClusterClient,
  names: readonly string[],
  partitionsPerResponse: number,
): Promise<Topic[]> {
  const found = new Map<string, { topicId: string; partitions: PartitionDescription[] }>();
  let cursor: { topicName: string; partitionIndex: number } | null = null;
  // The broker goes through the topics in the order of their names; those before the cursor are done.
  const sorted = [...names].sort();
  do {
    const from: string = cursor?.topicName ?? "";
    const response: Awaited<ReturnType<typeof askPage>> = await askPage(
      cluster,
      sorted.filter((name) => name >= from),
      partitionsPerResponse,
      cursor,
    );
    for (const { name, topicId, errorCode, partitions } of response.topics) {
      if (errorCode === Errors.UNKNOWN_TOPIC_OR_PARTITION) continue;
      if (errorCode !== Errors.NONE) throw new ApiError(errorCode);
      const topic = found.get(name!) ?? { topicId, partitions: [] };
      found.set(name!, topic);
      for (const { partitionIndex, leaderId, replicaNodes, isrNodes, ...more } of partitions) {
        topic.partitions.push({
          partition: partitionIndex,
          leader: leaderId,
          replicas: replicaNodes,
          isr: isrNodes,
          eligibleLeaderReplicas: more.eligibleLeaderReplicas,
          lastKnownElr: more.lastKnownElr,
        });
      }
    }
    cursor = response.nextCursor;
  } while (cursor !== null);
  return names.flatMap((name) => {
    const topic = found.get(name);
    topic?.partitions.sort((a, b) => a.partition - b.partition);
    return topic === undefined ? [] : [{ name, ...topic }];
  });
}

function askPage(
  cluster: ClusterClient,
  names: readonly string[],
  responsePartitionLimit: number,
  cursor: { readonly topicName: string; readonly partitionIndex: number } | null,
) {
  const topics = names.map((name) => ({ name }));
  return named(
    "describeTopicPartitions",
    cluster.callAny(Apis.DescribeTopicPartitions, { topics, responsePartitionLimit, cursor }),
  );
}

interface ConfigEntry {
  readonly name: string;
  readonly value: string | null;
  readonly isDefault: boolean;
}

async function loadConfigs(
  cluster: ClusterClient,
  names: readonly string[],
): Promise<Map<string, ConfigEntry[]>> {
  const configs = new Map<string, ConfigEntry[]>();
  for (let start = 0; start < names.length; start += TOPICS_PER_REQUEST) {
    const resources = names.slice(start, start + TOPICS_PER_REQUEST).map((resourceName) => ({
      resourceType: TOPIC_RESOURCE,
      resourceName,
      configurationKeys: null,
    }));
    const { results } = await named(
      "describeConfigs",
      cluster.callAny(Apis.DescribeConfigs, { resources }),
    );
    for (const { errorCode, errorMessage, resourceName, configs: entries } of results) {
      if (errorCode === Errors.UNKNOWN_TOPIC_OR_PARTITION) continue;
      if (errorCode !== Errors.NONE) throw new ApiError(errorCode, errorMessage ?? undefined);
      configs.set(
        resourceName,
        entries.map(({ name, value, configSource }) => ({
          name,
          value,
          isDefault: configSource === CONFIG_SOURCE_CODES.default,
        })),
      );
    }
  }
  return configs;
}

/** By `topic-partition`; nothing where the broker does not tell. */
async function loadReassignments(cluster: ClusterClient): Promise<Reassignments> {
  try {
    const { topics } = await cluster.callController(Apis.ListPartitionReassignments, {
      topics: null,
      timeoutMs: TIMEOUT_MS,
    }, { errorOf: ({ errorCode }) => errorCode });
    return new Map(
      topics.flatMap(({ name, partitions }) =>
        partitions.map(({ partitionIndex, addingReplicas, removingReplicas }) => [
          `${name}-${partitionIndex}`,
          { adding: addingReplicas, removing: removingReplicas },
        ])
      ),
    );
  } catch (error) {
    const unknown = error instanceof ApiError &&
      (error.code === Errors.UNSUPPORTED_VERSION ||
        error.code === Errors.CLUSTER_AUTHORIZATION_FAILED);
    if (unknown) return new Map();
    throw error;
  }
}
