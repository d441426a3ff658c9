/** `kafka-consumer-groups --reset-offsets`. */
import type { ClusterClient } from "../../client/cluster_client.ts";
import { commitOffsets } from "../../client/group_offsets.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { topicsByName } from "../cluster.ts";
import type { FlagToolContext } from "../flag_tool.ts";
import { widest } from "../output/listing.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import { eachWithProgress } from "../output/progress.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import { readTextAt } from "../read_text.ts";
import { meantGroups } from "./find_groups.ts";
import type { ConsumerGroupsFlag } from "./flags.ts";
import { inTopicOrder } from "./group_description.ts";
import { loadGroup } from "./load_group.ts";
import { type GroupOffset, readOffsetsCsv, writeOffsetsCsv } from "./offsets_csv.ts";
import { committedOffsets, offsetLookup } from "./offset_lookup.ts";
import {
  parseTopicScope,
  partitionsOf,
  refuseUnknownPartitions,
  type TopicScope,
} from "./partition_scope.ts";
import { clamp, type PartitionOffset, planReset, type ResetNotes } from "./plan_reset.ts";
import { plansTable } from "./plans_table.ts";
import { type ResetScenario, resetScenario } from "./reset_scenario.ts";

const LOGGER = "org.apache.kafka.tools.OffsetsUtils";
/** States in which no member can be told otherwise. */
const INACTIVE: ReadonlySet<string> = new Set(["Empty", "Dead"]);

/** @throws {ApiError | UsageError | OptionError | TimeFormatError | CsvError | UnknownOffsetError} */
export async function resetOffsets(
  cluster: ClusterClient,
  options: ParsedOptions<ConsumerGroupsFlag>,
  { runtime, output }: FlagToolContext,
): Promise<void> {
  const scenario = resetScenario(options, runtime.clock);
  const scopes = options.values("topic").map(parseTopicScope);
  const groupIds = await meantGroups(cluster, options);
  const onlyGroup = options.values("group").length === 1 ? groupIds[0] : null;
  const fromFile = scenario.kind !== "file"
    ? []
    : readOffsetsCsv(await readTextAt(runtime, scenario.path), onlyGroup);
  const plans: GroupOffset[] = [];
  const resetIds: string[] = [];
  for await (const groupId of eachWithProgress(runtime, "Resetting offsets", groupIds)) {
    const { state } = await loadGroup(cluster, groupId);
    if (!INACTIVE.has(state)) {
      output.line(
        `\nError: Assignments can only be reset if the group '${groupId}' is inactive, ` +
          `but the current state is ${state}.`,
      );
      continue;
    }
    resetIds.push(groupId);
    const notes = notesOn(output);
    const plan = scenario.kind === "file"
      ? await planFromFile(cluster, fromFile.filter((it) => it.groupId === groupId), notes)
      : await planGroup(cluster, groupId, scenario, scopes, options.has("all-topics"), notes);
    if (options.has("execute")) await commit(cluster, groupId, plan);
    plans.push(...plan.map((it) => ({ groupId, ...it })));
  }
  // Groups that have no offsets have their room too.
  const widths = { group: widest(resetIds, 15), topic: 15 };
  const text = options.has("export")
    ? `${writeOffsetsCsv(plans, onlyGroup === null)}\n`
    : `\n${output.table(plansTable(plans, widths))}`;
  output.report(plans, text);
}

async function planGroup(
  cluster: ClusterClient,
  groupId: string,
  scenario: Exclude<ResetScenario, { readonly kind: "file" }>,
  scopes: readonly TopicScope[],
  allTopics: boolean,
  notes: ResetNotes,
): Promise<PartitionOffset[]> {
  const committed = allTopics ? await committedOffsets(cluster, groupId) : [];
  const names = [...committed, ...scopes].map(({ topic }) => topic);
  const topics = await topicsByName(cluster, names);
  const partitions = inTopicOrder(allTopics ? committed : partitionsOf(scopes, topics))
    .map(({ topic, partition }) => ({ topic, partition }));
  for (const { topic } of scopes) {
    if (!topics.has(topic)) throw new ApiError(Errors.UNKNOWN_TOPIC_OR_PARTITION);
  }
  refuseUnknownPartitions(partitions, topics);
  return await planReset(scenario, partitions, offsetLookup(cluster, groupId, partitions), notes);
}

async function planFromFile(
  cluster: ClusterClient,
  wanted: readonly PartitionOffset[],
  notes: ResetNotes,
): Promise<PartitionOffset[]> {
  refuseUnknownPartitions(wanted, await topicsByName(cluster, wanted.map(({ topic }) => topic)));
  return await clamp(wanted, offsetLookup(cluster, "", wanted), notes);
}

async function commit(
  cluster: ClusterClient,
  groupId: string,
  plan: readonly PartitionOffset[],
): Promise<void> {
  if (plan.length === 0) return;
  const failed = await commitOffsets(cluster, groupId, plan, null, cluster.options);
  if (failed.length > 0) throw failed[0].error;
}

function notesOn(output: ToolOutput): ResetNotes {
  return {
    clamped: (text) => output.log("warning", text, LOGGER),
    nothingThatLate: ({ topic, partition }) =>
      output.line(
        `\nWarn: Partition ${partition} from topic ${topic} is empty. ` +
          "Falling back to latest known offset.",
      ),
  };
}
