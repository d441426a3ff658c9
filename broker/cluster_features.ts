import { SUPPORTED_FEATURES } from "../metadata/features.ts";
import type { MetadataImage } from "../metadata/image/image.ts";
import type { Features } from "../network/api_versions.ts";

/** What ApiVersions tells of features: what this node supports, and what the cluster has finalized. */
export function clusterFeatures(image: MetadataImage): Features {
  return {
    supported: Array.from(SUPPORTED_FEATURES, ([name, { min, max }]) => ({
      name,
      minVersion: min,
      maxVersion: max,
    })),
    finalizedEpoch: BigInt(image.offset),
    finalized: Array.from(image.features, ([name, level]) => ({ name, level })),
  };
}
