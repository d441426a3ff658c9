/** The records that a new cluster's first active controller writes (metadata-quorum 2.4). */
import { type MetadataRecord, metadataRecord } from "../../protocol/data/metadata_framing.ts";
import {
  checkLevel,
  defaultLevel,
  dependenciesOf,
  FeatureError,
  KRAFT_VERSION_FEATURE,
  SUPPORTED_FEATURES,
} from "../features.ts";
import { METADATA_VERSION_FEATURE, MetadataVersion } from "../metadata_version.ts";

export interface BootstrapOptions {
  /** Levels that differ from the defaults, by feature; kraft.version is none of them. */
  readonly features?: ReadonlyMap<string, number>;
  /** `UserScramCredentialRecord`s of `--add-scram`. */
  readonly scram?: readonly MetadataRecord[];
}

/**
 * metadata.version first, then the other features above level 0 by name, then SCRAM credentials: the content of
 * `bootstrap.checkpoint`.
 *
 * @throws {FeatureError} If a level is not known, or needs another that is missing.
 */
export function bootstrapRecords(
  metadataVersion: number,
  { features = new Map(), scram = [] }: BootstrapOptions = {},
): readonly MetadataRecord[] {
  const levels = featureLevels(metadataVersion, features);
  if (scram.length > 0 && metadataVersion < MetadataVersion.IBP_3_5_IV2_SCRAM) {
    throw new FeatureError(
      "SCRAM is only supported in metadata.version 3.5-IV2 or later.",
    );
  }
  const others = [...levels].filter(([name, level]) =>
    level > 0 && name !== METADATA_VERSION_FEATURE && name !== KRAFT_VERSION_FEATURE
  ).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    featureRecord(METADATA_VERSION_FEATURE, metadataVersion),
    ...others.map(([name, level]) => featureRecord(name, level)),
    ...scram,
  ];
}

function featureRecord(name: string, featureLevel: number): MetadataRecord {
  return metadataRecord("FeatureLevelRecord", 0, { name, featureLevel });
}

/** The level of every feature: what was asked for, else the default. */
export function featureLevels(
  metadataVersion: number,
  asked: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  checkLevel(METADATA_VERSION_FEATURE, metadataVersion);
  for (const [name, level] of asked) checkLevel(name, level);
  const levels = new Map<string, number>();
  for (const name of SUPPORTED_FEATURES.keys()) {
    levels.set(name, asked.get(name) ?? defaultLevel(name, metadataVersion));
  }
  levels.set(METADATA_VERSION_FEATURE, metadataVersion);
  for (const [name, level] of levels) {
    for (const [needed, least] of dependenciesOf(name, level)) {
      if ((levels.get(needed) ?? 0) >= least) continue;
      throw new FeatureError(
        `${name} could not be set to ${level} because it depends on ${needed} level ${least}`,
      );
    }
  }
  return levels;
}
