/** DescribeGroups (15): state and members of classic groups. */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { EncodableMessage } from "../../protocol/codec/message.ts";
import { errorMessage, Errors } from "../../protocol/errors.ts";
import type { DescribeGroupsResponse } from "../../protocol/messages/describe_groups.ts";
import { ALL_GROUP_OPERATIONS, OPERATIONS_NOT_ASKED } from "../authorized_operations.ts";
import { defineApi } from "../../network/define_api.ts";
import type { ClassicGroup } from "../group/classic_group.ts";
import { NO_ASSIGNMENT } from "../group/group_member.ts";
import type { BrokerServices } from "../services.ts";
import { shardFor } from "./group_request.ts";

type Described = EncodableMessage<typeof DescribeGroupsResponse>["groups"][number];

/** First version that tells an unknown group from a dead one. */
const NOT_FOUND_SINCE = 6;

export function describeGroups(services: BrokerServices): ApiHandler {
  return defineApi(Apis.DescribeGroups, (request, { apiVersion }) => ({
    throttleTimeMs: 0,
    groups: request.groups.map((groupId) => {
      const shard = shardFor(services, groupId);
      if (typeof shard === "number") return failed(groupId, "", shard, errorMessage(shard));
      if (!shard.has(groupId)) {
        return apiVersion >= NOT_FOUND_SINCE
          ? failed(groupId, "Dead", Errors.GROUP_ID_NOT_FOUND, `Group ${groupId} not found.`)
          : failed(groupId, "Dead", Errors.NONE, null);
      }
      return {
        ...describe(groupId, shard.groups.get(groupId), apiVersion),
        ...apiVersion >= 3 && {
          authorizedOperations: request.includeAuthorizedOperations
            ? ALL_GROUP_OPERATIONS
            : OPERATIONS_NOT_ASKED,
        },
      };
    }).map(({ errorMessage, ...rest }) =>
      apiVersion >= NOT_FOUND_SINCE ? { ...rest, errorMessage } : rest
    ),
  }));
}

function failed(
  groupId: string,
  groupState: string,
  errorCode: number,
  errorMessage: string | null,
): Described {
  return {
    errorCode,
    errorMessage,
    groupId,
    groupState,
    protocolType: "",
    protocolData: "",
    members: [],
  };
}

/** @param group Undefined where the group is no more than its offsets. */
function describe(groupId: string, group: ClassicGroup | undefined, version: number): Described {
  const stable = group?.state === "Stable";
  return {
    errorCode: Errors.NONE,
    errorMessage: null,
    groupId,
    groupState: group?.state ?? "Empty",
    protocolType: group?.protocolType ?? "",
    protocolData: stable ? group.protocolName ?? "" : "",
    members: group?.members().map((member) => ({
      memberId: member.id,
      ...version >= 4 && { groupInstanceId: member.instanceId },
      clientId: member.description.clientId,
      clientHost: member.description.clientHost,
      memberMetadata: stable && group.protocolName !== null
        ? member.metadataFor(group.protocolName)
        : NO_ASSIGNMENT,
      memberAssignment: stable ? member.assignment : NO_ASSIGNMENT,
    })) ?? [],
  };
}
