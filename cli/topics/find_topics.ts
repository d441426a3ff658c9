/** Which topics of the cluster an action is about. */
import type { ClusterClient } from "../../client/cluster_client.ts";
import type { TopicMetadata } from "../../client/cluster_metadata.ts";
import { retry } from "../../client/retry.ts";
import { named } from "../cluster.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { TopicsFlag } from "./flags.ts";
import { topicFilter } from "./topic_filter.ts";

/** No topic is as it was asked for. */
export class TopicNotFoundError extends Error {
  override name = "TopicNotFoundError";
}

/** All topics that `--topic` and `--exclude-internal` let through, by name. */
export async function findTopics(
  cluster: ClusterClient,
  options: ParsedOptions<TopicsFlag>,
): Promise<TopicMetadata[]> {
  const text = options.value("topic");
  const isMeant = text === undefined ? () => true : topicFilter(text);
  const excludesInternal = options.has("exclude-internal");
  const topics = await allTopics(cluster);
  return topics.filter(({ name, isInternal }) =>
    isMeant(name) && !(excludesInternal && isInternal)
  );
}

/** All topics of the cluster by name. */
export async function allTopics(cluster: ClusterClient): Promise<TopicMetadata[]> {
  const { topics } = await named(
    "listTopics",
    retry(cluster.runtime, "Metadata", cluster.options, () => cluster.refresh(null)),
  );
  return [...topics.values()].sort((a, b) => a.name < b.name ? -1 : 1);
}

/** @throws {TopicNotFoundError} If a topic was asked for and is not there, unless `--if-exists` allows it. */
export function refuseNoTopic(
  topics: readonly TopicMetadata[],
  options: ParsedOptions<TopicsFlag>,
): void {
  const text = options.value("topic");
  if (topics.length > 0 || text === undefined || options.has("if-exists")) return;
  throw new TopicNotFoundError(`Topic '${text}' does not exist as expected`);
}
