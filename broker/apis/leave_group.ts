/** LeaveGroup (13): one member before version 3, several from then on. */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { defineApi } from "../../network/define_api.ts";
import { leaveInShard } from "../group/group_requests.ts";
import type { BrokerServices } from "../services.ts";
import { shardForNamed } from "./group_request.ts";

const SEVERAL_SINCE = 3;
const DEFAULT_REASON = "not provided";

export function leaveGroup(services: BrokerServices): ApiHandler {
  return defineApi(Apis.LeaveGroup, (request, context) => {
    const { groupId } = request;
    const shard = shardForNamed(services, groupId);
    if (typeof shard === "number") return { errorCode: shard };
    const leave = (memberId: string, instanceId: string | null, reason: string | null) =>
      leaveInShard(shard, groupId, memberId, instanceId, reason ?? DEFAULT_REASON);
    if (context.apiVersion < SEVERAL_SINCE) {
      return { errorCode: leave(request.memberId, null, null) };
    }
    const members = request.members.map(({ memberId, groupInstanceId, reason }) => ({
      memberId,
      groupInstanceId,
      errorCode: leave(memberId, groupInstanceId, reason),
    }));
    return { errorCode: Errors.NONE, members };
  });
}
