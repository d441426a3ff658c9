/** `kafka-features upgrade`, `downgrade` and `disable`. */
import { UPDATE_TYPES, updateFeatures } from "../../client/admin/features.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import {
  defaultLevel,
  metadataVersionOfRelease,
  SUPPORTED_FEATURES,
} from "../../metadata/features.ts";
import { METADATA_VERSION_FEATURE } from "../../metadata/metadata_version.ts";
import { named } from "../cluster.ts";
import { OptionError } from "../options/option_error.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import { parseFeature } from "../storage/feature.ts";

export type FeatureAction = "upgrade" | "downgrade" | "disable";

export const CHANGE_FLAGS = {
  "metadata": {
    value: "version",
    help: "The level of metadata.version, by its name: 3.3-IV3. Deprecated.",
  },
  "release-version": {
    value: "version",
    help: "All features at the levels that a cluster of this release starts with.",
  },
  "feature": { value: "feature=level", help: "A feature and its level. May be repeated." },
  "dry-run": { help: "Only check whether it could be done." },
} as const;

/** The levels to change to, by feature. @throws {OptionError | FeatureError} */
export function wantedLevels(
  options: ParsedOptions<keyof typeof CHANGE_FLAGS>,
  action: FeatureAction,
): Map<string, number> {
  const levels = new Map<string, number>();
  const release = options.value("release-version");
  if (release !== undefined) {
    if (options.has("metadata") || options.has("feature")) {
      throw new OptionError("Can not specify `release-version` with other feature flags.");
    }
    const metadataVersion = metadataVersionOfRelease(release);
    for (const feature of SUPPORTED_FEATURES.keys()) {
      levels.set(
        feature,
        feature === METADATA_VERSION_FEATURE
          ? metadataVersion
          : defaultLevel(feature, metadataVersion),
      );
    }
    return levels;
  }
  const metadata = options.value("metadata");
  if (metadata !== undefined) {
    levels.set(METADATA_VERSION_FEATURE, metadataVersionOfRelease(metadata));
  }
  for (const text of options.values("feature")) {
    const [feature, level] = action === "disable" ? [text, 0] : parseFeature(text);
    if (levels.has(feature)) {
      throw new OptionError(`Feature ${feature} was specified more than once.`);
    }
    levels.set(feature, level);
  }
  if (levels.size > 0) return levels;
  throw new OptionError(`You must specify at least one feature to ${action}`);
}

/** @returns The exit code. @throws {ApiError} */
export async function changeFeatures(
  cluster: ClusterClient,
  levels: ReadonlyMap<string, number>,
  action: FeatureAction,
  { isUnsafe, isDry }: { readonly isUnsafe: boolean; readonly isDry: boolean },
  output: ToolOutput,
): Promise<number> {
  const type: keyof typeof UPDATE_TYPES = action === "upgrade"
    ? "upgrade"
    : isUnsafe
    ? "unsafeDowngrade"
    : "safeDowngrade";
  const outcomes = await named(
    "updateFeatures",
    updateFeatures(cluster, levels, type, { validateOnly: isDry }),
  );
  let failures = 0;
  for (const feature of [...levels.keys()].sort()) {
    const error = outcomes.get(feature) ?? null;
    const to = action === "disable" ? "" : ` to ${levels.get(feature)}`;
    if (error === null) {
      output.line(`${feature} ${isDry ? "can be" : "was"} ${action}d${to}.`);
    } else {
      failures++;
      output.line(`${isDry ? "Can" : "Could"} not ${action} ${feature}${to}. ${error.message}`);
    }
  }
  if (failures === 0) return 0;
  output.errorLine(`${failures} out of ${levels.size} operation(s) failed.`);
  return 1;
}
