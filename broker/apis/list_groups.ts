/** ListGroups (16): the groups that this broker coordinates (KIP-518, KIP-848). */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { defineApi } from "../../network/define_api.ts";
import type { GroupShard } from "../group/group_shard.ts";
import type { BrokerServices } from "../services.ts";

interface ListedGroup {
  readonly groupId: string;
  readonly protocolType: string;
  readonly groupState: string;
  readonly groupType: string;
}

export function listGroups({ groups }: BrokerServices): ApiHandler {
  return defineApi(Apis.ListGroups, ({ statesFilter, typesFilter }, { apiVersion }) => {
    let shards: readonly GroupShard[];
    try {
      shards = groups.servedShards();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { throttleTimeMs: 0, errorCode: error.code, groups: [] };
    }
    const found = shards.flatMap(groupsOf).filter(({ groupState, groupType }) =>
      passes(statesFilter, groupState) && passes(typesFilter, groupType)
    );
    return {
      throttleTimeMs: 0,
      errorCode: Errors.NONE,
      groups: found.map(({ groupState, groupType, ...group }) => ({
        ...group,
        ...apiVersion >= 4 && { groupState },
        ...apiVersion >= 5 && { groupType },
      })),
    };
  });
}

function groupsOf(shard: GroupShard): ListedGroup[] {
  const ids = new Set([...shard.groups.keys(), ...shard.offsets.groupIds()]);
  return Array.from(ids, (groupId) => {
    const group = shard.groups.get(groupId);
    return {
      groupId,
      protocolType: group?.protocolType ?? "",
      groupState: group?.state ?? "Empty",
      groupType: "classic",
    };
  });
}

/** Whether a filter lets the value through; upper and lower case are the same. An empty filter lets everything through. */
function passes(filter: readonly string[], value: string): boolean {
  return filter.length === 0 || filter.some((it) => it.toLowerCase() === value.toLowerCase());
}
