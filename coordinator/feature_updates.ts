/** UpdateFeatures: raises and lowers finalized feature levels, all or nothing (KIP-584, metadata-quorum 3.3, 7). */
import {
  dependenciesOf,
  ELIGIBLE_LEADER_REPLICAS_FEATURE,
  FeatureError,
  KRAFT_VERSION_FEATURE,
} from "../metadata/features.ts";
import { ConfigResourceType, type FeatureRange } from "../metadata/image/image.ts";
import {
  formatChangesBetween,
  METADATA_VERSION_FEATURE,
  MetadataVersion,
  metadataVersionName,
  metadataVersionOf,
} from "../metadata/metadata_version.ts";
import { type MetadataRecord, metadataRecord } from "../protocol/data/metadata_framing.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import { clusterMinIsrRecord } from "./activation.ts";
import { atomic, type ControllerState, type Decision, metadataVersionIn } from "./decision.ts";
import { elrEnabled } from "./feature_levels.ts";

export const UpgradeType = { UPGRADE: 1, SAFE_DOWNGRADE: 2, UNSAFE_DOWNGRADE: 3 } as const;

export interface FeatureUpdate {
  readonly feature: string;
  readonly level: number;
  /** A value of {@linkcode UpgradeType}; others are refused. */
  readonly upgradeType: number;
}

/** @throws {ApiError} INVALID_UPDATE_VERSION for the first update that can't be. */
export function updateFeatures(
  state: ControllerState,
  updates: readonly FeatureUpdate[],
  validateOnly: boolean,
): Decision<null> {
  const after = new Map(state.image.features);
  for (const { feature, level } of updates) after.set(feature, level);
  const records: MetadataRecord[] = [];
  for (const update of updates) {
    checkUpdate(state, update, after);
    const { feature, level } = update;
    if (level !== currentLevel(state, feature)) {
      records.push(metadataRecord("FeatureLevelRecord", 0, { name: feature, featureLevel: level }));
    }
  }
  checkDependencies(after);
  if ((after.get(ELIGIBLE_LEADER_REPLICAS_FEATURE) ?? 0) >= 1 && !elrEnabled(state.image)) {
    records.push(...minIsrForElr(state));
  }
  return atomic(validateOnly ? [] : records, null);
}

function currentLevel({ image, settings }: ControllerState, feature: string): number {
  if (feature === METADATA_VERSION_FEATURE) return metadataVersionOf(image.features);
  if (feature === KRAFT_VERSION_FEATURE) return settings.kraftVersion();
  return image.features.get(feature) ?? 0;
}

function invalid(message: string): ApiError {
  return new ApiError(
    Errors.INVALID_UPDATE_VERSION,
    `The update failed for all features since the following feature had an error: ${message}`,
  );
}

function checkUpdate(
  state: ControllerState,
  { feature, level, upgradeType }: FeatureUpdate,
  after: ReadonlyMap<string, number>,
): void {
  const refuse = (reason: string) =>
    invalid(`Invalid update version ${level} for feature ${feature}. ${reason}`);
  if (!(Object.values(UpgradeType) as number[]).includes(upgradeType)) {
    throw refuse("The controller does not support the given upgrade type.");
  }
  if (level < 0) throw refuse("A feature version cannot be less than 0.");
  const reason = reasonNotSupported(state, feature, level);
  if (reason !== null) throw refuse(reason);
  const current = currentLevel(state, feature);
  if (level < current && upgradeType === UpgradeType.UPGRADE) {
    throw refuse(
      "Can't downgrade the version of this feature without setting the upgrade type to either safe or unsafe " +
        "downgrade.",
    );
  }
  if (level > current && upgradeType !== UpgradeType.UPGRADE) {
    throw refuse("Can't downgrade to a newer version.");
  }
  if (feature === KRAFT_VERSION_FEATURE && level !== current) {
    throw refuse("kraft.version is set when the quorum's voters are formatted.");
  }
  if (feature === METADATA_VERSION_FEATURE) {
    return checkMetadataVersion(current, level, upgradeType);
  }
  checkDependency(feature, level, after);
}

