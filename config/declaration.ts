/**
 * The form of a setting's declaration. Each setting is one row of a table (`broker_settings_*.ts`, `topic_settings.ts`,
 * `group_settings.ts`, `client_metrics_settings.ts`): type, default, bounds, importance, how it may change, a sentence.
 * Reading, checking, DescribeConfigs and the reference page all go by the row, and TypeScript infers the value's type
 * from it: int, short and double are `number`, long is `bigint`, list is `readonly string[]`, and a null default adds
 * `null`.
 */
import type { ConfigError } from "./config_error.ts";
import type { Password } from "./password.ts";

export type SettingType =
  | "boolean"
  | "string"
  | "int"
  | "short"
  | "long"
  | "double"
  | "list"
  | "class"
  | "password"
  /** A plug-in's own key: text, of which Kafka does not know the type and never shows the value. */
  | "unknown";

export type Importance = "HIGH" | "MEDIUM" | "LOW";

/** How a setting may be changed while the broker runs. */
export type Change =
  /** By a restart with another file. */
  | "read-only"
  /** IncrementalAlterConfigs on one broker. */
  | "per-broker"
  /** IncrementalAlterConfigs on one broker or, with an empty name, on all. */
  | "cluster-wide"
  /** On the topic, group or client-metrics subscription that it belongs to. */
  | "resource";

/** Default of a setting that must be given. */
export const REQUIRED: unique symbol = Symbol("required");

export interface SettingOptions {
  /** Not listed by DescribeConfigs unless somebody set it. */
  readonly internal?: true;
  /** A 3.x key that 4.x dropped: accepted, so that old files start. */
  readonly legacy?: true;
  /** Broker settings that give a topic's or group's default, the first that is set winning. */
  readonly synonyms?: readonly string[];
}

/** What values a setting may take, beyond its type; see `valid.ts`. */
export interface Valid {
  /** As the reference page shows it. */
  readonly text: string;
  /** Only of lists: what is left out before the check. */
  readonly drops?: { readonly emptyItems: boolean; readonly repeatedItems: boolean };
  /** What is wrong with a value of the setting's type, or null. */
  check(setting: { readonly name: string; readonly type: SettingType }, value: any):
    | ConfigError
    | null;
}

/** A row of a table, before it knows its name. */
export interface Row<Value> {
  readonly type: SettingType;
  readonly default: Value | typeof REQUIRED;
  readonly valid: Valid | null;
  readonly importance: Importance;
  readonly change: Change;
  /** One sentence. */
  readonly doc: string;
  readonly options: SettingOptions;
}

export interface Setting<Value = unknown> extends Row<Value> {
  readonly name: string;
}

export type SettingTable = { readonly [name: string]: Setting<any> };
/** The type of a setting's value. */
export type ValueOf<S> = S extends Setting<infer Value> ? Value : never;

/** Gives each row its name. */
export function settings<Rows extends { readonly [name: string]: Row<any> }>(
  rows: Rows,
): { readonly [Name in keyof Rows]: Rows[Name] extends Row<infer Value> ? Setting<Value> : never } {
  const table: Record<string, Setting> = {};
  for (const [name, row] of Object.entries(rows)) table[name] = { name, ...row };
  return table as never;
}

export const HIGH: Importance = "HIGH";
export const MEDIUM: Importance = "MEDIUM";
export const LOW: Importance = "LOW";

export const READ_ONLY: Change = "read-only";
export const PER_BROKER: Change = "per-broker";
export const CLUSTER_WIDE: Change = "cluster-wide";
export const RESOURCE: Change = "resource";

type Rest = [
  valid: Valid | null,
  importance: Importance,
  change: Change,
  doc: string,
  options?: SettingOptions,
];
type OrNull<Value, Default> = Default extends null ? Value | null : Value;

function row(type: SettingType) {
  return (
    fallback: unknown,
    ...[valid, importance, change, doc, options = {}]: Rest
  ): Row<any> => ({ type, default: fallback, valid, importance, change, doc, options });
}

type RowOf<Value> = <Default extends Value | null | typeof REQUIRED>(
  fallback: Default,
  ...rest: Rest
) => Row<OrNull<Value, Default>>;

export const boolean: RowOf<boolean> = row("boolean");
export const string: RowOf<string> = row("string");
export const int: RowOf<number> = row("int");
export const short: RowOf<number> = row("short");
export const long: RowOf<bigint> = row("long");
export const double: RowOf<number> = row("double");
export const list: RowOf<readonly string[]> = row("list");
/** The name of a Java class, kept as text. */
export const className: RowOf<string> = row("class");
export const password: RowOf<Password> = row("password");
export const unknown: RowOf<string> = row("unknown");
