/** Which flags of kafka-configs go together. */
import { UsageError } from "../options/option_error.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import { ConfigCommandError } from "./config_command_error.ts";
import {
  DEFAULT_FLAGS,
  type Entities,
  ENTITY_TYPES,
  type EntityType,
  NAME_FLAGS,
} from "./entities.ts";
import type { ConfigsFlag } from "./flags.ts";

const ZOOKEEPER_TYPES = ["users", "brokers"];
const TYPES_WITH_DEFAULTS = ["users", "clients", "brokers", "ips"];
const ADDRESS =
  /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-fA-F]*:[\da-fA-F:.]*|localhost|[\w-]+(?:\.[\w-]+)+)$/;

export interface CheckedEntities {
  /** One; or users and clients, in either order. */
  readonly types: readonly EntityType[];
  readonly names: readonly string[];
}

/**
 * @throws {UsageError} Where the table of flags may help.
 * @throws {ConfigCommandError} Where it would not.
 */
export function checkFlags(
  options: ParsedOptions<ConfigsFlag>,
  { types, names }: Entities,
): CheckedEntities {
  const given = (["describe", "alter"] as const).filter((action) => options.has(action));
  if (given.length !== 1) {
    throw new UsageError("Command must include exactly one action: --describe, --alter");
  }
  options.refuse("describe", "alter", "add-config", "delete-config");
  const [action] = given;
  const repeated = types.filter((type, i) => types.indexOf(type) !== i);
  if (repeated.length > 0) refuse(`Duplicate entity type(s) specified: ${repeated.join(",")}`);
  checkTypes(types, wayToCluster(options));
  checkMixture(options);
  checkNames(types, names);
  if (action === "describe") checkDescribe(options, types, names);
  else checkAlter(options, types, names);
  return { types: types as readonly EntityType[], names };
}

function refuse(message: string): never {
  throw new ConfigCommandError(message);
}

function wayToCluster(options: ParsedOptions<ConfigsFlag>): "zookeeper" | "kafka" {
  if (options.has("bootstrap-server") && options.has("bootstrap-controller")) {
    refuse("Only one of --bootstrap-server or --bootstrap-controller can be specified");
  }
  const hasKafka = options.has("bootstrap-server") || options.has("bootstrap-controller");
  if (hasKafka && options.has("zookeeper")) {
    refuse("Only one of --bootstrap-server or --zookeeper must be specified");
  }
  if (hasKafka) return "kafka";
  if (options.has("zookeeper")) return "zookeeper";
  return refuse("Either --bootstrap-server or --bootstrap-controller must be specified.");
}

function checkTypes(types: readonly string[], way: "zookeeper" | "kafka"): void {
  const allowed: readonly string[] = way === "zookeeper" ? ZOOKEEPER_TYPES : ENTITY_TYPES;
  const how = way === "zookeeper"
    ? "the --zookeeper argument"
    : "a --bootstrap-server or --bootstrap-controller argument";
  for (const type of types) {
    if (allowed.includes(type)) continue;
    refuse(
      `Invalid entity type ${type}, the entity type must be one of ${
        allowed.join(", ")
      } with ${how}`,
    );
  }
  if (types.length === 0) refuse("At least one entity type must be specified");
  if (types.length > 1 && !types.every((type) => type === "users" || type === "clients")) {
    refuse("Only 'users' and 'clients' entity types may be specified together");
  }
}

function checkMixture(options: ParsedOptions<ConfigsFlag>): void {
  const general = (["entity-type", "entity-name", "entity-default"] as const)
    .some((flag) => options.has(flag));
  const special = [...NAME_FLAGS, ...DEFAULT_FLAGS].some(([flag]) => options.has(flag));
  if (!general || !special) return;
  refuse(
    "--entity-{type,name,default} should not be used in conjunction with specific entity flags",
  );
}

function checkNames([type]: readonly string[], names: readonly string[]): void {
  for (const name of names.filter((it) => it !== "")) {
    if ((type === "brokers" || type === "broker-loggers") && !/^[+-]?\d{1,10}$/.test(name)) {
      refuse(`The entity name for ${type} must be a valid integer broker id, but it is: ${name}`);
    }
    if (type === "ips" && !ADDRESS.test(name)) {
      refuse(
        `The entity name for ${type} must be a valid IP or resolvable host, but it is: ${name}`,
      );
    }
  }
}

function checkDescribe(
  options: ParsedOptions<ConfigsFlag>,
  types: readonly string[],
  names: readonly string[],
): void {
  if (options.has("entity-default") && !types.some((it) => TYPES_WITH_DEFAULTS.includes(it))) {
    refuse(`--entity-default must not be specified with --describe of ${types.join(",")}`);
  }
  if (types.includes("broker-loggers") && names.length === 0) {
    refuse(`An entity name must be specified with --describe of ${types.join(",")}`);
  }
}

function checkAlter(
  options: ParsedOptions<ConfigsFlag>,
  types: readonly string[],
  names: readonly string[],
): void {
  if (types.some((type) => TYPES_WITH_DEFAULTS.includes(type))) {
    if (names.length === 0) {
      refuse(
        "An entity-name or default entity must be specified with --alter of users, clients, " +
          "brokers or ips",
      );
    }
  } else if (!names.some((name) => name !== "")) {
    refuse(`An entity name must be specified with --alter of ${types.join(",")}`);
  }
  if (options.has("add-config") && options.has("add-config-file")) {
    refuse("Only one of --add-config or --add-config-file must be specified");
  }
  const changes = (["add-config", "add-config-file", "delete-config"] as const)
    .some((flag) => options.has(flag));
  if (changes) return;
  refuse(
    "At least one of --add-config, --add-config-file, or --delete-config must be specified with " +
      "--alter",
  );
}
