/** `kafka-streams-groups --describe`: one table per group, in one of three views. */
import {
  type DescribedStreamsGroup,
  describeStreamsGroup,
  sourceTopics,
} from "../../client/admin/streams_groups.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import { EARLIEST, LATEST } from "../../client/list_offsets.ts";
import { partitionKey } from "../../client/topic_partition.ts";
import { named, topicsByName } from "../cluster.ts";
import { findCoordinator } from "../consumer_groups/find_coordinator.ts";
import { lookUpOffsets } from "../consumer_groups/look_up_offsets.ts";
import { committedOffsets } from "../consumer_groups/offset_lookup.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import { meantStreamsGroups } from "./actions.ts";
import type { StreamsGroupsFlag } from "./flags.ts";
import {
  membersTable,
  offsetsTable,
  protocolOf,
  stateTable,
  type StreamsOffset,
} from "./tables.ts";

/** @throws {ApiError | NoBrokersError} */
export async function describeStreamsGroups(
  cluster: ClusterClient,
  output: ToolOutput,
  options: ParsedOptions<StreamsGroupsFlag>,
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
      const coordinator = await findCoordinator(cluster, groupId);
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
    coordinator: await findCoordinator(cluster, groupId),
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
