/** DeleteGroups (42): groups without members, with their offsets (KIP-229). */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { defineApi } from "../../network/define_api.ts";
import { deleteGroup } from "../group/delete_offsets.ts";
import type { BrokerServices } from "../services.ts";
import { shardFor } from "./group_request.ts";

export function deleteGroups(services: BrokerServices): ApiHandler {
  return defineApi(Apis.DeleteGroups, async ({ groupsNames }) => ({
    throttleTimeMs: 0,
    results: await Promise.all(groupsNames.map(async (groupId) => {
      const shard = shardFor(services, groupId);
      return {
        groupId,
        errorCode: typeof shard === "number" ? shard : await deleteGroup(shard, groupId),
      };
    })),
  }));
}