function checkMetadataVersion(current: number, level: number, upgradeType: number): void {
  if (level < MetadataVersion.IBP_3_3_IV0_FEATURE_RECORDS) {
    const lowest = metadataVersionName(MetadataVersion.IBP_3_3_IV0_FEATURE_RECORDS);
    throw invalid(
      `Invalid metadata.version ${level}. Unable to set a metadata.version less than ${lowest}`,
    );
  }
  if (level >= current || !formatChangesBetween(level, current)) return;
  const refusal = `Unsupported metadata.version downgrade from ${current} to ${level}. `;
  throw invalid(
    refusal +
      (upgradeType === UpgradeType.UNSAFE_DOWNGRADE
        ? "Unsafe metadata downgrade is not supported in this version."
        : "Refusing to perform the requested downgrade because it might delete metadata information."),
  );
}

/** Features that stay must still be possible at the metadata.version that will hold. */
function checkDependencies(after: ReadonlyMap<string, number>): void {
  for (const [feature, level] of after) checkDependency(feature, level, after);
}

function checkDependency(feature: string, level: number, after: ReadonlyMap<string, number>): void {
  let needed: ReadonlyMap<string, number>;
  try {
    needed = dependenciesOf(feature, level);
  } catch (error) {
    // A level that only newer nodes know, left behind by them: theirs to judge.
    if (error instanceof FeatureError) return;
    throw error;
  }
  for (const [other, least] of needed) {
    if ((after.get(other) ?? 0) >= least) continue;
    throw invalid(
      `Invalid update version ${level} for feature ${feature}. ${feature} could not be set to ${level} because it ` +
        `depends on ${other} level ${least}`,
    );
  }
}

/** Why some node of the cluster can't go along, or null. Fenced brokers count too. */
function reasonNotSupported(state: ControllerState, feature: string, level: number): string | null {
  const { image, settings } = state;
  const reason = (who: string, ranges: ReadonlyMap<string, FeatureRange>) => {
    const { min, max } = ranges.get(feature) ?? { min: 0, max: 0 };
    // Level 0 of a feature that a node does not know is what it has.
    if (level >= min && level <= max) return null;
    return max === 0
      ? `${who} does not support this feature.`
      : `${who} only supports versions ${min}-${max}`;
  };
  const local = reason(`Local controller ${settings.nodeId}`, settings.supportedFeatures);
  if (local !== null) return local;
  for (const { id, features } of image.brokers.values()) {
    const why = reason(`Broker ${id}`, features);
    if (why !== null) return why;
  }
  if (metadataVersionIn(state) < MetadataVersion.IBP_3_7_IV0_CONTROLLER_REGISTRATION) return null;
  for (const { id, features } of image.controllers.values()) {
    if (id === settings.nodeId) continue;
    const why = reason(`Controller ${id}`, features);
    if (why !== null) return why;
  }
  const missing = settings.voterIds().filter((id) =>
    id !== settings.nodeId && !image.controllers.has(id)
  );
  return missing.length === 0
    ? null
    : `Controller(s) ${
      missing.join(", ")
    } of the quorum have not registered, so what they support is not known.`;
}

/** ELR needs one min.insync.replicas for the cluster: none of a single broker's own. */
function* minIsrForElr({ image, settings }: ControllerState): Generator<MetadataRecord> {
  const name = "min.insync.replicas";
  const prefix = `${ConfigResourceType.BROKER}:`;
  if (!image.configs.get(prefix)?.has(name)) yield clusterMinIsrRecord(settings.minInsyncReplicas);
  for (const [key, overrides] of image.configs) {
    if (!key.startsWith(prefix) || key === prefix || !overrides.has(name)) continue;
    yield metadataRecord("ConfigRecord", 0, {
      resourceType: ConfigResourceType.BROKER,
      resourceName: key.slice(prefix.length),
      name,
      value: null,
    });
  }
}
