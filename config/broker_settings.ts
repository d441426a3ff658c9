/** Every setting of a server.properties file: one table, gathered from one file per theme. */
import { GROUP_COORDINATOR_SETTINGS } from "./broker_settings_group.ts";
import { LEGACY_SETTINGS } from "./broker_settings_legacy.ts";
import { LISTENER_SETTINGS } from "./broker_settings_listeners.ts";
import { LOG_SETTINGS } from "./broker_settings_log.ts";
import { METRICS_SETTINGS } from "./broker_settings_metrics.ts";
import { NODE_SETTINGS } from "./broker_settings_node.ts";
import { REMOTE_STORAGE_SETTINGS } from "./broker_settings_remote_storage.ts";
import { REPLICATION_SETTINGS } from "./broker_settings_replication.ts";
import { SECURITY_SETTINGS } from "./broker_settings_security.ts";
import { SHARE_SETTINGS } from "./broker_settings_share.ts";
import { TLS_SETTINGS } from "./broker_settings_tls.ts";
import { TOPIC_CREATION_SETTINGS } from "./broker_settings_topics.ts";
import { TRANSACTION_SETTINGS } from "./broker_settings_transaction.ts";
import type { Setting, ValueOf } from "./declaration.ts";

export const BROKER_SETTINGS = {
  ...NODE_SETTINGS,
  ...LISTENER_SETTINGS,
  ...TOPIC_CREATION_SETTINGS,
  ...LOG_SETTINGS,
  ...REPLICATION_SETTINGS,
  ...GROUP_COORDINATOR_SETTINGS,
  ...TRANSACTION_SETTINGS,
  ...SHARE_SETTINGS,
  ...TLS_SETTINGS,
  ...SECURITY_SETTINGS,
  ...METRICS_SETTINGS,
  ...REMOTE_STORAGE_SETTINGS,
  ...LEGACY_SETTINGS,
};

type BrokerSettings = typeof BROKER_SETTINGS;
export type BrokerSettingName = keyof BrokerSettings;
export type BrokerValue<Name extends BrokerSettingName> = ValueOf<BrokerSettings[Name]>;

/** Null for a key that no row declares. */
export function brokerSetting(name: string): Setting | null {
  return Object.hasOwn(BROKER_SETTINGS, name) ? BROKER_SETTINGS[name as BrokerSettingName] : null;
}

const LISTENER_PREFIX = /^listener\.name\.[^.]*\.(.+)$/;

/** Settings that may also carry a SASL mechanism: `listener.name.<listener>.<mechanism>.<key>`. */
const MECHANISM_SETTINGS: readonly BrokerSettingName[] = [
  "sasl.jaas.config",
  "sasl.login.callback.handler.class",
  "sasl.login.class",
  "sasl.server.callback.handler.class",
  "connections.max.reauth.ms",
];

/** The setting behind a key written for one listener, or null where the key is not of that form. */
export function listenerSettingName(key: string): string | null {
  const rest = LISTENER_PREFIX.exec(key)?.[1];
  if (rest === undefined) return null;
  return MECHANISM_SETTINGS.find((name) => rest.endsWith(`.${name}`)) ?? rest;
}

/** The declaration that a key of a file goes by, whether it is written plainly or for one listener. */
export function settingOfKey(key: string): Setting | null {
  return brokerSetting(key) ?? brokerSetting(listenerSettingName(key) ?? "");
}

const SYNONYMS: readonly (readonly BrokerSettingName[])[] = [
  ["log.retention.ms", "log.retention.minutes", "log.retention.hours"],
  ["log.roll.ms", "log.roll.hours"],
  ["log.roll.jitter.ms", "log.roll.jitter.hours"],
];

/** Keys that set the same thing, in the order in which they win. The key alone where it has no other. */
export function brokerSynonyms(key: string): readonly string[] {
  const group = SYNONYMS.find((names) => names.includes(key as BrokerSettingName));
  if (group) return group;
  if (key === "log.flush.interval.ms") return [key, "log.flush.scheduler.interval.ms"];
  const plain = listenerSettingName(key);
  return plain === null ? [key] : [key, plain];
}
