/** Whose settings are meant. */
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { ConfigsFlag } from "./flags.ts";

/** In the order of Kafka's messages. */
export const ENTITY_TYPES = [
  "topics",
  "clients",
  "users",
  "brokers",
  "ips",
  "client-metrics",
  "groups",
  "broker-loggers",
] as const;
export type EntityType = (typeof ENTITY_TYPES)[number];

/** Flags that name one entity, and those that mean the defaults of a type. */
export const NAME_FLAGS = [
  ["topic", "topics"],
  ["client", "clients"],
  ["user", "users"],
  ["broker", "brokers"],
  ["broker-logger", "broker-loggers"],
  ["ip", "ips"],
  ["client-metrics", "client-metrics"],
  ["group", "groups"],
] as const satisfies readonly (readonly [ConfigsFlag, EntityType])[];
export const DEFAULT_FLAGS = [
  ["client-defaults", "clients"],
  ["user-defaults", "users"],
  ["broker-defaults", "brokers"],
  ["ip-defaults", "ips"],
] as const satisfies readonly (readonly [ConfigsFlag, EntityType])[];

export interface Entities {
  /** As given: they may be unknown. */
  readonly types: readonly string[];
  /** By type, as far as given; empty for the type's defaults. */
  readonly names: readonly string[];
}

/** @param args All arguments: `--entity-name` and `--entity-default` go with the types in their order. */
export function givenEntities(
  options: ParsedOptions<ConfigsFlag>,
  args: readonly string[],
): Entities {
  const named = NAME_FLAGS.filter(([flag]) => options.has(flag));
  const defaults = DEFAULT_FLAGS.filter(([flag]) => options.has(flag));
  const names = [...options.values("entity-name")];
  const inOrder = args.filter((arg) => /^--?entity-(?:name|default)(?:=|$)/.test(arg));
  return {
    types: [
      ...options.values("entity-type"),
      ...[...named, ...defaults].map(([, type]) => type),
    ],
    names: [
      ...inOrder.map((arg) => arg.includes("default") ? "" : names.shift() ?? ""),
      ...named.map(([flag]) => options.value(flag)!),
      ...defaults.map(() => ""),
    ],
  };
}

/** `topic` of `topics`, as messages have it; `client-metric`, too. */
export function singular(type: EntityType): string {
  return type.slice(0, -1);
}
