/** Where partitions are now, as a plan that would bring them back there. */
import { describeLogDirs } from "../../client/admin/log_dirs.ts";
import { inOrder } from "../../client/admin/reassignments.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import type { TopicMetadata } from "../../client/cluster_metadata.ts";
import { partitionKey, type TopicPartition } from "../../client/topic_partition.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { named, topicsByName } from "../cluster.ts";
import { ANY_DIRECTORY, nameOf, type PlannedPartition } from "./plan_file.ts";

export type Directories = ReadonlyMap<number, ReadonlyMap<string, HeldReplica>>;

export interface HeldReplica {
  readonly directory: string;
  /** Where it is moving to; null if it is not. */
  readonly future: string | null;
}

/** The topics by name. @throws {ApiError} UNKNOWN_TOPIC_OR_PARTITION if one is not there. */
export async function existingTopics(
  cluster: ClusterClient,
  names: readonly string[],
): Promise<ReadonlyMap<string, TopicMetadata>> {
  const topics = await topicsByName(cluster, names);
  for (const name of names) {
    if (topics.has(name)) continue;
    throw new ApiError(Errors.UNKNOWN_TOPIC_OR_PARTITION, `Topic ${name} not found.`);
  }
  return topics;
}

/** All partitions of the topics, by topic and partition. @throws {ApiError} */
export async function presentPlan(
  cluster: ClusterClient,
  topics: readonly string[],
): Promise<PlannedPartition[]> {
  const known = await existingTopics(cluster, topics);
  const placed = [...known.values()].flatMap(({ name, partitions }) =>
    partitions.map(({ partition, replicas }) => ({ topic: name, partition, replicas }))
  );
  const brokers = placed.flatMap(({ replicas }) => replicas);
  const directories = await heldReplicas(cluster, brokers);
  return placed.sort(inOrder).map((partition) => ({
    ...partition,
    directories: partition.replicas.map((broker) =>
      directories.get(broker)?.get(partitionKey(partition))?.directory ?? ANY_DIRECTORY
    ),
  }));
}

/** As {@linkcode presentPlan}, of some partitions. @throws {ApiError} UNKNOWN_TOPIC_OR_PARTITION */
export async function presentPlanOf(
  cluster: ClusterClient,
  partitions: readonly TopicPartition[],
): Promise<PlannedPartition[]> {
  const plan = await presentPlan(cluster, [...new Set(partitions.map(({ topic }) => topic))]);
  return partitions.map((partition) => {
    const found = plan.find((planned) => nameOf(planned) === nameOf(partition));
    if (found !== undefined) return found;
    throw new ApiError(
      Errors.UNKNOWN_TOPIC_OR_PARTITION,
      `Unable to find partition: ${nameOf(partition)}`,
    );
  });
}

/** What the brokers hold where, by broker and partition; brokers that are not there hold nothing. */
export async function heldReplicas(
  cluster: ClusterClient,
  brokers: readonly number[],
): Promise<Directories> {
  const live = new Set((await named("listNodes", cluster.nodes())).map(({ id }) => id));
  const asked = [...new Set(brokers)].filter((broker) => live.has(broker));
  return new Map(
    await Promise.all(asked.map(async (broker) => {
      const held = new Map<string, HeldReplica>();
      for (const { path, partitions } of await describeLogDirs(cluster, broker)) {
        for (const partition of partitions) {
          const key = partitionKey(partition);
          const known = held.get(key);
          held.set(
            key,
            partition.isFuture
              ? { directory: known?.directory ?? ANY_DIRECTORY, future: path }
              : { directory: path, future: known?.future ?? null },
          );
        }
      }
      return [broker, held] as const;
    })),
  );
}
