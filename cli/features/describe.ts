/** `kafka-features describe`. */
import { type DescribedFeatures, describeFeatures } from "../../client/admin/features.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import { retry } from "../../client/retry.ts";
import { METADATA_VERSION_FEATURE, metadataVersionName } from "../../metadata/metadata_version.ts";
import { named } from "../cluster.ts";

/** One line per feature, by name. @throws {ApiError} */
export async function featureLines(
  cluster: ClusterClient,
  nodeId: number | undefined,
): Promise<string> {
  const asked = retry(
    cluster.runtime,
    "describeFeatures",
    cluster.options,
    () => describeFeatures(cluster, nodeId),
  );
  return formatFeatures(await named("describeFeatures", asked));
}

export function formatFeatures({ supported, finalized, epoch }: DescribedFeatures): string {
  const names = [...supported.keys()].sort();
  return names.map((name) => {
    const { min, max } = supported.get(name)!;
    const text = (level: number) => levelText(name, level).padEnd(15);
    return `Feature: ${name.padEnd(40)}  SupportedMinVersion: ${text(min)}  ` +
      `SupportedMaxVersion: ${text(max)}  FinalizedVersionLevel: ${
        text(finalized.get(name) ?? 0)
      }  ` +
      `Epoch: ${epoch ?? "-"}\n`;
  }).join("");
}

function levelText(feature: string, level: number): string {
  if (feature !== METADATA_VERSION_FEATURE) return `${level}`;
  return metadataVersionName(level);
}
