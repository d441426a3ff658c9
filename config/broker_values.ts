/**
 * A broker's settings as values: what a file said, under what was set at run time for all brokers, under what was set at
 * run time for this one. Immutable; typed by the declarations.
 */
import {
  BROKER_SETTINGS,
  type BrokerSettingName,
  type BrokerValue,
  settingOfKey,
} from "./broker_settings.ts";
import type { ConfigSource } from "./config_source.ts";
import { ConfigError } from "./config_error.ts";
import { REQUIRED, type Setting } from "./declaration.ts";
import { parseValue } from "./parse_value.ts";
import type { Properties } from "./properties_file.ts";

/** The settings of type long: their values are bigint. */
export type LongSettingName = {
  [Name in BrokerSettingName]: bigint extends BrokerValue<Name> ? Name : never;
}[BrokerSettingName];

export interface Layer {
  readonly source: ConfigSource;
  readonly texts: Properties;
}

export class BrokerValues {
  /** The one that wins first. */
  readonly layers: readonly Layer[];
  readonly #parsed = new Map<string, unknown>();

  /**
   * @param layers the one that wins first.
   * @throws {ConfigError} for the first value that its declaration refuses, and for a required one that is missing.
   */
  constructor(layers: readonly Layer[]) {
    this.layers = layers;
    for (const { texts } of layers) {
      for (const key of texts.keys()) if (settingOfKey(key)) this.#read(key, settingOfKey(key)!);
    }
    for (const setting of Object.values<Setting>(BROKER_SETTINGS)) {
      if (setting.default === REQUIRED && this.text(setting.name) === null) {
        throw new ConfigError(
          `Missing required configuration "${setting.name}" which has no default value.`,
          setting.name,
        );
      }
    }
  }

  get<Name extends BrokerSettingName>(name: Name): BrokerValue<Name> {
    return this.#read(name, BROKER_SETTINGS[name]) as BrokerValue<Name>;
  }

  /** A long as a number; what is beyond 2^53 - 1 ("no limit") is cut to it. */
  number(name: LongSettingName): number {
    return Number(clampToSafe(this.get(name) as bigint));
  }

  /** The value for one listener: `listener.name.<listener>.[<mechanism>.]<name>`, else the plain one. */
  getFor<Name extends BrokerSettingName>(
    listener: string,
    name: Name,
    mechanism?: string,
  ): BrokerValue<Name> {
    const prefix = `listener.name.${listener.toLowerCase()}`;
    const setting: Setting = BROKER_SETTINGS[name];
    for (const infix of mechanism ? [`.${mechanism.toLowerCase()}.`, "."] : ["."]) {
      const key = `${prefix}${infix}${name}`;
      if (this.text(key) !== null) return this.#read(key, setting) as BrokerValue<Name>;
    }
    return this.get(name);
  }

  /** What was written for a key, wherever it wins, or null where nobody wrote anything. */
  text(key: string): string | null {
    for (const { texts } of this.layers) {
      const text = texts.get(key);
      if (text !== undefined) return text;
    }
    return null;
  }

  source(key: string): ConfigSource {
    return this.layers.find(({ texts }) => texts.has(key))?.source ?? "default";
  }

  #read(key: string, setting: Setting): unknown {
    if (this.#parsed.has(key)) return this.#parsed.get(key);
    const text = this.text(key);
    // An error names the key as it was written, which may be one listener's.
    const value = text === null ? setting.default : parseValue({ ...setting, name: key }, text);
    this.#parsed.set(key, value);
    return value;
  }
}

/** Cuts a long to what a number holds exactly. */
export function clampToSafe(value: bigint): bigint {
  const limit = BigInt(Number.MAX_SAFE_INTEGER);
  return value > limit ? limit : value < -limit ? -limit : value;
}
