/** Which broker settings may be changed at run time, on one broker or on all (KIP-226). */
import { brokerSetting, listenerSettingName, settingOfKey } from "./broker_settings.ts";
import { ConfigError } from "./config_error.ts";
import { readValue } from "./parse_value.ts";
import type { Properties } from "./properties_file.ts";

/** Settings of a listener that may be the same for all brokers even with the listener in front. */
const CLUSTER_WIDE_FOR_LISTENERS: readonly string[] = [
  "num.network.threads",
  "max.connections",
  "max.connection.creation.rate",
];

/** Changed at run time with the listener in front only. */
const LISTENER_ONLY: readonly string[] = [
  "ssl.keystore.type",
  "ssl.keystore.location",
  "ssl.keystore.password",
  "ssl.keystore.key",
  "ssl.keystore.certificate.chain",
  "ssl.key.password",
  "ssl.truststore.type",
  "ssl.truststore.location",
  "ssl.truststore.password",
  "ssl.truststore.certificates",
];

/**
 * Checks the settings that a broker, or the default for all, would have at run time after the request. Keys that nobody
 * declares are let through, as Kafka does.
 *
 * @param target `"broker"` for one broker, `"default"` for all.
 * @throws {ConfigError}
 */
export function checkDynamicBrokerConfig(
  overrides: Properties,
  target: "broker" | "default",
): void {
  const keys = [...overrides.keys()].sort();
  refuse(keys.filter(isReadOnly), "Cannot update these configs dynamically");
  refuse(
    keys.filter((key) => LISTENER_ONLY.includes(key)),
    "These security configs can be dynamically updated only per-listener using the listener prefix",
  );
  for (const [key, text] of overrides) {
    const setting = settingOfKey(key);
    const { error } = setting ? readValue({ ...setting, name: key }, text) : { error: null };
    if (error !== null) throw error;
  }
  if (target === "default") {
    refuse(
      keys.filter(isPerBroker),
      "Cannot update these configs at default cluster level, broker id must be specified",
    );
  }
}

function refuse(keys: readonly string[], reason: string): void {
  if (keys.length > 0) throw new ConfigError(`${reason}: [${keys.join(", ")}]`, keys[0]);
}

function isReadOnly(key: string): boolean {
  const setting = brokerSetting(key);
  // What 4.x no longer knows is unknown to it, hence let through.
  return setting !== null && setting.change === "read-only" && !setting.options.legacy &&
    setting.type !== "unknown";
}

function isPerBroker(key: string): boolean {
  const forListener = listenerSettingName(key);
  if (forListener !== null) return !CLUSTER_WIDE_FOR_LISTENERS.includes(forListener);
  return brokerSetting(key)?.change === "per-broker";
}

/**
 * The settings of a stored set that hold: of what {@linkcode checkDynamicBrokerConfig} would refuse the offending keys
 * alone are left out, each with the reason, so that a broker starts in spite of them.
 */
export function usableDynamicConfig(
  stored: Properties,
  target: "broker" | "default",
): { usable: Properties; refused: readonly ConfigError[] } {
  const usable = new Map<string, string>();
  const refused: ConfigError[] = [];
  for (const [key, text] of stored) {
    try {
      checkDynamicBrokerConfig(new Map([[key, text]]), target);
      usable.set(key, text);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      refused.push(error);
    }
  }
  return { usable, refused };
}
