/** Versions in which records are written at a metadata.version (metadata-quorum 2.3): readers die of unknown ones. */
import { MetadataVersion } from "../metadata_version.ts";

export function registerBrokerVersion(metadataVersion: number): number {
  if (metadataVersion >= MetadataVersion.IBP_4_3_IV0_CORDONED_DIRECTORIES) return 4;
  if (metadataVersion >= MetadataVersion.IBP_3_7_IV2_DIRECTORIES) return 3;
  if (metadataVersion >= MetadataVersion.IBP_3_4_IV0_ZK_MIGRATION) return 2;
  return metadataVersion >= MetadataVersion.IBP_3_3_IV3_CONTROLLED_SHUTDOWN ? 1 : 0;
}

/** Below {@linkcode MetadataVersion.IBP_3_3_IV2_REGISTRATION_CHANGE} there is no such record. */
export function registrationChangeVersion(metadataVersion: number): number {
  if (metadataVersion >= MetadataVersion.IBP_4_3_IV0_CORDONED_DIRECTORIES) return 3;
  if (metadataVersion >= MetadataVersion.IBP_3_7_IV2_DIRECTORIES) return 2;
  return metadataVersion >= MetadataVersion.IBP_3_3_IV3_CONTROLLED_SHUTDOWN ? 1 : 0;
}

/** Of PartitionRecord and PartitionChangeRecord. */
export function partitionVersion(metadataVersion: number): number {
  if (metadataVersion >= MetadataVersion.IBP_4_0_IV1_ELR) return 2;
  return metadataVersion >= MetadataVersion.IBP_3_7_IV2_DIRECTORIES ? 1 : 0;
}
