/** Heartbeat (12). */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { defineApi } from "../../network/define_api.ts";
import { heartbeatInShard } from "../group/group_requests.ts";
import type { BrokerServices } from "../services.ts";
import { shardForNamed } from "./group_request.ts";

export function heartbeat(services: BrokerServices): ApiHandler {
  return defineApi(Apis.Heartbeat, (request) => {
    const shard = shardForNamed(services, request.groupId);
    if (typeof shard === "number") {
      // While groups are loading nobody is told to join again.
      const loading = shard === Errors.COORDINATOR_LOAD_IN_PROGRESS;
      return { errorCode: loading ? Errors.NONE : shard };
    }
    const errorCode = heartbeatInShard(shard, request.groupId, {
      memberId: request.memberId,
      instanceId: request.groupInstanceId,
      generationId: request.generationId,
    });
    return { errorCode };
  });
}
