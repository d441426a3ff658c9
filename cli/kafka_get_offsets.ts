/** kafka-get-offsets: prints the partitions' offsets at an end of the log, or at a time. */
import type { ClusterClient } from "../client/cluster_client.ts";
import type { TopicPartition } from "../client/topic_partition.ts";
import { clusterOptions, commandSettings, openCluster } from "./cluster.ts";
import { errorText } from "./error_text.ts";
import { flagTool } from "./flag_tool.ts";
import { GET_OFFSETS_FLAGS, type GetOffsetsFlag } from "./get_offsets/flags.ts";
import { lookUpOffsets, nameOf } from "./get_offsets/look_up_offsets.ts";
import { parseOffsetTime } from "./get_offsets/offset_time.ts";
import {
  parsePartitions,
  type PartitionFilter,
  patternFilter,
  topicsNamed,
} from "./get_offsets/partition_filter.ts";
import type { Column } from "./output/listing.ts";
import { OptionError, UsageError } from "./options/option_error.ts";
import type { ParsedOptions } from "./options/parsed_options.ts";
import type { ToolOutput } from "./output/tool_output.ts";
import { allTopics } from "./topics/find_topics.ts";

export const kafkaGetOffsets = flagTool({
  name: "kafka-get-offsets",
  purpose: "Prints the offsets of topics' partitions.",
  flags: GET_OFFSETS_FLAGS,
  lists: "always",
  usageAfterParserErrors: false,
  failurePrefix: "Error occurred: ",
  async run(options, { runtime, output }) {
    const servers = options.value("bootstrap-server") ?? options.value("broker-list");
    if (servers === undefined) options.require("bootstrap-server");
    if (options.has("topic-partitions") && (options.has("topic") || options.has("partitions"))) {
      throw new OptionError("--topic-partitions cannot be used with --topic or --partitions");
    }
    if (!servers!.split(",").every((server) => /:\d+$/.test(server.trim()))) {
      throw new UsageError("Please provide valid host:port like host1:9091,host2:9092\n");
    }
    const filter = partitionFilter(options);
    const timestamp = parseOffsetTime(options.value("time") ?? "latest");
    const settings = await commandSettings(runtime, options.value("command-config"));
    const cluster = await openCluster(runtime, output, clusterOptions(servers!, settings));
    try {
      await printOffsets(cluster, output, {
        filter,
        timestamp,
        excludesInternal: options.has("exclude-internal-topics"),
      });
      return 0;
    } catch (error) {
      output.errorLine(`Error occurred: ${errorText(error)}`);
      return 1;
    } finally {
      cluster.close();
    }
  },
});

function partitionFilter(options: ParsedOptions<GetOffsetsFlag>): PartitionFilter {
  const patterns = options.value("topic-partitions");
  if (patterns !== undefined) return patternFilter(patterns);
  const topics = options.value("topic");
  const isMeant = topics === undefined ? () => true : topicsNamed(topics);
  const partitions = parsePartitions(options.value("partitions") ?? "");
  return ({ topic, partition }) =>
    isMeant(topic) && (partitions.size === 0 || partitions.has(partition));
}

interface Search {
  readonly filter: PartitionFilter;
  readonly timestamp: bigint;
  readonly excludesInternal: boolean;
}

/** By topic and partition. @throws {OptionError} If no partition is meant. */
async function printOffsets(
  cluster: ClusterClient,
  output: ToolOutput,
  { filter, timestamp, excludesInternal }: Search,
): Promise<void> {
  const topics = (await allTopics(cluster))
    .filter(({ isInternal }) => !(isInternal && excludesInternal));
  const partitions = topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partition, leader }) => ({ topic: name, partition, leader }))
  ).filter(filter);
  if (partitions.length === 0) {
    throw new OptionError("Could not match any topic-partitions with the specified filters");
  }
  const offsets = await lookUpOffsets(cluster, partitions, timestamp);
  for (const found of offsets.filter(({ error }) => error !== null)) {
    output.errorLine(
      `Skip getting offsets for topic-partition ${nameOf(found)} due to error: ` +
        errorText(found.error),
    );
  }
  const there = offsets.filter(({ error, offset }) => error === null && offset >= 0n);
  const rows = there.map(({ topic, partition, offset }) => ({ topic, partition, offset }));
  output.list({ columns: COLUMNS, rows, kafka: offsetLines });
}

type FoundOffset = TopicPartition & { readonly offset: bigint };

/** The titles are those of other tools: Kafka's prints none. */
const COLUMNS: readonly Column<FoundOffset>[] = [
  { title: "TOPIC", of: ({ topic }) => topic },
  { title: "PARTITION", of: ({ partition }) => partition },
  { title: "OFFSET", of: ({ offset }) => offset },
];

function offsetLines(_: unknown, rows: readonly FoundOffset[]): string {
  return rows.map(({ topic, partition, offset }) => `${topic}:${partition}:${offset}\n`).join("");
}
