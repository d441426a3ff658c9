/** A group's settings in force, held within the broker's bounds, and the check of overrides for AlterConfigs (KIP-848). */
import type { BrokerSettingName } from "./broker_settings.ts";
import type { BrokerValues } from "./broker_values.ts";
import { ConfigError } from "./config_error.ts";
import type { Setting, ValueOf } from "./declaration.ts";
import { GROUP_SETTINGS } from "./group_settings.ts";
import { parseUnbounded, readValue } from "./parse_value.ts";
import type { Properties } from "./properties_file.ts";

type GroupSettings = typeof GROUP_SETTINGS;
export type GroupSettingName = keyof GroupSettings;
export type GroupValue<Name extends GroupSettingName> = ValueOf<GroupSettings[Name]>;

/** Null for a key that no row declares. */
export function groupSetting(name: string): Setting | null {
  return Object.hasOwn(GROUP_SETTINGS, name) ? GROUP_SETTINGS[name as GroupSettingName] : null;
}

/** Broker settings that bound a group setting; null where there is no such bound. */
interface Bounds {
  readonly min: BrokerSettingName | null;
  readonly max: BrokerSettingName | null;
}

const BOUNDS: { readonly [Name in GroupSettingName]?: Bounds } = {
  "consumer.session.timeout.ms": within("consumer", "session.timeout.ms"),
  "consumer.heartbeat.interval.ms": within("consumer", "heartbeat.interval.ms"),
  "consumer.assignment.interval.ms": within("consumer", "assignment.interval.ms"),
  "share.session.timeout.ms": within("share", "session.timeout.ms"),
  "share.heartbeat.interval.ms": within("share", "heartbeat.interval.ms"),
  "share.assignment.interval.ms": within("share", "assignment.interval.ms"),
  "share.record.lock.duration.ms": within("share", "record.lock.duration.ms"),
  "share.delivery.count.limit": within("share", "delivery.count.limit"),
  "share.partition.max.record.locks": within("share", "partition.max.record.locks"),
  "streams.session.timeout.ms": within("streams", "session.timeout.ms"),
  "streams.heartbeat.interval.ms": within("streams", "heartbeat.interval.ms"),
  "streams.assignment.interval.ms": within("streams", "assignment.interval.ms"),
  "streams.num.standby.replicas": { min: null, max: "group.streams.max.standby.replicas" },
};

function within(kind: string, what: string): Bounds {
  return {
    min: `group.${kind}.min.${what}` as BrokerSettingName,
    max: `group.${kind}.max.${what}` as BrokerSettingName,
  };
}

function boundsOf(values: BrokerValues, name: GroupSettingName): { min: number; max: number } {
  const { min = null, max = null } = BOUNDS[name] ?? {};
  return {
    min: min === null ? -Infinity : values.get(min) as number,
    max: max === null ? Infinity : values.get(max) as number,
  };
}

/** Immutable; make a new one when the group's overrides or the broker's settings change. */
export class GroupConfig {
  readonly overrides: Properties;
  readonly #broker: BrokerValues;
  readonly #read = new Map<string, unknown>();

  /** @param overrides as the metadata log holds them: what the broker's bounds exclude today is moved to the bound. */
  constructor(broker: BrokerValues, overrides: Properties) {
    this.#broker = broker;
    this.overrides = overrides;
  }

  get<Name extends GroupSettingName>(name: Name): GroupValue<Name> {
    if (!this.#read.has(name)) this.#read.set(name, this.#bounded(name));
    return this.#read.get(name) as GroupValue<Name>;
  }

  #bounded<Name extends GroupSettingName>(name: Name): GroupValue<Name> {
    const value = this.#unbounded(name);
    if (typeof value !== "number") return value;
    const { min, max } = boundsOf(this.#broker, name);
    return Math.min(Math.max(value, min), max) as GroupValue<Name>;
  }

  #unbounded<Name extends GroupSettingName>(name: Name): GroupValue<Name> {
    const setting: Setting = GROUP_SETTINGS[name];
    const text = this.overrides.get(name);
    if (text !== undefined) {
      try {
        return parseUnbounded(setting, text) as GroupValue<Name>;
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
      }
    }
    const synonym = setting.options.synonyms?.[0];
    const value = synonym ? this.#broker.get(synonym as BrokerSettingName) : setting.default;
    return value as GroupValue<Name>;
  }
}

/**
 * Checks the overrides that a group would have after the request.
 *
 * @throws {ConfigError} error code 40, INVALID_CONFIG.
 */
export function checkGroupOverrides(broker: BrokerValues, overrides: Properties): void {
  for (const name of overrides.keys()) {
    if (groupSetting(name) === null) {
      throw new ConfigError(`Unknown group config name: ${name}`, name);
    }
  }
  const values = new Map<string, unknown>();
  for (const [name, text] of overrides) {
    const { value, error } = readValue(groupSetting(name)!, text);
    if (error !== null) throw error;
    values.set(name, value);
  }
  for (const name of Object.keys(GROUP_SETTINGS) as GroupSettingName[]) {
    const value = values.get(name);
    if (typeof value === "number") checkBounds(broker, name, value);
  }
  const group = new GroupConfig(broker, overrides);
  for (const kind of ["consumer", "share", "streams"] as const) {
    const session = `${kind}.session.timeout.ms` as const;
    const heartbeat = `${kind}.heartbeat.interval.ms` as const;
    if (group.get(session) <= group.get(heartbeat)) {
      throw new ConfigError(`${session} must be greater than ${heartbeat}`, session);
    }
  }
}

function checkBounds(broker: BrokerValues, name: GroupSettingName, value: number): void {
  const { min, max } = boundsOf(broker, name);
  if (value < min) {
    throw new ConfigError(`${name} must be greater than or equal to ${BOUNDS[name]!.min}`, name);
  }
  if (value > max) {
    throw new ConfigError(`${name} must be less than or equal to ${BOUNDS[name]!.max}`, name);
  }
}
