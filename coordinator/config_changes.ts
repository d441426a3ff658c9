/** Config changes as records (metadata-quorum 3.3). A resource is changed as a whole or not at all. */
import { configResourceKey, ConfigResourceType } from "../metadata/image/image.ts";
import { type MetadataRecord, metadataRecord } from "../protocol/data/metadata_framing.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type { ConfigRules } from "./config_rules.ts";
import type { ControllerState } from "./decision.ts";
import { elrEnabled } from "./feature_levels.ts";
import { checkTopicName } from "./topic_names.ts";

export const ConfigOperation = { SET: 0, DELETE: 1, APPEND: 2, SUBTRACT: 3 } as const;

export interface ConfigChange {
  readonly operation: number;
  readonly value: string | null;
}

export interface ConfigResource {
  readonly type: number;
  readonly name: string;
}

const MIN_ISR = "min.insync.replicas";

/**
 * Records that apply `changes` by key to the resource's overrides.
 *
 * @param isNew The resource is created in the same breath, so it need not exist.
 * @throws {ApiError | ConfigError}
 */
export function incrementalAlterConfig(
  state: ControllerState,
  rules: ConfigRules,
  resource: ConfigResource,
  changes: ReadonlyMap<string, ConfigChange>,
  isNew = false,
): readonly MetadataRecord[] {
  const current = overridesOf(state, resource);
  const altered = new Map<string, string | null>();
  for (const [key, change] of changes) {
    const value = changedValue(rules, resource, key, current.get(key) ?? null, change);
    // Brokers reload their files' contents (keystores) when told a value again.
    if (value !== (current.get(key) ?? null) || resource.type === ConfigResourceType.BROKER) {
      altered.set(key, value);
    }
  }
  checkChange(state, rules, resource, altered, isNew);
  return recordsOf(state, resource, altered);
}

/**
 * Records after which the resource has `values` and nothing else.
 *
 * @throws {ApiError | ConfigError}
 */
export function replaceConfig(
  state: ControllerState,
  rules: ConfigRules,
  resource: ConfigResource,
  values: ReadonlyMap<string, string>,
): readonly MetadataRecord[] {
  const current = overridesOf(state, resource);
  const altered = new Map<string, string | null>();
  for (const [key, value] of values) {
    if (current.get(key) !== value || resource.type === ConfigResourceType.BROKER) {
      altered.set(key, value);
    }
  }
  for (const key of current.keys()) if (!values.has(key)) altered.set(key, null);
  checkChange(state, rules, resource, altered, false);
  return recordsOf(state, resource, altered);
}

function overridesOf({ image }: ControllerState, { type, name }: ConfigResource) {
  return image.configs.get(configResourceKey(type, name)) ?? new Map<string, string>();
}

function changedValue(
  rules: ConfigRules,
  { type }: ConfigResource,
  key: string,
  current: string | null,
  { operation, value }: ConfigChange,
): string | null {
  if (operation === ConfigOperation.SET) return value;
  if (operation === ConfigOperation.DELETE) return null;
  const word = operation === ConfigOperation.APPEND ? "APPEND" : "SUBTRACT";
  if (!rules.isList(type, key)) {
    throw new ApiError(
      Errors.INVALID_CONFIG,
      `Can't ${word} to key ${key} because its type is not LIST.`,
    );
  }
  const base = current ?? rules.defaultText(type, key) ?? "";
  const items = base.split(",").filter((item) => item !== "");
  for (const item of (value ?? "").split(",")) {
    const index = items.indexOf(item);
    if (operation === ConfigOperation.APPEND && index < 0) items.push(item);
    if (operation === ConfigOperation.SUBTRACT && index >= 0) items.splice(index, 1);
  }
  return items.join(",");
}

function checkChange(
  state: ControllerState,
  rules: ConfigRules,
  resource: ConfigResource,
  altered: ReadonlyMap<string, string | null>,
  isNew: boolean,
): void {
  checkMinIsr(state, resource, altered);
  checkResourceName(resource);
  const current = overridesOf(state, resource);
  const after = new Map(current);
  for (const [key, value] of altered) {
    if (value === null) after.delete(key);
    else after.set(key, value);
  }
  rules.validate(resource.type, resource.name, after, current);
  if (!isNew) checkExists(state, resource);
}

/** While ELR is kept its rules hang on one min.insync.replicas for the whole cluster. */
function checkMinIsr(
  state: ControllerState,
  { type, name }: ConfigResource,
  altered: ReadonlyMap<string, string | null>,
): void {
  if (!altered.has(MIN_ISR) || type !== ConfigResourceType.BROKER || !elrEnabled(state.image)) {
    return;
  }
  if (name !== "") {
    throw new ApiError(
      Errors.INVALID_CONFIG,
      "Broker-level min.insync.replicas cannot be altered while ELR is enabled.",
    );
  }
  if (altered.get(MIN_ISR) === null) {
    throw new ApiError(
      Errors.INVALID_CONFIG,
      "Cluster-level min.insync.replicas cannot be removed while ELR is enabled.",
    );
  }
}

function checkResourceName({ type, name }: ConfigResource): void {
  const invalid = (message: string) => new ApiError(Errors.INVALID_REQUEST, message);
  switch (type) {
    case ConfigResourceType.TOPIC:
      if (name === "") throw invalid("Default topic resources are not allowed.");
      return checkTopicName(name);
    case ConfigResourceType.BROKER:
      if (name !== "" && !/^[+-]?\d+$/.test(name)) {
        throw invalid("Unable to parse broker name as a base 10 number.");
      }
      return;
    case ConfigResourceType.GROUP:
      if (name === "") throw invalid("Default group resources are not allowed.");
      return;
    case ConfigResourceType.CLIENT_METRICS:
      return;
    default:
      throw invalid(`Unknown resource type ${type}`);
  }
}

function checkExists({ image }: ControllerState, { type, name }: ConfigResource): void {
  if (type === ConfigResourceType.TOPIC && !image.topics.byName.has(name)) {
    throw new ApiError(
      Errors.UNKNOWN_TOPIC_OR_PARTITION,
      `The topic '${name}' does not exist.`,
    );
  }
  if (type === ConfigResourceType.BROKER && name !== "" && !image.brokers.has(Number(name))) {
    throw new ApiError(Errors.BROKER_ID_NOT_REGISTERED, `No broker with id ${name} found.`);
  }
}

function recordsOf(
  state: ControllerState,
  { type, name: resourceName }: ConfigResource,
  altered: ReadonlyMap<string, string | null>,
): readonly MetadataRecord[] {
  const records: MetadataRecord[] = [...altered].map(([name, value]) =>
    metadataRecord("ConfigRecord", 0, { resourceType: type, resourceName, name, value })
  );
  // Who is eligible was judged by the old value: forget it.
  if (altered.has(MIN_ISR) && elrEnabled(state.image)) {
    const topicName = type === ConfigResourceType.TOPIC ? resourceName : "";
    records.push(metadataRecord("ClearElrRecord", 0, { topicName }));
  }
  return records;
}
