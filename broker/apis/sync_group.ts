/** SyncGroup (14). */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { defineApi } from "../../network/define_api.ts";
import { failedSync } from "../group/group_answers.ts";
import { syncInShard } from "../group/group_requests.ts";
import type { BrokerServices } from "../services.ts";
import { shardForNamed } from "./group_request.ts";

export function syncGroup(services: BrokerServices): ApiHandler {
  return defineApi(Apis.SyncGroup, (request, context) => {
    const shard = shardForNamed(services, request.groupId);
    if (typeof shard === "number") return failedSync(shard);
    const { protocolType, protocolName } = request;
    if (context.apiVersion >= 5 && (protocolType === null || protocolName === null)) {
      return failedSync(Errors.INCONSISTENT_GROUP_PROTOCOL);
    }
    return syncInShard(shard, request.groupId, {
      memberId: request.memberId,
      instanceId: request.groupInstanceId,
      generationId: request.generationId,
      protocolType,
      protocolName,
      assignments: new Map(
        request.assignments.map((a) => [a.memberId, a.assignment.slice()]),
      ),
    });
  });
}
