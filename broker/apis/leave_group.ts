/** LeaveGroup (13): one member before version 3, several from then on. */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { defineApi } from "../define_api.ts";
import type { GroupShard } from "../group/group_shard.ts";
import { leaveGroup as leave } from "../group/sync.ts";
import type { BrokerServices } from "../services.ts";
import { shardForNamed } from "./group_request.ts";

const DEFAULT_REASON = "the consumer unsubscribed or closed";

export function leaveGroup(services: BrokerServices): ApiHandler {
  return defineApi(Apis.LeaveGroup, (request, context) => {
    const shard = shardForNamed(services, request.groupId);
    if (typeof shard === "number") return { errorCode: shard };
    if (context.apiVersion < 3) {
      return { errorCode: leaveOne(shard, request.groupId, request.memberId, null, null) };
    }
    const members = request.members.map(({ memberId, groupInstanceId, reason }) => ({
      memberId,
      groupInstanceId,
      errorCode: leaveOne(shard, request.groupId, memberId, groupInstanceId, reason),
    }));
    return { errorCode: Errors.NONE, members };
  });
}

function leaveOne(
  shard: GroupShard,
  groupId: string,
  memberId: string,
  instanceId: string | null,
  reason: string | null,
): number {
  const group = shard.groups.get(groupId);
  if (group === undefined) return Errors.UNKNOWN_MEMBER_ID;
  return leave(shard.rebalancer, group, memberId, instanceId, reason ?? DEFAULT_REASON);
}
