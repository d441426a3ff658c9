/** Which partitions `--topic-partitions`, `--topic` and `--partitions` mean. */
import type { TopicPartition } from "../../client/topic_partition.ts";
import { topicFilter } from "../topics/topic_filter.ts";

export type PartitionFilter = (partition: TopicPartition) => boolean;

/** A pattern or a number can't be read. */
export class PartitionFilterError extends Error {
  override name = "PartitionFilterError";
}

const RULE = /^([^:,]*)(?::(?:(\d*)|(\d*)-(\d*)))?$/;

/**
 * The partitions that any of the patterns means, which commas separate.
 *
 * @throws {PartitionFilterError}
 */
export function patternFilter(patterns: string): PartitionFilter {
  const rules = patterns.split(",").map(parseRule);
  return (partition) => rules.some((rule) => rule(partition));
}

/** `topic`, `topic:3`, `topic:0-3`, `topic:5-`, `topic:-3`; without a topic: of any. */
function parseRule(text: string): PartitionFilter {
  const match = RULE.exec(text);
  if (match === null) throw new PartitionFilterError(`Invalid rule specification: ${text}`);
  const [, topics, single = "", from = "", end = ""] = match;
  const isMeant = topics === "" ? () => true : topicsNamed(topics);
  if (single !== "") {
    return ({ topic, partition }) => isMeant(topic) && partition === Number(single);
  }
  const first = Number(from);
  const behindLast = end === "" ? Infinity : Number(end);
  return ({ topic, partition }) => isMeant(topic) && partition >= first && partition < behindLast;
}

/** @throws {PartitionFilterError} */
export function topicsNamed(text: string): (topic: string) => boolean {
  try {
    return topicFilter(text);
  } catch (error) {
    throw new PartitionFilterError((error as Error).message);
  }
}

/** @throws {PartitionFilterError} */
export function parsePartitions(text: string): ReadonlySet<number> {
  const partitions = text.split(",").filter((it) => it !== "");
  for (const partition of partitions) {
    if (/^[+-]?\d+$/.test(partition)) continue;
    throw new PartitionFilterError(
      "--partitions expects a comma separated list of numeric partition ids, but received: " + text,
    );
  }
  return new Set(partitions.map(Number));
}
