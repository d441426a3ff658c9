/**
 * The cluster's features: which levels Ottla supports, and what a cluster of a given `metadata.version` starts with
 * (metadata-quorum, section 7).
 */
import { METADATA_VERSION_FEATURE, metadataVersionName } from "./metadata_version.ts";

export const KRAFT_VERSION_FEATURE = "kraft.version";
export const TRANSACTION_VERSION_FEATURE = "transaction.version";
export const GROUP_VERSION_FEATURE = "group.version";
export const ELIGIBLE_LEADER_REPLICAS_FEATURE = "eligible.leader.replicas.version";
export const SHARE_VERSION_FEATURE = "share.version";
export const STREAMS_VERSION_FEATURE = "streams.version";

/** 3.3-IV3: what Kafka 4 still starts with. */
export const MIN_METADATA_VERSION = 7;
/** 4.3-IV0. */
export const LATEST_METADATA_VERSION = 30;

export interface LevelRange {
  readonly min: number;
  readonly max: number;
}

/** By name, in the order in which Kafka's tools list them. */
export const SUPPORTED_FEATURES: ReadonlyMap<string, LevelRange> = new Map([
  [METADATA_VERSION_FEATURE, { min: MIN_METADATA_VERSION, max: LATEST_METADATA_VERSION }],
  [KRAFT_VERSION_FEATURE, { min: 0, max: 1 }],
  [TRANSACTION_VERSION_FEATURE, { min: 0, max: 2 }],
  [GROUP_VERSION_FEATURE, { min: 0, max: 1 }],
  [ELIGIBLE_LEADER_REPLICAS_FEATURE, { min: 0, max: 1 }],
  [SHARE_VERSION_FEATURE, { min: 0, max: 1 }],
  [STREAMS_VERSION_FEATURE, { min: 0, max: 1 }],
]);

/** The level that a feature has from some metadata.version on, if nobody says otherwise. */
const DEFAULTS: ReadonlyMap<string, { readonly level: number; readonly from: number }> = new Map([
  [KRAFT_VERSION_FEATURE, { level: 1, from: 21 }],
  [TRANSACTION_VERSION_FEATURE, { level: 2, from: 24 }],
  [GROUP_VERSION_FEATURE, { level: 1, from: 22 }],
  [ELIGIBLE_LEADER_REPLICAS_FEATURE, { level: 1, from: 26 }],
  [SHARE_VERSION_FEATURE, { level: 1, from: 28 }],
  [STREAMS_VERSION_FEATURE, { level: 1, from: 29 }],
]);

/** Newest level of each release. */
const RELEASES: ReadonlyMap<string, number> = new Map([
  ["3.3", 7],
  ["3.4", 8],
  ["3.5", 11],
  ["3.6", 14],
  ["3.7", 19],
  ["3.8", 20],
  ["3.9", 21],
  ["4.0", 25],
  ["4.1", 27],
  ["4.2", 29],
  ["4.3", 30],
]);

/** A release, a feature or a level that does not exist; the message is that of Kafka's tools. */
export class FeatureError extends Error {
  override name = "FeatureError";
}

/**
 * The metadata.version of a release (`4.0`, `4.0.1`) or of one level of it (`4.0-IV2`).
 *
 * @throws {FeatureError} If there is no such one, or it is too old to start with.
 */
export function metadataVersionOfRelease(release: string): number {
  const known = RELEASES.get(/^\d+\.\d+(?=\.\d+$)/.exec(release)?.[0] ?? release);
  if (known !== undefined) return known;
  const names: string[] = [];
  for (let level = MIN_METADATA_VERSION; level <= LATEST_METADATA_VERSION; level++) {
    if (metadataVersionName(level) === release) return level;
    names.push(metadataVersionName(level));
  }
  throw new FeatureError(
    `Unknown metadata.version '${release}'. Supported metadata.version are: ${names.join(", ")}`,
  );
}

/** Default level of a feature other than metadata.version. */
export function defaultLevel(feature: string, metadataVersion: number): number {
  const entry = DEFAULTS.get(feature);
  return entry !== undefined && metadataVersion >= entry.from ? entry.level : 0;
}

/** What a feature level needs to be possible, e.g. `metadata.version` 23. */
export function dependenciesOf(feature: string, level: number): ReadonlyMap<string, number> {
  checkLevel(feature, level);
  const needsElr = feature === ELIGIBLE_LEADER_REPLICAS_FEATURE && level >= 1;
  return new Map(needsElr ? [[METADATA_VERSION_FEATURE, 23]] : []);
}

/** @throws {FeatureError} If the feature or its level is not known. */
export function checkLevel(feature: string, level: number): void {
  const range = SUPPORTED_FEATURES.get(feature);
  if (range === undefined) throw new FeatureError(`Unknown feature: ${feature}`);
  if (level < range.min || level > range.max) {
    throw new FeatureError(`Feature level ${level} is not supported for feature ${feature}`);
  }
}
