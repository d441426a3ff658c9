/** What the APIs of the group coordinator have in common. */
import { ApiError, Errors } from "../../protocol/errors.ts";
import type { GroupShard } from "../group/group_shard.ts";
import type { BrokerServices } from "../services.ts";

/** The shard of a group, or the error code that says why there is none here. */
export function shardFor(services: BrokerServices, groupId: string): GroupShard | number {
  try {
    return services.groups.shardOf(groupId);
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
}

/** As {@linkcode shardFor}, for requests that need a group id. */
export function shardForNamed(services: BrokerServices, groupId: string): GroupShard | number {
  return groupId === "" ? Errors.INVALID_GROUP_ID : shardFor(services, groupId);
}
