/** `kafka-topics --describe`. */
import type { ClusterClient } from "../../client/cluster_client.ts";
import { isUuid, ZERO_UUID } from "../../protocol/uuid.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import { allTopics, findTopics, refuseNoTopic, TopicNotFoundError } from "./find_topics.ts";
import type { TopicsFlag } from "./flags.ts";
import { loadDescriptions } from "./load_descriptions.ts";
import {
  isShown,
  PARTITION_COLUMNS,
  partitionLines,
  type TopicDescription,
  topicLine,
} from "./topic_description.ts";

const DEFAULT_PARTITIONS_PER_RESPONSE = 2000;
const UUID_BYTES = 16;

/** @throws {ApiError | TopicNotFoundError | SyntaxError | OptionError} */
export async function describeTopics(
  cluster: ClusterClient,
  options: ParsedOptions<TopicsFlag>,
  output: ToolOutput,
): Promise<void> {
  const limit = options.number("partition-size-limit-per-response") ??
    DEFAULT_PARTITIONS_PER_RESPONSE;
  const names = await describedTopics(cluster, options);
  const descriptions = await loadDescriptions(cluster, names, limit);
  const filters = {
    underReplicated: options.has("under-replicated-partitions"),
    unavailable: options.has("unavailable-partitions"),
    underMinIsr: options.has("under-min-isr-partitions"),
    atMinIsr: options.has("at-min-isr-partitions"),
  };
  const showsTopics = !Object.values(filters).includes(true);
  const onlyOverrides = options.has("topics-with-overrides");
  const liveBrokers = new Set(cluster.metadata.nodes.keys());
  const shown = descriptions.map((topic) => ({
    ...topic,
    partitions: onlyOverrides
      ? []
      : topic.partitions.filter((partition) =>
        isShown(partition, topic.minInsyncReplicas, filters, liveBrokers)
      ),
  }));
  if (output.isJson) {
    const hasAny = (topic: TopicDescription) =>
      onlyOverrides ? topic.configs.length > 0 : showsTopics || topic.partitions.length > 0;
    return output.json(shown.filter(hasAny).map(documentOf));
  }
  const rowsOf = ({ name, partitions }: TopicDescription) =>
    partitions.map((partition) => ({ ...partition, topic: name }));
  const table = (topics: readonly TopicDescription[], columns = PARTITION_COLUMNS) =>
    output.table({ columns, rows: topics.flatMap(rowsOf), kafka: partitionLines });
  if (!showsTopics && !onlyOverrides) return output.write(table(shown));
  // The heading of a topic says which it is.
  const columns = output.isTerminal ? PARTITION_COLUMNS.slice(1) : PARTITION_COLUMNS;
  const texts = shown.flatMap((topic, i) => {
    if (onlyOverrides && topic.configs.length === 0) return [];
    return [`${output.asHeading(topicLine(descriptions[i]))}\n${table([topic], columns)}`];
  });
  output.write(texts.join(output.isTerminal ? "\n" : ""));
}

/** As JSON has it: partitions without a leader say null. */
function documentOf(topic: TopicDescription) {
  const { partitions, configs } = topic;
  return {
    ...topic,
    partitions: partitions.map((it) => ({
      ...it,
      leader: it.leader < 0 ? null : it.leader,
      reassignment: it.reassignment ?? null,
    })),
    configs: configs.map(({ name, value }) => ({ name, value })),
  };
}

/** Names of the topics that `--topic-id`, `--topic` or nothing asks for. */
async function describedTopics(
  cluster: ClusterClient,
  options: ParsedOptions<TopicsFlag>,
): Promise<string[]> {
  const topicId = options.value("topic-id");
  if (topicId !== undefined) checkTopicId(topicId);
  if (topicId === undefined || topicId === ZERO_UUID) {
    const topics = await findTopics(cluster, options);
    refuseNoTopic(topics, options);
    return topics.map(({ name }) => name);
  }
  const topics = (await allTopics(cluster)).filter((topic) => topic.topicId === topicId);
  if (topics.length === 0 && !options.has("if-exists")) {
    throw new TopicNotFoundError(`TopicId '${topicId}' does not exist as expected`);
  }
  return topics.map(({ name }) => name);
}

/** @throws {SyntaxError} In Kafka's words. */
function checkTopicId(text: string): void {
  if (isUuid(text)) return;
  if (text.length > 24) {
    throw new SyntaxError(
      `Input string with prefix \`${
        text.slice(0, 24)
      }\` is too long to be decoded as a base64 UUID`,
    );
  }
  const length = Math.floor(text.replace(/=+$/, "").length * 3 / 4);
  throw new SyntaxError(
    `Input string \`${text}\` decoded as ${length} bytes, which is not equal to the expected ` +
      `${UUID_BYTES} bytes of a base64-encoded UUID`,
  );
}
