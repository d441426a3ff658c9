/** What kafka-share-groups does, but for `--describe`. */
import { deleteGroups } from "../../client/admin/groups.ts";
import {
  alterShareOffsets,
  deleteShareOffsets,
  shareOffsets,
} from "../../client/admin/share_groups.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import { partitionKey, type TopicPartition } from "../../client/topic_partition.ts";
import { errorMessage, Errors } from "../../protocol/errors.ts";
import { allGroups } from "../all_groups.ts";
import { named, topicsByName } from "../cluster.ts";
import { parseDateTime } from "../consumer_groups/date_time.ts";
import { offsetLookup } from "../consumer_groups/offset_lookup.ts";
import { parseTopicScope } from "../consumer_groups/partition_scope.ts";
import { planReset } from "../consumer_groups/plan_reset.ts";
import { plansTable } from "../consumer_groups/plans_table.ts";
import { errorText } from "../error_text.ts";
import { printGroups } from "../group_command.ts";
import { OptionError } from "../options/option_error.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import { withProgress } from "../output/progress.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import { parseStates } from "./check_flags.ts";
import type { ShareGroupsFlag } from "./flags.ts";

type Options = ParsedOptions<ShareGroupsFlag>;

export async function listShareGroups(
  cluster: ClusterClient,
  output: ToolOutput,
  options: Options,
): Promise<void> {
  const text = options.value("state");
  const states = text === undefined ? [] : parseStates(text);
  const groups = await allGroups(cluster, { ...cluster.options, types: ["share"], states });
  const ofType = groups.filter(({ type }) => type.toLowerCase() === "share");
  printGroups(output, ofType, options.has("state"));
}

/** The ids that `--group` names, or `--all-groups` means. @throws {NoBrokersError | ApiError} */
export async function meantShareGroups(
  cluster: ClusterClient,
  options: Options,
): Promise<readonly string[]> {
  if (!options.has("all-groups")) return options.values("group");
  const groups = await allGroups(cluster, { types: ["share"] });
  return groups.filter(({ type }) => type.toLowerCase() === "share").map(({ groupId }) => groupId);
}

export async function deleteShareGroups(
  cluster: ClusterClient,
  output: ToolOutput,
  options: Options,
): Promise<void> {
  const ids = await meantShareGroups(cluster, options);
  const listed = await allGroups(cluster);
  const isShare = (id: string) =>
    listed.some(({ groupId, type }) => groupId === id && type.toLowerCase() === "share");
  const failures = new Map<string, string>(
    ids.filter((id) => !isShare(id)).map((id) => [
      id,
      `java.lang.IllegalArgumentException: Group '${id}' is not a share group.`,
    ]),
  );
  const deleted: string[] = [];
  for (const { groupId, error } of await deleteGroups(cluster, ids.filter(isShare))) {
    if (error === null) deleted.push(groupId);
    else failures.set(groupId, errorText(error));
  }
  if (failures.size === 0) {
    const names = deleted.map((id) => `'${id}'`).join(", ");
    return output.line(`Deletion of requested share groups (${names}) was successful.`);
  }
  output.line("\nError: Deletion of some share groups failed:");
  for (const [id, why] of failures) {
    output.line(`* Group '${id}' could not be deleted due to: ${why}`);
  }
  if (deleted.length > 0) {
    const names = deleted.map((id) => `'${id}'`).join(", ");
    output.line(`\nThese share groups were deleted successfully: ${names}`);
  }
}

export async function deleteShareGroupOffsets(
  cluster: ClusterClient,
  output: ToolOutput,
  options: Options,
): Promise<void> {
  const results = await named(
    "deleteShareGroupOffsets",
    deleteShareOffsets(cluster, options.value("group")!, options.values("topic"), cluster.options),
  );
  const table = output.table({
    columns: [
      { title: "TOPIC", width: 15, of: ({ topic }) => topic },
      {
        title: "STATUS",
        of: ({ error }) => error === null ? "Successful" : `Error: ${error.message}`,
        tone: ({ error }) => error === null ? undefined : "bad",
      },
    ],
    rows: results,
  });
  output.write(`\n${table}`);
}

export async function resetShareOffsets(
  cluster: ClusterClient,
  output: ToolOutput,
  options: Options,
): Promise<void> {
  const groupId = options.value("group")!;
  const partitions = await partitionsToReset(cluster, options, groupId);
  const dateTime = options.value("to-datetime");
  const scenario = dateTime !== undefined
    ? { kind: "time" as const, timestamp: BigInt(parseDateTime(dateTime)) }
    : { kind: options.has("to-latest") ? "latest" as const : "earliest" as const };
  const lookup = offsetLookup(cluster, groupId, partitions);
  const plan = await withProgress(cluster.runtime, { what: "Resetting offsets" }, async () => {
    const plan = await planReset(scenario, partitions, lookup, {
      clamped: () => {},
      nothingThatLate: () => {},
    });
    if (options.has("execute")) {
      await named(
        "alterShareGroupOffsets",
        alterShareOffsets(cluster, groupId, plan, cluster.options),
      );
    }
    return plan;
  });
  const rows = plan.map(({ topic, partition, offset }) => ({ groupId, topic, partition, offset }));
  output.report(rows, `\n${output.table(plansTable(rows, { group: 15, topic: 15 }))}`);
}

/** @throws {OptionError} If a topic is not there. */
async function partitionsToReset(
  cluster: ClusterClient,
  options: Options,
  groupId: string,
): Promise<TopicPartition[]> {
  if (options.has("all-topics")) {
    const known = await named(
      "listShareGroupOffsets",
      shareOffsets(cluster, groupId, cluster.options),
    );
    return known.map(({ topic, partition }) => ({ topic, partition }));
  }
  const scopes = options.values("topic").map(parseTopicScope);
  const topics = await topicsByName(cluster, scopes.map(({ topic }) => topic));
  const all = scopes.flatMap((scope) => {
    const topic = topics.get(scope.topic);
    if (topic === undefined) {
      throw new OptionError(errorMessage(Errors.UNKNOWN_TOPIC_OR_PARTITION));
    }
    const numbers = scope.partitions ?? topic.partitions.map(({ partition }) => partition);
    return numbers.map((partition) => ({ topic: scope.topic, partition }));
  });
  return [...new Map(all.map((it) => [partitionKey(it), it])).values()];
}
