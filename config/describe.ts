/**
 * Settings as DescribeConfigs lists them: value, source, synonyms, whether they may change. CreateTopics answers the
 * same entries without synonyms.
 */
import { BROKER_SETTINGS, brokerSetting, brokerSynonyms, settingOfKey } from "./broker_settings.ts";
import type { BrokerValues } from "./broker_values.ts";
import { clientMetricsSetting } from "./client_metrics_config.ts";
import { CLIENT_METRICS_SETTINGS } from "./client_metrics_settings.ts";
import { ConfigError } from "./config_error.ts";
import type { ConfigSource } from "./config_source.ts";
import { REQUIRED, type Setting, type SettingTable, type SettingType } from "./declaration.ts";
import { formatValue } from "./format_value.ts";
import { GroupConfig, groupSetting, type GroupSettingName } from "./group_config.ts";
import { GROUP_SETTINGS } from "./group_settings.ts";
import { parseUnbounded } from "./parse_value.ts";
import type { Properties } from "./properties_file.ts";
import { TopicConfig, topicSetting } from "./topic_config.ts";
import type { TopicSettingName } from "./topic_defaults.ts";
import { TOPIC_SETTINGS } from "./topic_settings.ts";

export interface ConfigEntry {
  readonly name: string;
  /** Null where the value is null or must not be shown. */
  readonly value: string | null;
  readonly source: ConfigSource;
  readonly isReadOnly: boolean;
  readonly isSensitive: boolean;
  readonly type: SettingType;
  /** Everywhere the value could come from, the place that won first. */
  readonly synonyms: readonly ConfigSynonym[];
  readonly documentation: string | null;
}

export interface ConfigSynonym {
  readonly name: string;
  readonly value: string | null;
  readonly source: ConfigSource;
}

/** Code of each type in DescribeConfigs answers, version 3 and up. */
export const CONFIG_TYPE_CODES: Readonly<Record<SettingType, number>> = {
  unknown: 0,
  boolean: 1,
  string: 2,
  int: 3,
  short: 4,
  long: 5,
  double: 6,
  list: 7,
  class: 8,
  password: 9,
};

/**
 * Entries of this broker, sorted by name: every setting that is not internal or legacy, and every key that was set.
 *
 * @param keys only these, or null for all.
 */
export function describeBroker(
  broker: BrokerValues,
  keys: readonly string[] | null,
): ConfigEntry[] {
  const set = broker.layers.flatMap(({ texts }) => [...texts.keys()]);
  return names(BROKER_SETTINGS, set, keys).map((name) => {
    const setting = settingOfKey(name);
    const text = broker.text(name);
    const value = text !== null
      ? shown(setting, text)
      : setting
      ? formatValue(setting.type, defaultOf(setting))
      : null;
    const isReadOnly = (brokerSetting(name)?.change ?? "read-only") === "read-only";
    return entry(name, setting, value, isReadOnly, brokerPlaces(broker, name, setting));
  });
}

/** Entries of what is set at run time for all brokers. */
export function describeBrokerDefaults(
  stored: Properties,
  keys: readonly string[] | null,
): ConfigEntry[] {
  const asked = [...stored.keys()].filter((name) => keys === null || keys.includes(name)).sort();
  return asked.map((name) => {
    const setting = settingOfKey(name);
    const value = shown(setting, stored.get(name)!);
    const isReadOnly = (brokerSetting(name)?.change ?? "read-only") === "read-only";
    const place = { name, value: stored.get(name)!, source: "dynamic-default-broker" as const };
    return entry(name, setting, value, isReadOnly, [place]);
  });
}

/** Entries of a topic, sorted by name. */
export function describeTopic(
  broker: BrokerValues,
  overrides: Properties,
  keys: readonly string[] | null,
): ConfigEntry[] {
  const topic = new TopicConfig(broker, overrides);
  return names(TOPIC_SETTINGS, overrides.keys(), keys).map((name) => {
    const setting = topicSetting(name);
    const override = overrides.get(name);
    const value = setting === null
      ? override ?? null
      : formatValue(setting.type, topic.get(name as TopicSettingName));
    const synonym = setting?.options.synonyms?.[0];
    return entry(name, setting, value, false, [
      ...ownPlace(name, override, "topic"),
      ...synonym ? brokerPlaces(broker, synonym, brokerSetting(synonym)) : [],
    ]);
  });
}

