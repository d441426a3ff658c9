/**
 * What kafka-share-groups and kafka-streams-groups have in common: a cluster for one action, how they tell of failure,
 * and their lists.
 */
import type { ListedGroup } from "../client/admin/groups.ts";
import type { ClusterClient } from "../client/cluster_client.ts";
import { clusterOptions, commandSettings, openCluster } from "./cluster.ts";
import { stateColumn } from "./consumer_groups/group_columns.ts";
import { errorText } from "./error_text.ts";
import type { FlagToolContext } from "./flag_tool.ts";
import { NoBrokersError } from "./no_brokers_error.ts";
import { UsageError } from "./options/option_error.ts";
import type { ParsedOptions } from "./options/parsed_options.ts";
import type { ToolOutput } from "./output/tool_output.ts";

/**
 * @param kind of group, as the line about a failure names it
 * @returns Whether `act` went well; what went wrong is told on standard output, as by Kafka's tools.
 * @throws {UsageError}
 */
export async function groupCommand(
  { runtime, output }: FlagToolContext,
  options: ParsedOptions<"bootstrap-server" | "command-config" | "timeout">,
  kind: string,
  act: (cluster: ClusterClient) => Promise<void>,
): Promise<boolean> {
  const settings = await commandSettings(runtime, options.value("command-config"));
  const cluster = await openCluster(runtime, output, {
    ...clusterOptions(options.value("bootstrap-server")!, settings),
    ...options.has("timeout") && { timeoutMs: options.number("timeout") },
  });
  try {
    await act(cluster);
    return true;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const why = errorText(error);
    output.line(`\nError: Executing ${kind} group command failed due to ${why}`);
    if (error instanceof NoBrokersError) output.errorLine(why);
    return false;
  } finally {
    cluster.close();
  }
}

/** `--list`: ids, with `--state` states too. */
export function printGroups(
  output: ToolOutput,
  groups: readonly ListedGroup[],
  withStates: boolean,
): void {
  if (!withStates) {
    return output.report(groups, groups.map(({ groupId }) => `${groupId}\n`).join(""));
  }
  output.list({
    columns: [
      { title: "GROUP", width: 15, of: ({ groupId }) => groupId },
      stateColumn<ListedGroup>(({ state }) => state),
    ],
    rows: groups,
  });
}
