/** `kafka-streams-groups --reset-offsets` and `--delete-offsets`. */
import { describeStreamsGroup, sourceTopics } from "../../client/admin/streams_groups.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import { commitOffsets } from "../../client/group_offsets.ts";
import { byTopic, partitionKey, type TopicPartition } from "../../client/topic_partition.ts";
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { named, topicsByName } from "../cluster.ts";
import type { ConsumerGroupsFlag } from "../consumer_groups/flags.ts";
import { offsetLookup } from "../consumer_groups/offset_lookup.ts";
import {
  type GroupOffset,
  readOffsetsCsv,
  writeOffsetsCsv,
} from "../consumer_groups/offsets_csv.ts";
import { parseTopicScope, partitionsOf } from "../consumer_groups/partition_scope.ts";
import { clamp, type PartitionOffset, planReset } from "../consumer_groups/plan_reset.ts";
import { plansTable } from "../consumer_groups/plans_table.ts";
import { resetScenario } from "../consumer_groups/reset_scenario.ts";
import { errorText } from "../error_text.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import { eachWithProgress } from "../output/progress.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import { readTextAt } from "../read_text.ts";
import { deleteInternalTopics, meantStreamsGroups } from "./actions.ts";
import type { StreamsGroupsFlag } from "./flags.ts";

type Options = ParsedOptions<StreamsGroupsFlag>;
const LOGGER = "org.apache.kafka.tools.OffsetsUtils";

/** The input topics of a group; none if there is no such group. */
async function topicsOf(cluster: ClusterClient, groupId: string) {
  try {
    return sourceTopics(await describeStreamsGroup(cluster, groupId, cluster.options));
  } catch (error) {
    const isMissing = error instanceof ApiError && error.code === Errors.GROUP_ID_NOT_FOUND;
    if (isMissing) return { input: [], internal: [], changelogs: [] };
    throw error;
  }
}

async function partitionsMeant(
  cluster: ClusterClient,
  options: Options,
  input: readonly string[],
): Promise<TopicPartition[]> {
  const scopes = options.has("all-input-topics")
    ? input.map((topic) => ({ topic, partitions: null }))
    : options.values("input-topic").map(parseTopicScope);
  return partitionsOf(scopes, await topicsByName(cluster, scopes.map(({ topic }) => topic)));
}

export async function resetStreamsOffsets(
  cluster: ClusterClient,
  output: ToolOutput,
  options: Options,
): Promise<void> {
  const rows: GroupOffset[] = [];
  const groupIds = await meantStreamsGroups(cluster, options);
  for await (const groupId of eachWithProgress(cluster.runtime, "Resetting offsets", groupIds)) {
    const topics = await topicsOf(cluster, groupId);
    const plan = await planOf(cluster, output, options, groupId, topics.input);
    if (plan === null) {
      output.line(`\nError: One or more topics are not part of the group '${groupId}'.`);
      continue;
    }
    if (options.has("execute")) {
      const failed = await named("commitOffsets", commitOffsets(cluster, groupId, plan));
      if (failed.length > 0) throw failed[0].error;
      const all = options.has("delete-all-internal-topics");
      await deleteInternalTopics(
        cluster,
        output,
        all ? [...topics.internal, ...topics.changelogs] : options.values("delete-internal-topic"),
      );
    }
    rows.push(...plan.map((it) => ({ groupId, ...it })));
  }
  const text = options.has("export")
    ? writeOffsetsCsv(rows, options.values("group").length !== 1)
    : `\n${output.table(plansTable(rows, { group: 30, topic: 30, offset: 15 }))}`;
  output.report(rows, text);
}

/** Null if a topic is not the group's. */
async function planOf(
  cluster: ClusterClient,
  output: ToolOutput,
  options: Options,
  groupId: string,
  input: readonly string[],
): Promise<PartitionOffset[] | null> {
  const scenario = resetScenario(
    options as unknown as ParsedOptions<ConsumerGroupsFlag>,
    cluster.runtime.clock,
  );
  const notes = {
    clamped: (text: string) => output.log("warning", text, LOGGER),
    nothingThatLate: ({ topic, partition }: TopicPartition) =>
      output.log(
        "warning",
        `Partition ${partition} from topic ${topic} is empty. Falling back to latest known offset.`,
        LOGGER,
      ),
  };
  if (scenario.kind === "file") {
    const text = await readTextAt(cluster.runtime, scenario.path);
    const planned = readOffsetsCsv(text, groupId).filter((it) => it.groupId === groupId);
    return await clamp(planned, offsetLookup(cluster, groupId, planned), notes);
  }
  const partitions = await partitionsMeant(cluster, options, input);
  if (!partitions.every(({ topic }) => input.includes(topic))) return null;
  return await planReset(scenario, partitions, offsetLookup(cluster, groupId, partitions), notes);
}

export async function deleteStreamsOffsets(
  cluster: ClusterClient,
  output: ToolOutput,
  options: Options,
): Promise<void> {
  const groupId = options.value("group")!;
  const { input } = await topicsOf(cluster, groupId);
  const partitions = await partitionsMeant(cluster, options, input);
  const response = await named(
    "deleteStreamsGroupOffsets",
    cluster.callCoordinator("group", groupId, Apis.OffsetDelete, {
      groupId,
      topics: [...byTopic(partitions)].map(([name, list]) => ({
        name,
        partitions: list.map(({ partition }) => ({ partitionIndex: partition })),
      })),
    }, cluster.options),
  );
  const codes = new Map(
    response.topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partitionIndex, errorCode }) => [
        partitionKey({ topic: name, partition: partitionIndex }),
        errorCode,
      ])
    ),
  );
  const isMissing = response.errorCode === Errors.GROUP_ID_NOT_FOUND;
  const errors = partitions.map((partition) => {
    const code = response.errorCode || (codes.get(partitionKey(partition)) ?? Errors.NONE);
    if (code === Errors.NONE) return null;
    return new ApiError(code, isMissing ? "The group id does not exist." : undefined);
  });
  const failure = errors.find((error) => error !== null);
  if (failure === undefined) {
    output.line(`Request succeeded for deleting offsets from group ${groupId}.`);
  } else output.line(`\nError: ${failure.message}`);
  const table = output.table({
    columns: [
      { title: "TOPIC", width: 15, of: ({ topic }) => topic },
      { title: "PARTITION", width: 10, of: ({ partition }) => partition },
      {
        title: "STATUS",
        width: 15,
        of: ({ error }) => error === null ? "Successful" : `Error: ${errorText(error)}`,
        tone: ({ error }) => error === null ? undefined : "bad",
      },
    ],
    rows: partitions.map((partition, i) => ({ ...partition, error: errors[i] })),
  });
  output.write(`\n${table}`);
}