/** Entries of a group, sorted by name. */
export function describeGroup(
  broker: BrokerValues,
  overrides: Properties,
  keys: readonly string[] | null,
): ConfigEntry[] {
  const group = new GroupConfig(broker, overrides);
  return names(GROUP_SETTINGS, overrides.keys(), keys).map((name) => {
    const setting = groupSetting(name);
    const override = overrides.get(name);
    const value = setting === null
      ? override ?? null
      : formatValue(setting.type, group.get(name as GroupSettingName));
    const synonym = setting?.options.synonyms?.[0];
    return entry(name, setting, value, false, [
      ...ownPlace(name, override, "group"),
      ...synonym ? brokerPlaces(broker, synonym, brokerSetting(synonym)) : ownDefault(setting),
    ]);
  });
}

/** Entries of a client-metrics subscription, sorted by name. */
export function describeClientMetrics(
  overrides: Properties,
  keys: readonly string[] | null,
): ConfigEntry[] {
  return names(CLIENT_METRICS_SETTINGS, overrides.keys(), keys).map((name) => {
    const setting = clientMetricsSetting(name);
    const override = overrides.get(name);
    const fallback = setting === null ? null : formatValue(setting.type, setting.default);
    const value = override === undefined ? fallback : shown(setting, override);
    return entry(name, setting, value, false, ownPlace(name, override, "client-metrics"));
  });
}

function names(
  table: SettingTable,
  set: Iterable<string>,
  keys: readonly string[] | null,
): string[] {
  const listed = Object.values(table).filter(({ options }) => !options.internal && !options.legacy);
  const all = new Set([...listed.map((it) => it.name), ...set]);
  return [...all].filter((name) => keys === null || keys.includes(name)).sort();
}

/** Everywhere a broker's key could come from, in the order in which it wins. */
function brokerPlaces(
  broker: BrokerValues,
  key: string,
  setting: Setting | null,
): ConfigSynonym[] {
  const places: ConfigSynonym[] = [];
  for (const { source, texts } of broker.layers) {
    for (const name of brokerSynonyms(key)) {
      const value = texts.get(name);
      if (value !== undefined) places.push({ name, value, source });
    }
  }
  return [...places, ...ownDefault(setting)];
}

function ownPlace(
  name: string,
  override: string | undefined,
  source: ConfigSource,
): ConfigSynonym[] {
  return override === undefined ? [] : [{ name, value: override, source }];
}

function ownDefault(setting: Setting | null): ConfigSynonym[] {
  if (setting === null) return [];
  const value = formatValue(setting.type, defaultOf(setting));
  return value === null ? [] : [{ name: setting.name, value, source: "default" }];
}

const defaultOf = (setting: Setting) => setting.default === REQUIRED ? null : setting.default;

function entry(
  name: string,
  setting: Setting | null,
  value: string | null,
  isReadOnly: boolean,
  places: readonly ConfigSynonym[],
): ConfigEntry {
  const type = setting?.type ?? "unknown";
  const isSensitive = type === "password" || type === "unknown";
  return {
    name,
    value: isSensitive ? null : value,
    source: places[0]?.source ?? "default",
    isReadOnly,
    isSensitive,
    type,
    synonyms: isSensitive ? places.map((place) => ({ ...place, value: null })) : places,
    documentation: setting?.doc ?? null,
  };
}

/** A text the way its typed value is printed; as it stands where it is not of its type. */
function shown(setting: Setting | null, text: string): string | null {
  if (setting === null) return text;
  try {
    return formatValue(setting.type, parseUnbounded(setting, text));
  } catch (error) {
    if (error instanceof ConfigError) return text;
    throw error;
  }
}
