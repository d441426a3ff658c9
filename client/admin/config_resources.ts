/** Which resources have configs of their own (KIP-1142). */
import { Apis } from "../../protocol/apis.ts";
import type { ClusterClient } from "../cluster_client.ts";
import type { RetryOptions } from "../retry.ts";
import { type ConfigResourceType, RESOURCE_TYPES } from "./configs.ts";

const FIRST_WITH_TYPES = 1;

/**
 * Names, sorted. Brokers that know client metrics only (version 0, KIP-714), or not even these, have no other
 * resources.
 *
 * @throws {ApiError}
 */
export async function listConfigResources(
  cluster: ClusterClient,
  type: ConfigResourceType,
  options: RetryOptions = {},
): Promise<string[]> {
  // Asks again and again while nobody answers.
  await cluster.nodes();
  const connection = await cluster.anyNode();
  const offered = connection.listedVersions(Apis.ListConfigResources.key)?.max ?? -1;
  if (offered < FIRST_WITH_TYPES && type !== "clientMetrics") return [];
  const version = connection.versionFor(Apis.ListConfigResources);
  const { configResources } = await cluster.callAny(
    Apis.ListConfigResources,
    { resourceTypes: version < FIRST_WITH_TYPES ? [] : [RESOURCE_TYPES[type]] },
    { ...options, errorOf: ({ errorCode }) => errorCode },
  );
  return configResources
    .filter(({ resourceType }) => resourceType === RESOURCE_TYPES[type])
    .map(({ resourceName }) => resourceName).sort();
}
