/** Checks of changes to a broker's own settings while it runs (KIP-226), before the active controller writes them. */
import { checkBroker } from "../../config/broker_checks.ts";
import type { BrokerConfig } from "../../config/broker_config.ts";
import type { BrokerSettingName } from "../../config/broker_settings.ts";
import { settingOfKey } from "../../config/broker_settings.ts";
import { REQUIRED } from "../../config/declaration.ts";
import { checkDynamicBrokerConfig } from "../../config/dynamic_broker_config.ts";
import { formatValue } from "../../config/format_value.ts";
import type { Properties } from "../../config/properties_file.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { type ConfigChange, ConfigOperation } from "./config_operation.ts";

/** What is set at run time for one broker and for all. */
export interface StoredConfigs {
  readonly broker: Properties;
  readonly default: Properties;
}

/** For whom a change is. */
export type Target = keyof StoredConfigs;

/** Pools of threads may at most double or be halved at a time. */
const THREAD_COUNTS = [
  "num.io.threads",
  "num.network.threads",
  "num.replica.fetchers",
  "num.recovery.threads.per.data.dir",
  "background.threads",
] as const satisfies readonly BrokerSettingName[];

/**
 * Checks what would be stored for `target`.
 *
 * @param config What holds without any stored settings.
 * @throws {ConfigError | ApiError}
 */
export function checkBrokerChange(
  config: BrokerConfig,
  stored: StoredConfigs,
  target: Target,
  wanted: Properties,
): void {
  checkDynamicBrokerConfig(wanted, target);
  const before = config.withDynamic(stored);
  const after = config.withDynamic({ ...stored, [target]: wanted });
  checkBroker(after);
  for (const name of THREAD_COUNTS) checkThreads(name, before.get(name), after.get(name));
}

function checkThreads(name: string, before: number, after: number): void {
  const reason = after < Math.floor(before / 2)
    ? `value should be at least half the current value ${before}`
    : after > before * 2
    ? `value should not be greater than double the current value ${before}`
    : null;
  if (reason === null) return;
  throw new ApiError(
    Errors.INVALID_REQUEST,
    "Invalid value org.apache.kafka.common.config.ConfigException: Dynamic thread count update " +
      `validation failed for ${name}=${after}, ${reason} for configuration Invalid dynamic configuration`,
  );
}

/**
 * What would be stored after the changes.
 *
 * @throws {ApiError} INVALID_CONFIG for APPEND and SUBTRACT on what is no list.
 */
export function applyChanges(
  stored: Properties,
  changes: readonly ConfigChange[],
): Map<string, string> {
  const after = new Map(stored);
  for (const { name, configOperation, value } of changes) {
    switch (configOperation) {
      case ConfigOperation.SET:
        after.set(name, value!);
        break;
      case ConfigOperation.DELETE:
        after.delete(name);
        break;
      case ConfigOperation.APPEND: {
        const items = listOf(name, after, "append");
        after.set(name, [...new Set([...items, ...split(value)])].join(","));
        break;
      }
      case ConfigOperation.SUBTRACT: {
        const gone = split(value);
        const items = listOf(name, after, "subtract");
        after.set(name, items.filter((item) => !gone.includes(item)).join(","));
        break;
      }
      default:
        throw new ApiError(Errors.UNKNOWN_SERVER_ERROR);
    }
  }
  return after;
}

function listOf(name: string, stored: Properties, operation: string): string[] {
  const setting = settingOfKey(name);
  if (setting === null) {
    throw new ApiError(Errors.INVALID_CONFIG, `Unknown config name: ${name}`);
  }
  if (setting.type !== "list") {
    throw new ApiError(
      Errors.INVALID_CONFIG,
      `Config value ${operation} is not allowed for config key: ${name}`,
    );
  }
  const fallback = setting.default === REQUIRED ? null : formatValue("list", setting.default);
  return split(stored.get(name) ?? fallback);
}

function split(text: string | null): string[] {
  return (text ?? "").split(",").filter((item) => item !== "");
}
