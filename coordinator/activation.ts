/** The first records of a new active controller (metadata-quorum 2.4). */
import {
  configResourceKey,
  ConfigResourceType,
  type MetadataImage,
} from "../metadata/image/image.ts";
import { ELIGIBLE_LEADER_REPLICAS_FEATURE } from "../metadata/features.ts";
import {
  METADATA_VERSION_FEATURE,
  MetadataVersion,
  MINIMUM_METADATA_VERSION,
} from "../metadata/metadata_version.ts";
import { type MetadataRecord, metadataRecord } from "../protocol/data/metadata_framing.ts";
import type { ControllerSettings } from "./settings.ts";

export interface LogState {
  /** Whether the log holds any data record. */
  readonly sawRecords: boolean;
  /** A transaction was begun and not ended. */
  readonly inTransaction: boolean;
  /** The state without it. */
  readonly image: MetadataImage;
}

/**
 * Aborts what a controller before left open, and fills a log that holds nothing: with the bootstrap records, in a
 * transaction where the metadata.version knows of them.
 */
export function activationRecords(
  { sawRecords, inTransaction, image }: LogState,
  bootstrapRecords: () => readonly MetadataRecord[],
  settings: Pick<ControllerSettings, "minInsyncReplicas">,
): readonly MetadataRecord[] {
  const records: MetadataRecord[] = [];
  if (inTransaction) {
    records.push(
      metadataRecord("AbortTransactionRecord", 0, { reason: "Controller failover" }),
    );
  }
  // Nothing but an unfinished bootstrap leaves the state as it was: empty, without a single feature.
  const nothing = image.features.size === 0 && image.brokers.size === 0;
  const empty = !sawRecords || (inTransaction && nothing);
  if (!empty) return records;
  const bootstrap = withClusterMinIsr(bootstrapRecords(), settings);
  if (levelOf(bootstrap, METADATA_VERSION_FEATURE) < MetadataVersion.IBP_3_6_IV1_TRANSACTIONS) {
    return [...records, ...bootstrap];
  }
  return [
    ...records,
    metadataRecord("BeginTransactionRecord", 0, { name: "Bootstrap records" }),
    ...bootstrap,
    metadataRecord("EndTransactionRecord", 0, {}),
  ];
}

/** With ELR the cluster needs one min.insync.replicas that every node agrees on. */
function withClusterMinIsr(
  records: readonly MetadataRecord[],
  { minInsyncReplicas }: Pick<ControllerSettings, "minInsyncReplicas">,
): readonly MetadataRecord[] {
  const name = "min.insync.replicas";
  const key = configResourceKey(ConfigResourceType.BROKER, "");
  const known = records.some((record) =>
    record.type === "ConfigRecord" && record.value.name === name &&
    configResourceKey(record.value.resourceType, record.value.resourceName) === key
  );
  if (levelOf(records, ELIGIBLE_LEADER_REPLICAS_FEATURE) < 1 || known) return records;
  return [...records, clusterMinIsrRecord(minInsyncReplicas)];
}

/** Sets the cluster's default of min.insync.replicas. */
export function clusterMinIsrRecord(minInsyncReplicas: number): MetadataRecord {
  return metadataRecord("ConfigRecord", 0, {
    resourceType: ConfigResourceType.BROKER,
    resourceName: "",
    name: "min.insync.replicas",
    value: String(minInsyncReplicas),
  });
}

function levelOf(records: readonly MetadataRecord[], feature: string): number {
  let level = feature === METADATA_VERSION_FEATURE ? MINIMUM_METADATA_VERSION : 0;
  for (const record of records) {
    if (record.type === "FeatureLevelRecord" && record.value.name === feature) {
      level = record.value.featureLevel;
    }
  }
  return level;
}
