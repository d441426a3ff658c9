/** JoinGroup (11). */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { EncodableMessage } from "../../protocol/codec/message.ts";
import { Errors } from "../../protocol/errors.ts";
import type { JoinGroupResponse } from "../../protocol/messages/join_group.ts";
import { defineApi } from "../define_api.ts";
import type { JoinResult } from "../group/group_member.ts";
import { joinGroup as join } from "../group/join.ts";
import { failedJoin } from "../group/rebalance.ts";
import type { BrokerServices } from "../services.ts";
import { shardForNamed } from "./group_request.ts";

export function joinGroup(services: BrokerServices): ApiHandler {
  return defineApi(Apis.JoinGroup, (request, context) => {
    const { apiVersion, clientId, connection } = context;
    const answer = (result: JoinResult) => encode(result, apiVersion);
    const shard = shardForNamed(services, request.groupId);
    if (typeof shard === "number") return answer(failedJoin(request.memberId, shard));
    const { config } = services.groups;
    const { sessionTimeoutMs, memberId } = request;
    if (
      sessionTimeoutMs < config.minSessionTimeoutMs || sessionTimeoutMs > config.maxSessionTimeoutMs
    ) return answer(failedJoin(memberId, Errors.INVALID_SESSION_TIMEOUT));
    const known = shard.groups.has(request.groupId);
    if (!known && memberId !== "") return answer(failedJoin(memberId, Errors.UNKNOWN_MEMBER_ID));
    if (!known && (request.protocolType === "" || request.protocols.length === 0)) {
      return answer(failedJoin(memberId, Errors.INCONSISTENT_GROUP_PROTOCOL));
    }
    const result = join(
      {
        rebalancer: shard.rebalancer,
        random: services.random,
        maxSize: config.maxSize,
        persistCurrent: (group) => shard.persistCurrent(group),
      },
      shard.getOrCreate(request.groupId),
      {
        memberId,
        instanceId: request.groupInstanceId,
        protocolType: request.protocolType,
        description: {
          clientId,
          clientHost: `/${connection.remoteAddress}`,
          sessionTimeoutMs,
          rebalanceTimeoutMs: apiVersion === 0 ? sessionTimeoutMs : request.rebalanceTimeoutMs,
          protocols: request.protocols.map(({ name, metadata }) => ({
            name,
            metadata: metadata.slice(),
          })),
        },
        requiresKnownId: apiVersion >= 4,
        supportsSkippingAssignment: apiVersion >= 9,
      },
    );
    return result instanceof Promise ? result.then(answer) : answer(result);
  });
}

function encode(result: JoinResult, version: number): EncodableMessage<typeof JoinGroupResponse> {
  const failed = result.errorCode !== Errors.NONE;
  return {
    ...result,
    skipAssignment: version >= 9 ? result.skipAssignment : undefined,
    // Before version 7 there is no null for "none".
    protocolName: failed && version < 7 ? "" : result.protocolName,
  };
}
