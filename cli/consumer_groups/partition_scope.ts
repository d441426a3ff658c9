/** `--topic topic`, `--topic topic:0,1`: topics, or partitions of them. */
import type { TopicMetadata } from "../../client/cluster_metadata.ts";
import { partitionKey, type TopicPartition } from "../../client/topic_partition.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { UsageError } from "../options/option_error.ts";

export interface TopicScope {
  readonly topic: string;
  /** Null means all of the topic. */
  readonly partitions: readonly number[] | null;
}

/** @throws {UsageError} If a partition is no number. */
export function parseTopicScope(text: string): TopicScope {
  const colon = text.indexOf(":");
  if (colon < 0) return { topic: text, partitions: null };
  const partitions = text.slice(colon + 1).split(",").map((part) => {
    if (/^\d{1,9}$/.test(part)) return Number(part);
    throw new UsageError(`Invalid partition '${part}' specified in topic arg '${text}''`);
  });
  return { topic: text.slice(0, colon), partitions };
}

/** The partitions of the scopes, each once. Topics that are not there have none but those that are named. */
export function partitionsOf(
  scopes: readonly TopicScope[],
  topics: ReadonlyMap<string, TopicMetadata>,
): TopicPartition[] {
  const found = scopes.flatMap(({ topic, partitions }) => {
    const all = topics.get(topic)?.partitions.map(({ partition }) => partition) ?? [];
    return (partitions ?? all).map((partition) => ({ topic, partition }));
  });
  return [...new Map(found.map((it) => [partitionKey(it), it])).values()];
}

/** @throws {ApiError} UNKNOWN_TOPIC_OR_PARTITION, with all that are not there. */
export function refuseUnknownPartitions(
  partitions: readonly TopicPartition[],
  topics: ReadonlyMap<string, TopicMetadata>,
): void {
  const unknown = partitions.filter(({ topic, partition }) =>
    !topics.get(topic)?.partitions.some((it) => it.partition === partition)
  );
  if (unknown.length === 0) return;
  const names = unknown.map(({ topic, partition }) => `${topic}-${partition}`).join(",");
  throw new ApiError(
    Errors.UNKNOWN_TOPIC_OR_PARTITION,
    `The partitions "${names}" do not exist`,
  );
}
