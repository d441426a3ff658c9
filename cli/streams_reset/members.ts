/** A group whose offsets are to be reset must have no members. */
import { describeClassicGroup } from "../../client/admin/groups.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { named } from "../cluster.ts";
import { OptionError } from "../options/option_error.ts";
import type { ToolOutput } from "../output/tool_output.ts";

const FIRST_WITH_MEMBERS = 3;

/** @throws {OptionError} If there are members, and they are not to be thrown out. */
export async function endMembers(
  cluster: ClusterClient,
  output: ToolOutput,
  groupId: string,
  isForced: boolean,
): Promise<void> {
  const members = await membersOf(cluster, groupId);
  if (members.length === 0) return;
  if (!isForced) {
    throw new OptionError(
      `Consumer group '${groupId}' is still active and has following members: ` +
        `[${members.join(", ")}]. Make sure to stop all running application instances before ` +
        "running the reset tool. You can use option '--force' to remove active members from the " +
        "group.",
    );
  }
  output.line(`Force deleting all active members in the group: ${groupId}`);
  const connection = await cluster.coordinator("group", groupId);
  const isBatched = connection.versionFor(Apis.LeaveGroup) >= FIRST_WITH_MEMBERS;
  const requests = isBatched
    ? [{ groupId, members: members.map((memberId) => ({ memberId })) }]
    : members.map((memberId) => ({ groupId, memberId }));
  for (const request of requests) {
    await cluster.callCoordinator("group", groupId, Apis.LeaveGroup, request, {
      errorOf: ({ errorCode }) => errorCode,
    });
  }
}

async function membersOf(cluster: ClusterClient, groupId: string): Promise<string[]> {
  try {
    const { members } = await named(
      "describeConsumerGroups",
      describeClassicGroup(cluster, groupId, cluster.options),
    );
    return members.map(({ memberId }) => memberId);
  } catch (error) {
    if (error instanceof ApiError && error.code === Errors.GROUP_ID_NOT_FOUND) return [];
    throw error;
  }
}
