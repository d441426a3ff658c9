/** The groups of the whole cluster, for tools. */
import { type ListedGroup, listGroups } from "../client/admin/groups.ts";
import type { ClusterClient } from "../client/cluster_client.ts";
import { foundNoNode } from "./cluster.ts";
import { NoBrokersError } from "./no_brokers_error.ts";

/** {@linkcode listGroups}. @throws {NoBrokersError | ApiError} */
export async function allGroups(
  cluster: ClusterClient,
  options?: Parameters<typeof listGroups>[1],
): Promise<ListedGroup[]> {
  try {
    return await listGroups(cluster, options);
  } catch (error) {
    if (!foundNoNode(error)) throw error;
    throw new NoBrokersError("Failed to find brokers to send ListGroups", { cause: error });
  }
}
