/** IncrementalAlterConfigs and AlterConfigs: several resources in one request, each on its own. */
import type { MetadataRecord } from "../protocol/data/metadata_framing.ts";
import { Errors } from "../protocol/errors.ts";
import {
  type ConfigChange,
  type ConfigResource,
  incrementalAlterConfig,
  replaceConfig,
} from "./config_changes.ts";
import type { ConfigRules } from "./config_rules.ts";
import { atomic, type ControllerState, type Decision } from "./decision.ts";
import { type Failure, failure, failureOf, SUCCESS } from "./failure.ts";

export interface ResourceChanges {
  readonly resource: ConfigResource;
  readonly changes: ReadonlyMap<string, ConfigChange>;
}

export interface ResourceValues {
  readonly resource: ConfigResource;
  readonly values: ReadonlyMap<string, string | null>;
}

/** One failure or success per resource, in the order given. */
export function incrementalAlterConfigs(
  state: ControllerState,
  rules: ConfigRules,
  resources: readonly ResourceChanges[],
  validateOnly: boolean,
): Decision<readonly Failure[]> {
  return each(resources, validateOnly, ({ resource, changes }) => {
    for (const { operation } of changes.values()) {
      if (operation < 0 || operation > 3) return failure(Errors.UNKNOWN_SERVER_ERROR, null);
    }
    return incrementalAlterConfig(state, rules, resource, changes);
  });
}

/** As {@linkcode incrementalAlterConfigs}: overrides that are not named are removed. */
export function alterConfigs(
  state: ControllerState,
  rules: ConfigRules,
  resources: readonly ResourceValues[],
  validateOnly: boolean,
): Decision<readonly Failure[]> {
  return each(resources, validateOnly, ({ resource, values }) => {
    const missing = [...values].filter(([, value]) => value === null).map(([key]) => key);
    if (missing.length > 0) {
      return failure(
        Errors.INVALID_CONFIG,
        `Null value not supported for : ${missing.join(",")}`,
      );
    }
    return replaceConfig(state, rules, resource, values as ReadonlyMap<string, string>);
  });
}

function each<T>(
  resources: readonly T[],
  validateOnly: boolean,
  change: (resource: T) => readonly MetadataRecord[] | Failure,
): Decision<readonly Failure[]> {
  const records: MetadataRecord[] = [];
  const results = resources.map((resource): Failure => {
    try {
      const outcome = change(resource);
      if ("errorCode" in outcome) return outcome;
      records.push(...outcome);
      return SUCCESS;
    } catch (error) {
      return failureOf(error);
    }
  });
  return atomic(validateOnly ? [] : records, results);
}
