/**
 * A topic's settings in force: its own override, else the broker's dynamic and static settings behind it, else the
 * default. And the check of overrides for CreateTopics, AlterConfigs and IncrementalAlterConfigs.
 */
import { type BrokerValues, clampToSafe } from "./broker_values.ts";
import { ConfigError, invalidValue } from "./config_error.ts";
import type { Setting } from "./declaration.ts";
import { parseUnbounded, readValue } from "./parse_value.ts";
import type { Properties } from "./properties_file.ts";
import { brokerDefault, type TopicSettingName, type TopicValue } from "./topic_defaults.ts";
import { TOPIC_SETTINGS } from "./topic_settings.ts";

/** The settings of type long: their values are bigint. */
type LongName = {
  [Name in TopicSettingName]: bigint extends TopicValue<Name> ? Name : never;
}[TopicSettingName];

/** Null for a key that no row declares. */
export function topicSetting(name: string): Setting | null {
  return Object.hasOwn(TOPIC_SETTINGS, name) ? TOPIC_SETTINGS[name as TopicSettingName] : null;
}

/** Immutable; make a new one when the topic's overrides or the broker's settings change. */
export class TopicConfig {
  readonly overrides: Properties;
  readonly #broker: BrokerValues;
  readonly #parsed = new Map<string, unknown>();

  /**
   * @param overrides as the metadata log holds them. Values that are refused today but were accepted by the version that
   * stored them (`segment.bytes` below 1 MiB) hold; what is not even of the setting's type does not.
   */
  constructor(broker: BrokerValues, overrides: Properties) {
    this.#broker = broker;
    this.overrides = overrides;
  }

  get<Name extends TopicSettingName>(name: Name): TopicValue<Name> {
    if (!this.#parsed.has(name)) this.#parsed.set(name, this.#read(name));
    return this.#parsed.get(name) as TopicValue<Name>;
  }

  /** A long as a number; what is beyond 2^53 - 1 ("no limit") is cut to it. */
  number(name: LongName): number {
    return Number(clampToSafe(this.get(name)));
  }

  /** Size at which a segment is full: `internal.segment.bytes`, else `segment.bytes`. */
  get segmentBytes(): number {
    return this.get("internal.segment.bytes") ?? this.get("segment.bytes");
  }

  get isCompacted(): boolean {
    return this.get("cleanup.policy").includes("compact");
  }

  /** Whether retention deletes old segments. */
  get isDeleted(): boolean {
    return this.get("cleanup.policy").includes("delete");
  }

  #read<Name extends TopicSettingName>(name: Name): TopicValue<Name> {
    const text = this.overrides.get(name);
    if (text !== undefined) {
      try {
        return parseUnbounded(TOPIC_SETTINGS[name] as Setting, text) as TopicValue<Name>;
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
      }
    }
    return brokerDefault(this.#broker, name);
  }
}

/**
 * Checks the overrides that a topic would have after the request.
 *
 * @param before the overrides that it has now; empty for a new topic.
 * @throws {ConfigError} error code 40, INVALID_CONFIG.
 */
export function checkTopicOverrides(
  broker: BrokerValues,
  before: Properties,
  overrides: Properties,
): void {
  for (const name of overrides.keys()) {
    if (topicSetting(name) === null) {
      throw new ConfigError(`Unknown topic config name: ${name}`, name);
    }
  }
  for (const [name, text] of overrides) {
    const { error } = readValue(topicSetting(name)!, text);
    if (error !== null) throw error;
  }
  const topic = new TopicConfig(broker, overrides);
  checkCompactionLag(topic);
  if (topic.get("remote.storage.enable")) {
    checkRemoteStorage(broker, topic);
  } else {
    checkRemoteStorageOff(new TopicConfig(broker, before), topic);
  }
}

function checkCompactionLag(topic: TopicConfig): void {
  const [minMs, maxMs] = [topic.get("min.compaction.lag.ms"), topic.get("max.compaction.lag.ms")];
  if (minMs > maxMs) {
    throw new ConfigError(
      `conflict topic config setting min.compaction.lag.ms (${minMs}) > max.compaction.lag.ms (${maxMs})`,
      "min.compaction.lag.ms",
    );
  }
}

const REMOTE = "remote.storage.enable";

function checkRemoteStorage(broker: BrokerValues, topic: TopicConfig): void {
  if (!broker.get("remote.log.storage.system.enable")) {
    throw new ConfigError(
      `Invalid value true for configuration ${REMOTE}: Tiered storage is disabled on the broker`,
      REMOTE,
    );
  }
  if (topic.isCompacted) {
    throw new ConfigError(
      `Invalid value true for configuration ${REMOTE}: cleanup.policy must be delete or empty`,
      REMOTE,
    );
  }
  checkLocalRetention(topic, "local.retention.ms", "retention.ms");
  checkLocalRetention(topic, "local.retention.bytes", "retention.bytes");
}

/** Local data cannot be kept for longer than data at all; -2 means for as long. */
function checkLocalRetention(
  topic: TopicConfig,
  local: "local.retention.ms" | "local.retention.bytes",
  total: "retention.ms" | "retention.bytes",
): void {
  const [localValue, totalValue] = [topic.get(local), topic.get(total)];
  if (totalValue !== -1n) {
    if (localValue === -1n) {
      throw invalidValue(
        local,
        localValue,
        `Value must not be -1 as ${total} value is set as ${totalValue}.`,
      );
    }
    if (localValue > totalValue) {
      throw invalidValue(
        local,
        localValue,
        `Value must not be more than ${total} property value: ${totalValue}`,
      );
    }
  }
  if (topic.get("remote.log.copy.disable") && localValue !== -2n && localValue !== totalValue) {
    throw new ConfigError(
      `Invalid value ${localValue} for configuration ${local}: With remote.log.copy.disable it must equal ${total} (${totalValue})`,
      local,
    );
  }
}

function checkRemoteStorageOff(before: TopicConfig, topic: TopicConfig): void {
  if (before.get(REMOTE) && !topic.get("remote.log.delete.on.disable")) {
    throw new ConfigError(
      `Invalid value false for configuration ${REMOTE}: Remote data would be left behind; set remote.log.delete.on.disable=true to delete it, or keep ${REMOTE}=true with remote.log.copy.disable=true to only read it`,
      REMOTE,
    );
  }
}
