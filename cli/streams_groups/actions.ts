/** What kafka-streams-groups does, but for its offsets. */
import { deleteGroups } from "../../client/admin/groups.ts";
import {
  type DescribedStreamsGroup,
  describeStreamsGroup,
  sourceTopics,
} from "../../client/admin/streams_groups.ts";
import { deleteTopics } from "../../client/admin/topics.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import { EARLIEST, LATEST } from "../../client/list_offsets.ts";
import { partitionKey } from "../../client/topic_partition.ts";
import { allGroups } from "../all_groups.ts";
import { named, topicsByName } from "../cluster.ts";
import { lookUpOffsets } from "../consumer_groups/look_up_offsets.ts";
import { committedOffsets } from "../consumer_groups/offset_lookup.ts";
import { errorText } from "../error_text.ts";
import { printGroups } from "../group_command.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { ToolOutput } from "../output.ts";
import { coordinatorOf } from "../share_groups/actions.ts";
import { parseStates } from "../share_groups/check_flags.ts";
import { STREAMS_STATES } from "./check_flags.ts";
import type { StreamsGroupsFlag } from "./flags.ts";
import {
  membersTable,
  offsetsTable,
  protocolOf,
  stateTable,
  type StreamsOffset,
} from "./tables.ts";

type Options = ParsedOptions<StreamsGroupsFlag>;

async function streamsGroups(cluster: ClusterClient, states: readonly string[] = []) {
  const groups = await allGroups(cluster, { ...cluster.options, types: ["streams"], states });
  return groups.filter(({ type }) => type.toLowerCase() === "streams");
}

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

export async function describeStreamsGroups(
  cluster: ClusterClient,
  output: ToolOutput,
  options: Options,
): Promise<void> {
  const isVerbose = options.has("verbose");
  const ids = await meantStreamsGroups(cluster, options);
  if (output.isJson) {
    return output.json(await Promise.all(ids.map((groupId) => documentOf(cluster, groupId))));
  }
  for (const groupId of ids) {
    const group = await named(
      "describeStreamsGroups",
      describeStreamsGroup(cluster, groupId, cluster.options),
    );
    if (options.has("members")) {
      if (group.members.length > 0) output.write(output.table(membersTable(group, isVerbose)));
      else output.errorLine(`\nStreams group '${groupId}' has no active members.`);
    } else if (options.has("state")) {
      const coordinator = await coordinatorOf(cluster, groupId);
      output.write(output.table(stateTable(group, coordinator, isVerbose)));
    } else {
      const offsets = await streamsOffsets(cluster, group);
      if (offsets.length > 0) output.write(output.table(offsetsTable(groupId, offsets, isVerbose)));
    }
  }
}

/** All that is known of a group, whatever view was asked for. */
async function documentOf(cluster: ClusterClient, groupId: string) {
  const group = await named(
    "describeStreamsGroups",
    describeStreamsGroup(cluster, groupId, cluster.options),
  );
  return {
    groupId,
    state: group.groupState,
    epochs: { group: group.groupEpoch, assignment: group.assignmentEpoch },
    coordinator: await coordinatorOf(cluster, groupId),
    members: group.members.map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.instanceId,
      clientId: member.clientId,
      host: member.clientHost,
      processId: member.processId,
      protocol: protocolOf(member),
      memberEpoch: member.memberEpoch,
      topologyEpoch: member.topologyEpoch,
      assignment: member.assignment,
      target: { assignment: member.targetAssignment },
    })),
    partitions: await streamsOffsets(cluster, group),
  };
}

/** Where the group is in the partitions that it reads; the lag of one without an offset is all that there is. */
async function streamsOffsets(
  cluster: ClusterClient,
  group: DescribedStreamsGroup,
): Promise<StreamsOffset[]> {
  const { groupId } = group;
  const { input, internal } = sourceTopics(group);
  const topics = await topicsByName(cluster, [...input, ...internal]);
  const partitions = [...topics.values()].flatMap(({ name, partitions }) =>
    partitions.map(({ partition }) => ({ topic: name, partition }))
  );
  const [starts, ends, committed] = await Promise.all([
    lookUpOffsets(cluster, partitions, EARLIEST),
    lookUpOffsets(cluster, partitions, LATEST),
    committedOffsets(cluster, groupId),
  ]);
  const byPartition = new Map(committed.map((it) => [partitionKey(it), it]));
  return partitions.map((partition) => {
    const key = partitionKey(partition);
    const known = byPartition.get(key);
    const end = ends.get(key) ?? null;
    const from = known?.offset ?? starts.get(key);
    return {
      ...partition,
      committed: known?.offset ?? null,
      leaderEpoch: known === undefined || known.leaderEpoch < 0 ? null : known.leaderEpoch,
      end,
      lag: end === null || from === undefined ? null : end - from,
    };
  });
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
