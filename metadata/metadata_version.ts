/** Levels of `metadata.version` (MV) that change what is written or allowed (metadata-quorum 7.1, 2.3). */

export const METADATA_VERSION_FEATURE = "metadata.version";
/** Taken when a log holds records but no level. */
export const MINIMUM_METADATA_VERSION = 1;

/** The level from which each thing holds. */
export const MetadataVersion = {
  IBP_3_2_IV0_LEADER_RECOVERY: 3,
  IBP_3_3_IV0_FEATURE_RECORDS: 4,
  IBP_3_3_IV1_NO_OP: 5,
  IBP_3_3_IV2_REGISTRATION_CHANGE: 6,
  IBP_3_3_IV3_CONTROLLED_SHUTDOWN: 7,
  IBP_3_4_IV0_ZK_MIGRATION: 8,
  IBP_3_5_IV2_SCRAM: 11,
  IBP_3_6_IV0_NO_EPOCH_BUMP_ON_SHRINK: 12,
  IBP_3_6_IV1_TRANSACTIONS: 13,
  IBP_3_6_IV2_DELEGATION_TOKENS: 14,
  IBP_3_7_IV0_CONTROLLER_REGISTRATION: 15,
  IBP_3_7_IV2_DIRECTORIES: 17,
  IBP_4_0_IV1_ELR: 23,
  IBP_4_3_IV0_CORDONED_DIRECTORIES: 30,
} as const;

/** Levels whose step up changed the format of some record: going down past one is refused. */
const FORMAT_CHANGES: readonly number[] = [1, 3, 5, 6, 7, 8, 11, 13, 14, 15, 17, 23, 30];

/** Name of each level, from 1 on. */
const NAMES: readonly string[] = [
  "3.0-IV1",
  "3.1-IV0",
  "3.2-IV0",
  "3.3-IV0",
  "3.3-IV1",
  "3.3-IV2",
  "3.3-IV3",
  "3.4-IV0",
  "3.5-IV0",
  "3.5-IV1",
  "3.5-IV2",
  "3.6-IV0",
  "3.6-IV1",
  "3.6-IV2",
  "3.7-IV0",
  "3.7-IV1",
  "3.7-IV2",
  "3.7-IV3",
  "3.7-IV4",
  "3.8-IV0",
  "3.9-IV0",
  "4.0-IV0",
  "4.0-IV1",
  "4.0-IV2",
  "4.0-IV3",
  "4.1-IV0",
  "4.1-IV1",
  "4.2-IV0",
  "4.2-IV1",
  "4.3-IV0",
];

/** The finalized level of an image. */
export function metadataVersionOf(features: ReadonlyMap<string, number>): number {
  return features.get(METADATA_VERSION_FEATURE) ?? MINIMUM_METADATA_VERSION;
}

/** `4.0-IV3` and so on; the number itself for a level without a known name. */
export function metadataVersionName(level: number): string {
  return NAMES[level - 1] ?? String(level);
}

/** Whether some level above `from` up to `to` changed a record's format. */
export function formatChangesBetween(from: number, to: number): boolean {
  return FORMAT_CHANGES.some((level) => level > from && level <= to);
}
