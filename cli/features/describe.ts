/** `kafka-features describe`. */
import { type DescribedFeatures, describeFeatures } from "../../client/admin/features.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import { retry } from "../../client/retry.ts";
import { METADATA_VERSION_FEATURE, metadataVersionName } from "../../metadata/metadata_version.ts";
import { named } from "../cluster.ts";
import { labelledLines } from "../output/labelled_lines.ts";
import type { Column, Listing } from "../output/listing.ts";

interface FeatureRow {
  readonly feature: string;
  readonly supportedMinVersion: number;
  readonly supportedMaxVersion: number;
  /** 0 if the cluster has not agreed on any. */
  readonly finalizedVersionLevel: number;
  /** What that level of `metadata.version` is called; null of other features. */
  readonly releaseVersion: string | null;
  /** Null where the node does not tell. */
  readonly epoch: bigint | null;
}

/** By name. @throws {ApiError} */
export async function features(
  cluster: ClusterClient,
  nodeId: number | undefined,
): Promise<Listing<FeatureRow>> {
  const asked = retry(
    cluster.runtime,
    "describeFeatures",
    cluster.options,
    () => describeFeatures(cluster, nodeId),
  );
  return listingOf(await named("describeFeatures", asked));
}

/** Features by name, with the levels that the node supports and the cluster has agreed on. */
export function listingOf(
  { supported, finalized, epoch }: DescribedFeatures,
): Listing<FeatureRow> {
  return {
    columns: [
      { title: "Feature", width: 40, of: ({ feature }) => feature },
      levelColumn("SupportedMinVersion", (it) => it.supportedMinVersion),
      levelColumn("SupportedMaxVersion", (it) => it.supportedMaxVersion),
      levelColumn("FinalizedVersionLevel", (it) => it.finalizedVersionLevel),
      { title: "Epoch", of: (it) => it.epoch ?? "-" },
    ],
    rows: [...supported.keys()].sort().map((feature) => {
      const { min, max } = supported.get(feature)!;
      const level = finalized.get(feature) ?? 0;
      return {
        feature,
        supportedMinVersion: min,
        supportedMaxVersion: max,
        finalizedVersionLevel: level,
        releaseVersion: feature === METADATA_VERSION_FEATURE ? metadataVersionName(level) : null,
        epoch,
      };
    }),
    kafka: labelledLines({ lead: "", gap: "  " }),
  };
}

/** Levels of `metadata.version` have names. */
function levelColumn(title: string, of: (row: FeatureRow) => number): Column<FeatureRow> {
  return {
    title,
    width: 15,
    of: (row) => {
      const level = of(row);
      return row.feature === METADATA_VERSION_FEATURE ? metadataVersionName(level) : level;
    },
  };
}
