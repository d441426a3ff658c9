/** Finalized features that change what controllers do. */
import type { MetadataImage } from "../metadata/image/image.ts";

export const ELR_FEATURE = "eligible.leader.replicas.version";
export const KRAFT_VERSION_FEATURE = "kraft.version";

/** Whether eligible leader replicas are kept (KIP-966). */
export function elrEnabled({ features }: Pick<MetadataImage, "features">): boolean {
  return (features.get(ELR_FEATURE) ?? 0) >= 1;
}
