/** `kafka-share-groups --describe`: one table per group, in one of three views. */
import { describeShareGroup, shareOffsets } from "../../client/admin/share_groups.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import { named } from "../cluster.ts";
import { findCoordinator } from "../consumer_groups/find_coordinator.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import { meantShareGroups } from "./actions.ts";
import type { ShareGroupsFlag } from "./flags.ts";
import { knownOffset, membersTable, offsetsTable, stateTable } from "./tables.ts";

/** @throws {ApiError | NoBrokersError} */
export async function describeShareGroups(
  cluster: ClusterClient,
  output: ToolOutput,
  options: ParsedOptions<ShareGroupsFlag>,
): Promise<void> {
  const isVerbose = options.has("verbose");
  const ids = await meantShareGroups(cluster, options);
  if (output.isJson) {
    return output.json(await Promise.all(ids.map((groupId) => documentOf(cluster, groupId))));
  }
  for (const groupId of ids) {
    const group = await named(
      "describeShareGroups",
      describeShareGroup(cluster, groupId, cluster.options),
    );
    const isEmpty = group.members.length === 0;
    const noMembers = `\nShare group '${groupId}' has no active members.`;
    if (options.has("members")) {
      if (isEmpty) output.errorLine(noMembers);
      else output.write(`\n${output.table(membersTable(group, isVerbose))}`);
    } else if (options.has("state")) {
      if (isEmpty) output.errorLine(noMembers);
      const coordinator = await findCoordinator(cluster, groupId);
      output.write(`\n${output.table(stateTable(group, coordinator, isVerbose))}`);
    } else {
      const offsets = await knownOffsets(cluster, groupId);
      output.write(`\n${output.table(offsetsTable(groupId, offsets, isVerbose))}`);
    }
  }
}

async function knownOffsets(cluster: ClusterClient, groupId: string) {
  const offsets = await named(
    "listShareGroupOffsets",
    shareOffsets(cluster, groupId, cluster.options),
  );
  return offsets.map(knownOffset);
}

/** All that is known of a group, whatever view was asked for. */
async function documentOf(cluster: ClusterClient, groupId: string) {
  const { groupState, groupEpoch, assignmentEpoch, assignorName, members } = await named(
    "describeShareGroups",
    describeShareGroup(cluster, groupId, cluster.options),
  );
  return {
    groupId,
    state: groupState,
    assignor: assignorName || null,
    epochs: { group: groupEpoch, assignment: assignmentEpoch },
    coordinator: await findCoordinator(cluster, groupId),
    members: members.map(({ memberId, clientId, clientHost, memberEpoch, assignment }) => ({
      memberId,
      clientId,
      host: clientHost,
      memberEpoch,
      assignment: assignment.topicPartitions.flatMap(({ topicName, partitions }) =>
        partitions.map((partition) => ({ topic: topicName, partition }))
      ),
    })),
    partitions: await knownOffsets(cluster, groupId),
  };
}
