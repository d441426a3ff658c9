/** What kafka-streams-groups does, but for `--describe` and offsets. */
import { deleteGroups } from "../../client/admin/groups.ts";
import { describeStreamsGroup, sourceTopics } from "../../client/admin/streams_groups.ts";
import { deleteTopics } from "../../client/admin/topics.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import { allGroups } from "../all_groups.ts";
import { named } from "../cluster.ts";
import { errorText } from "../error_text.ts";
import { printGroups } from "../group_command.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import { parseStates } from "../share_groups/check_flags.ts";
import { STREAMS_STATES } from "./check_flags.ts";
import type { StreamsGroupsFlag } from "./flags.ts";

type Options = ParsedOptions<StreamsGroupsFlag>;

async function streamsGroups(cluster: ClusterClient, states: readonly string[] = []) {
  const groups = await allGroups(cluster, { ...cluster.options, types: ["streams"], states });
  return groups.filter(({ type }) => type.toLowerCase() === "streams");
}

/** The ids that `--group` names, or `--all-groups` means. @throws {NoBrokersError | ApiError} */
export async function meantStreamsGroups(
  cluster: ClusterClient,
  options: Options,
): Promise<readonly string[]> {
  if (!options.has("all-groups")) return options.values("group");
  return (await streamsGroups(cluster)).map(({ groupId }) => groupId);
}

export async function listStreamsGroups(
  cluster: ClusterClient,
  output: ToolOutput,
  options: Options,
): Promise<void> {
  const text = options.value("state");
  const states = text === undefined ? [] : parseStates(text, STREAMS_STATES);
  const groups = await streamsGroups(cluster, states);
  printGroups(output, groups, options.has("state"));
}

export async function deleteStreamsGroups(
  cluster: ClusterClient,
  output: ToolOutput,
  options: Options,
): Promise<void> {
  const ids = await meantStreamsGroups(cluster, options);
  const existing = new Set((await streamsGroups(cluster)).map(({ groupId }) => groupId));
  const failures = new Map<string, string>(
    ids.filter((id) => !existing.has(id)).map((id) => [
      id,
      `java.lang.IllegalArgumentException: Group '${id}' does not exist or is not a streams group.`,
    ]),
  );
  const internal = new Map<string, readonly string[]>();
  for (const id of ids.filter((id) => existing.has(id))) {
    if (!options.has("delete-all-internal-topics")) break;
    const topics = sourceTopics(await describeStreamsGroup(cluster, id));
    internal.set(id, [...topics.internal, ...topics.changelogs]);
  }
  const deleted: string[] = [];
  for (
    const { groupId, error } of await deleteGroups(
      cluster,
      ids.filter((id) => existing.has(id)),
    )
  ) {
    if (error === null) deleted.push(groupId);
    else failures.set(groupId, errorText(error));
  }
  const names = deleted.map((id) => `'${id}'`).join(", ");
  if (failures.size === 0) {
    output.line(`Deletion of requested streams groups (${names}) was successful.`);
  } else {
    output.line("\nError: Deletion of some streams groups failed:");
    for (const [id, why] of failures) {
      output.line(`* Group '${id}' could not be deleted due to: ${why}`);
    }
    if (deleted.length > 0) {
      output.line(`\nThese streams groups were deleted successfully: ${names}`);
    }
  }
  await deleteInternalTopics(cluster, output, deleted.flatMap((id) => internal.get(id) ?? []));
}

/** Tells of each that could not be deleted. */
export async function deleteInternalTopics(
  cluster: ClusterClient,
  output: ToolOutput,
  topics: readonly string[],
): Promise<void> {
  if (topics.length === 0) return;
  const outcomes = await named("deleteTopics", deleteTopics(cluster, topics, cluster.options));
  const deleted = outcomes.filter(({ error }) => error === null).map(({ name }) => name);
  if (deleted.length > 0) {
    output.line(`Deletion of associated internal topics (${deleted.join(", ")}) was successful.`);
  }
  for (const { name, error } of outcomes) {
    if (error === null) continue;
    output.line(`\nError: Topic '${name}' could not be deleted due to: ${errorText(error)}`);
  }
}
