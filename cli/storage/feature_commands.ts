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
    output.line(`${METADATA_VERSION_FEATURE}=${metadataVersion} (${release})`);
    for (const feature of SUPPORTED_FEATURES.keys()) {
      if (feature === METADATA_VERSION_FEATURE) continue;
      output.line(`${feature}=${defaultLevel(feature, metadataVersion)}`);
    }
    return Promise.resolve(0);
  },
});

export const featureDependenciesCommand = command({
  help: "Show what a feature's level needs of other features.",
  flags: {
    "feature": {
      value: "feature=level",
      short: "f",
      required: true,
      help: "Feature and level. May be repeated.",
    },
  },
  run(options, { output }) {
    for (const text of options.values("feature")) {
      const [feature, level] = parseFeature(text);
      const needed = [...dependenciesOf(feature, level)];
      if (needed.length === 0) {
        output.line(`${feature}=${level} has no dependencies.`);
        continue;
      }
      output.line(`${feature}=${level} requires:`);
      for (const [name, least] of needed) {
        const version = name === METADATA_VERSION_FEATURE ? ` (${metadataVersionName(least)})` : "";
        output.line(`    ${name}=${least}${version}`);
      }
    }
    return Promise.resolve(0);
  },
});
