/**
 * What a topic's setting is when the topic itself does not set it: the broker settings that stand behind it, the first
 * that is set winning (`log.retention.ms`, then `log.retention.minutes`, then `log.retention.hours`), else the topic
 * setting's own default.
 */
import type { BrokerSettingName } from "./broker_settings.ts";
import type { BrokerValues } from "./broker_values.ts";
import type { Setting, ValueOf } from "./declaration.ts";
import { TOPIC_SETTINGS } from "./topic_settings.ts";

type TopicSettings = typeof TOPIC_SETTINGS;
export type TopicSettingName = keyof TopicSettings;
export type TopicValue<Name extends TopicSettingName> = ValueOf<TopicSettings[Name]>;

const MS_PER_MINUTE = 60_000n;
const MS_PER_HOUR = 3_600_000n;

export function brokerDefault<Name extends TopicSettingName>(
  values: BrokerValues,
  name: Name,
): TopicValue<Name> {
  const setting: Setting = TOPIC_SETTINGS[name];
  for (const synonym of setting.options.synonyms ?? []) {
    const value = values.get(synonym as BrokerSettingName);
    if (value === null) continue;
    if (setting.type !== "long") return value as TopicValue<Name>;
    const long = inMs(synonym, BigInt(value as number | bigint));
    return (name === "retention.ms" && long < 0n ? -1n : long) as TopicValue<Name>;
  }
  return setting.default as TopicValue<Name>;
}

function inMs(name: string, value: bigint): bigint {
  if (name.endsWith(".hours")) return value * MS_PER_HOUR;
  if (name.endsWith(".minutes")) return value * MS_PER_MINUTE;
  return value;
}
