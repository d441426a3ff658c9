/** `kafka-consumer-groups --describe`: one table per group, in one of three views. */
import type { ClusterClient } from "../../client/cluster_client.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import { findCoordinator } from "./find_coordinator.ts";
import { meantGroups } from "./find_groups.ts";
import type { ConsumerGroupsFlag } from "./flags.ts";
import type { GroupDescription } from "./group_description.ts";
import { loadGroup } from "./load_group.ts";
import { loadPartitions } from "./load_partitions.ts";
import { membersTable } from "./members_table.ts";
import { lagOf, offsetsTable } from "./offsets_table.ts";
import { stateTable } from "./state_table.ts";

const REBALANCING: ReadonlySet<string> = new Set([
  "PreparingRebalance",
  "CompletingRebalance",
  "Assigning",
  "Reconciling",
]);

/** @throws {ApiError | NoBrokersError | NoConsumerGroupError} */
export async function describeGroups(
  cluster: ClusterClient,
  options: ParsedOptions<ConsumerGroupsFlag>,
  output: ToolOutput,
): Promise<void> {
  const ids = (await meantGroups(cluster, options)).sort();
  const groups = await Promise.all(ids.map((groupId) => loadGroup(cluster, groupId)));
  if (output.isJson) return output.json(await documents(cluster, groups));
  const tables = await Promise.all(groups.map((group) => tableOf(cluster, group, options, output)));
  for (const [i, group] of groups.entries()) {
    const { groupId, state } = group;
    if (state === "Dead") {
      output.line(`\nError: Consumer group '${groupId}' does not exist.`);
      continue;
    }
    if (state === "Empty") output.errorLine(`\nConsumer group '${groupId}' has no active members.`);
    if (REBALANCING.has(state)) {
      output.errorLine(`\nWarning: Consumer group '${groupId}' is rebalancing.`);
    }
    if (tables[i] !== "") output.write(`\n${tables[i]}`);
  }
}

/** All that is known of each group, whatever view was asked for. */
function documents(cluster: ClusterClient, groups: readonly GroupDescription[]) {
  return Promise.all(groups.map(async (group) => {
    const { groupId, state, assignor, epochs, members } = group;
    const isThere = state !== "Dead";
    const partitions = isThere ? await loadPartitions(cluster, group) : [];
    return {
      groupId,
      state,
      assignor: assignor || null,
      epochs,
      coordinator: isThere ? await findCoordinator(cluster, groupId) : null,
      members: members.map((member) => ({ ...member, target: member.target ?? null })),
      partitions: partitions.map(({ member, ...rest }) => ({
        ...rest,
        lag: lagOf({ member, ...rest }),
        memberId: member?.memberId ?? null,
      })),
    };
  }));
}

/** Empty of a group without partitions, or one that is not there. */
async function tableOf(
  cluster: ClusterClient,
  group: GroupDescription,
  options: ParsedOptions<ConsumerGroupsFlag>,
  output: ToolOutput,
): Promise<string> {
  if (group.state === "Dead") return "";
  const verbose = options.has("verbose");
  if (options.has("members")) return output.table(membersTable(group, verbose));
  if (options.has("state")) {
    const coordinator = await findCoordinator(cluster, group.groupId);
    return output.table(stateTable(group, coordinator, verbose));
  }
  const partitions = await loadPartitions(cluster, group);
  return partitions.length === 0 ? "" : output.table(offsetsTable(group, partitions, verbose));
}
