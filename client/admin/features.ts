/** Features of the cluster and their levels (KIP-584). */
import { Apis } from "../../protocol/apis.ts";
import { type ApiError, Errors } from "../../protocol/errors.ts";
import type { ClusterClient } from "../cluster_client.ts";
import type { RetryOptions } from "../retry.ts";
import { itemError } from "./item_error.ts";

export interface FeatureRange {
  readonly min: number;
  readonly max: number;
}

export interface DescribedFeatures {
  /** What the node that was asked supports. */
  readonly supported: ReadonlyMap<string, FeatureRange>;
  /** Levels that the cluster has agreed on. */
  readonly finalized: ReadonlyMap<string, number>;
  /** Null where the node does not tell. */
  readonly epoch: bigint | null;
}

/** @param nodeId undefined: any node @throws {ApiError | ConnectionError} */
export async function describeFeatures(
  cluster: ClusterClient,
  nodeId?: number,
): Promise<DescribedFeatures> {
  const connection = nodeId === undefined ? await cluster.anyNode() : await cluster.node(nodeId);
  const { supportedFeatures, finalizedFeatures, finalizedFeaturesEpoch } = connection.apiVersions;
  return {
    supported: new Map(
      supportedFeatures.map(({ name, minVersion, maxVersion }) => [
        name,
        { min: minVersion, max: maxVersion },
      ]),
    ),
    finalized: new Map(
      finalizedFeatures.map(({ name, maxVersionLevel }) => [name, maxVersionLevel]),
    ),
    epoch: finalizedFeaturesEpoch < 0n ? null : finalizedFeaturesEpoch,
  };
}

/** `UpgradeType` of UpdateFeatures. */
export const UPDATE_TYPES = { upgrade: 1, safeDowngrade: 2, unsafeDowngrade: 3 } as const;

const FIRST_WITH_TYPES = 1;

/** Changes all or none. Errors by feature. @throws {ApiError} */
export async function updateFeatures(
  cluster: ClusterClient,
  levels: ReadonlyMap<string, number>,
  type: keyof typeof UPDATE_TYPES,
  { validateOnly = false, ...options }: RetryOptions & { readonly validateOnly?: boolean } = {},
): Promise<Map<string, ApiError | null>> {
  // Asks again and again while nobody answers.
  await cluster.nodes();
  const version = (await cluster.anyNode()).versionFor(Apis.UpdateFeatures);
  const isOld = version < FIRST_WITH_TYPES;
  const { errorCode, errorMessage, results } = await cluster.callController(Apis.UpdateFeatures, {
    featureUpdates: [...levels].map(([feature, level]) => ({
      feature,
      maxVersionLevel: level,
      ...isOld ? { allowDowngrade: type !== "upgrade" } : { upgradeType: UPDATE_TYPES[type] },
    })),
    validateOnly,
  }, {
    ...options,
    version,
    errorOf: ({ errorCode }) => errorCode === Errors.NOT_CONTROLLER ? errorCode : Errors.NONE,
  });
  const shared = itemError(errorCode, errorMessage);
  const own = new Map(
    results.map((it) => [it.feature, itemError(it.errorCode, it.errorMessage)]),
  );
  return new Map(
    [...levels.keys()].map((feature) => [feature, shared ?? own.get(feature) ?? null]),
  );
}
