/** Finalized features that change what controllers do. */
import { ELIGIBLE_LEADER_REPLICAS_FEATURE } from "../metadata/features.ts";
import type { MetadataImage } from "../metadata/image/image.ts";

/** Whether eligible leader replicas are kept (KIP-966). */
export function elrEnabled({ features }: Pick<MetadataImage, "features">): boolean {
  return (features.get(ELIGIBLE_LEADER_REPLICAS_FEATURE) ?? 0) >= 1;
}
