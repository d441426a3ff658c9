/** Which node is a group's coordinator. */
import type { ClusterClient } from "../../client/cluster_client.ts";
import type { Node } from "../../client/cluster_metadata.ts";
import { Apis } from "../../protocol/apis.ts";

const GROUP_KEY = 0;
const FIRST_BATCHED_VERSION = 4;

/** @throws {ApiError | ConnectionError} */
export async function findCoordinator(
  cluster: ClusterClient,
  groupId: string,
): Promise<Pick<Node, "id" | "host" | "port">> {
  const version = (await cluster.anyNode()).versionFor(Apis.FindCoordinator);
  const keys = version < FIRST_BATCHED_VERSION ? { key: groupId } : { coordinatorKeys: [groupId] };
  const answer = await cluster.callAny(
    Apis.FindCoordinator,
    { keyType: GROUP_KEY, ...keys },
    { version, errorOf: (response) => (response.coordinators[0] ?? response).errorCode },
  );
  const { nodeId, host, port } = answer.coordinators[0] ?? answer;
  return { id: nodeId, host, port };
}
