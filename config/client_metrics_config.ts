/** A client-metrics subscription (KIP-714): which metrics, how often, from which clients. */
import { ConfigError } from "./config_error.ts";
import { CLIENT_METRICS_SETTINGS } from "./client_metrics_settings.ts";
import type { Setting } from "./declaration.ts";
import { parseValue } from "./parse_value.ts";
import type { Properties } from "./properties_file.ts";

export type ClientSelector =
  | "client_instance_id"
  | "client_id"
  | "client_software_name"
  | "client_software_version"
  | "client_source_address"
  | "client_source_port";

const SELECTORS: readonly string[] = [
  "client_instance_id",
  "client_id",
  "client_software_name",
  "client_software_version",
  "client_source_address",
  "client_source_port",
];

const MIN_INTERVAL_MS = 100;
const MAX_INTERVAL_MS = 3_600_000;

export interface ClientMetricsSubscription {
  /** Prefixes; `*` for all metrics. */
  readonly metrics: readonly string[];
  readonly intervalMs: number;
  /** A client matches when each pattern matches the whole of its value. */
  readonly match: ReadonlyMap<ClientSelector, RegExp>;
}

/** Null for a key that no row declares. */
export function clientMetricsSetting(name: string): Setting | null {
  return Object.hasOwn(CLIENT_METRICS_SETTINGS, name)
    ? CLIENT_METRICS_SETTINGS[name as keyof typeof CLIENT_METRICS_SETTINGS]
    : null;
}

/**
 * Reads and checks a subscription.
 *
 * @throws {ConfigError} error code 42 where it says so (empty name, unknown key, interval out of range), else 40.
 */
export function readClientMetricsSubscription(
  name: string,
  overrides: Properties,
): ClientMetricsSubscription {
  if (name === "") throw new ConfigError("Subscription name can't be empty", null, true);
  for (const key of overrides.keys()) {
    if (clientMetricsSetting(key) === null) {
      throw new ConfigError(`Unknown client metrics configuration: ${key}`, key, true);
    }
  }
  const intervalMs = valueOf("interval.ms", overrides) as number;
  if (intervalMs < MIN_INTERVAL_MS || intervalMs > MAX_INTERVAL_MS) {
    throw new ConfigError(
      `Invalid value ${intervalMs} for interval.ms, interval must be between ${MIN_INTERVAL_MS} and ${MAX_INTERVAL_MS} (1 hour)`,
      "interval.ms",
      true,
    );
  }
  return {
    metrics: valueOf("metrics", overrides) as readonly string[],
    intervalMs,
    match: readPatterns(valueOf("match", overrides) as readonly string[]),
  };
}

function valueOf(key: keyof typeof CLIENT_METRICS_SETTINGS, overrides: Properties): unknown {
  const setting: Setting = CLIENT_METRICS_SETTINGS[key];
  const text = overrides.get(key);
  return text === undefined ? setting.default : parseValue(setting, text);
}

function readPatterns(items: readonly string[]): Map<ClientSelector, RegExp> {
  const patterns = new Map<ClientSelector, RegExp>();
  for (const item of items) {
    const [selector, pattern, ...more] = item.split("=").map((part) => part.trim());
    if (!SELECTORS.includes(selector!) || !pattern || more.length > 0) throw illegal(item);
    try {
      patterns.set(selector as ClientSelector, new RegExp(`^(?:${pattern})$`));
    } catch {
      throw illegal(item);
    }
  }
  return patterns;
}

function illegal(item: string): ConfigError {
  return new ConfigError(`Illegal client matching pattern: ${item}`, "match");
}
