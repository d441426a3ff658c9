/** JoinGroup (11). */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { EncodableMessage } from "../../protocol/codec/message.ts";
import { Errors } from "../../protocol/errors.ts";
import type { JoinGroupResponse } from "../../protocol/messages/join_group.ts";
import { defineApi } from "../../network/define_api.ts";
import { failedJoin } from "../group/group_answers.ts";
import type { JoinResult } from "../group/group_member.ts";
import { joinInShard } from "../group/group_requests.ts";
import type { BrokerServices } from "../services.ts";
import { shardForNamed } from "./group_request.ts";

/** First version in which a dynamic member has to come back with the id that it was given (KIP-394). */
const KNOWN_ID_SINCE = 4;
/** First version whose leader may be told to skip the assignment (KIP-814). */
const SKIPPING_SINCE = 9;

export function joinGroup(services: BrokerServices): ApiHandler {
  return defineApi(Apis.JoinGroup, (request, context) => {
    const { apiVersion, clientId, connection } = context;
    const { groupId, memberId, protocolType, sessionTimeoutMs } = request;
    const answer = (result: JoinResult) => encode(result, apiVersion);
    const shard = shardForNamed(services, groupId);
    if (typeof shard === "number") return answer(failedJoin(memberId, shard));
    const result = joinInShard(shard, groupId, {
      memberId,
      instanceId: request.groupInstanceId,
      protocolType,
      description: {
        clientId,
        clientHost: `/${connection.remoteAddress}`,
        sessionTimeoutMs,
        rebalanceTimeoutMs: apiVersion === 0 ? sessionTimeoutMs : request.rebalanceTimeoutMs,
        // Bytes of a request are gone when its handler has returned.
        protocols: request.protocols.map(({ name, metadata }) => ({
          name,
          metadata: metadata.slice(),
        })),
      },
      requiresKnownId: apiVersion >= KNOWN_ID_SINCE,
      supportsSkippingAssignment: apiVersion >= SKIPPING_SINCE,
    });
    return result instanceof Promise ? result.then(answer) : answer(result);
  });
}

function encode(result: JoinResult, version: number): EncodableMessage<typeof JoinGroupResponse> {
  const failed = result.errorCode !== Errors.NONE;
  return {
    ...result,
    skipAssignment: version >= SKIPPING_SINCE ? result.skipAssignment : undefined,
    // Before version 7 there is no null for "none".
    protocolName: failed && version < 7 ? "" : result.protocolName,
  };
}
