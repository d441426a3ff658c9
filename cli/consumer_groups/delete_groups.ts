/** `kafka-consumer-groups --delete`. */
import { deleteGroups } from "../../client/admin/groups.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import { named } from "../cluster.ts";
import { errorText } from "../error_text.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import { meantGroups } from "./find_groups.ts";
import type { ConsumerGroupsFlag } from "./flags.ts";

/** @throws {ApiError | NoBrokersError} */
export async function removeGroups(
  cluster: ClusterClient,
  options: ParsedOptions<ConsumerGroupsFlag>,
  output: ToolOutput,
): Promise<void> {
  const ids = await meantGroups(cluster, options);
  const results = await named(
    "deleteConsumerGroups(api=FIND_COORDINATOR)",
    deleteGroups(cluster, ids),
  );
  const deleted = results.filter(({ error }) => error === null)
    .map(({ groupId }) => `'${groupId}'`).join(", ");
  const failed = results.filter(({ error }) => error !== null);
  if (failed.length === 0) {
    output.line(`Deletion of requested consumer groups (${deleted}) was successful.`);
    return;
  }
  output.line("\nError: Deletion of some consumer groups failed:");
  for (const { groupId, error } of failed) {
    output.line(`* Group '${groupId}' could not be deleted due to: ${errorText(error)}`);
  }
  if (deleted !== "") {
    output.line(`\nThese consumer groups were deleted successfully: ${deleted}`);
  }
}
