/** The cluster's nodes (KIP-700, KIP-919), and forgetting one of them (KIP-631). */
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import type { ClusterClient } from "../cluster_client.ts";
import type { Node } from "../cluster_metadata.ts";
import type { RetryOptions } from "../retry.ts";

const BROKERS = 1;
const CONTROLLERS = 2;
const FIRST_WITH_FENCED = 2;

export interface DescribedCluster {
  readonly clusterId: string;
  readonly nodes: readonly (Node & { readonly isFenced: boolean })[];
}

/** @throws {ApiError} UNSUPPORTED_VERSION if fenced brokers are asked for and the cluster can't tell. */
export async function describeCluster(
  cluster: ClusterClient,
  { includeFenced = false, ...options }: RetryOptions & { readonly includeFenced?: boolean } = {},
): Promise<DescribedCluster> {
  if (includeFenced) await demandFenced(cluster);
  const { clusterId, brokers } = await cluster.callAny(Apis.DescribeCluster, {
    includeClusterAuthorizedOperations: false,
    endpointType: cluster.options.bootstrapTo === "controllers" ? CONTROLLERS : BROKERS,
    includeFencedBrokers: includeFenced,
  }, { ...options, errorOf: ({ errorCode }) => errorCode });
  const nodes = brokers.map(({ brokerId, host, port, rack, isFenced }) => ({
    id: brokerId,
    host,
    port,
    rack,
    isFenced,
  }));
  return { clusterId, nodes: nodes.sort((a, b) => a.id - b.id) };
}

async function demandFenced(cluster: ClusterClient): Promise<void> {
  // Asks again and again while nobody answers.
  await cluster.nodes();
  const offered = (await cluster.anyNode()).listedVersions(Apis.DescribeCluster.key)?.max ?? -1;
  if (offered >= FIRST_WITH_FENCED) return;
  throw new ApiError(
    Errors.UNSUPPORTED_VERSION,
    `The node does not support DESCRIBE_CLUSTER with fenced brokers: that takes version ` +
      `${FIRST_WITH_FENCED}, and it has ${offered}.`,
  );
}

/** @throws {ApiError} BROKER_ID_NOT_REGISTERED, UNSUPPORTED_VERSION, ... */
export async function unregisterBroker(
  cluster: ClusterClient,
  brokerId: number,
  options: RetryOptions = {},
): Promise<void> {
  await cluster.callController(
    Apis.UnregisterBroker,
    { brokerId },
    { ...options, errorOf: ({ errorCode }) => errorCode },
  );
}
