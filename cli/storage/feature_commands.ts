/** `kafka-storage version-mapping` and `feature-dependencies`. */
import {
  defaultLevel,
  dependenciesOf,
  LATEST_METADATA_VERSION,
  metadataVersionOfRelease,
  SUPPORTED_FEATURES,
} from "../../metadata/features.ts";
import { METADATA_VERSION_FEATURE, metadataVersionName } from "../../metadata/metadata_version.ts";
import { command } from "../argument_tool.ts";
import { parseFeature } from "./feature.ts";

export const versionMappingCommand = command({
  help: "Show the feature levels that a cluster of a given release starts with.",
  lists: true,
  flags: {
    "release-version": {
      value: "version",
      short: "r",
      help: "The release, or the latest if not given.",
    },
  },
  run(options, { output }) {
    const release = options.value("release-version") ??
      metadataVersionName(LATEST_METADATA_VERSION);
    const metadataVersion = metadataVersionOfRelease(release);
    const others = [...SUPPORTED_FEATURES.keys()].filter((it) => it !== METADATA_VERSION_FEATURE);
    const levels: LevelRow[] = [
      { feature: METADATA_VERSION_FEATURE, level: metadataVersion, releaseVersion: release },
      ...others.map((feature) => levelRow(feature, defaultLevel(feature, metadataVersion))),
    ];
    output.report(levels, levels.map((it) => `${levelText(it)}\n`).join(""));
    return Promise.resolve(0);
  },
});

export const featureDependenciesCommand = command({
  help: "Show what a feature's level needs of other features.",
  lists: true,
  flags: {
    "feature": {
      value: "feature=level",
      short: "f",
      required: true,
      help: "Feature and level. May be repeated.",
    },
  },
  run(options, { output }) {
    const features = options.values("feature").map((text) => {
      const [feature, level] = parseFeature(text);
      const requires = [...dependenciesOf(feature, level)].map((it) => levelRow(...it));
      return { feature, level, requires };
    });
    const texts = features.map(({ feature, level, requires }) =>
      requires.length === 0
        ? `${feature}=${level} has no dependencies.\n`
        : `${feature}=${level} requires:\n` +
          requires.map((it) => `    ${levelText(it)}\n`).join("")
    );
    output.report(features, texts.join(""));
    return Promise.resolve(0);
  },
});

interface LevelRow {
  readonly feature: string;
  readonly level: number;
  /** What that level of `metadata.version` is called; null of other features. */
  readonly releaseVersion: string | null;
}

function levelRow(feature: string, level: number): LevelRow {
  const isNamed = feature === METADATA_VERSION_FEATURE;
  return { feature, level, releaseVersion: isNamed ? metadataVersionName(level) : null };
}

function levelText({ feature, level, releaseVersion }: LevelRow): string {
  return `${feature}=${level}${releaseVersion === null ? "" : ` (${releaseVersion})`}`;
}
