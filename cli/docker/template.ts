/** Templates of the container images: Jinja with `env` and two functions, as far as its small implementation goes. */
import { Environment as Scope, Interpreter, parse, tokenize } from "@huggingface/jinja";
import { dotted } from "../../config/environment.ts";
import { EnvironmentError } from "./environment_error.ts";
import type { Environment } from "./environment.ts";

/** @throws {EnvironmentError} For what the template may not have, or has wrong. */
export function fillTemplate(template: string, environment: Environment): string {
  const env = Object.fromEntries(
    Object.entries(environment).filter((entry) => entry[1] !== undefined)
      .sort(([a], [b]) => a < b ? -1 : 1),
  ) as Record<string, string>;
  const scope = new Scope();
  const known = {
    env,
    env_to_props: (...args: readonly unknown[]) => environmentToProperties(env, args),
    parse_log4j_loggers: (...args: readonly unknown[]) => logLevels(args),
    range,
    None: null,
    True: true,
    False: false,
    none: null,
    true: true,
    false: false,
  };
  for (const [name, value] of Object.entries(known)) scope.set(name, value);
  try {
    const program = parse(tokenize(template, { trim_blocks: true, lstrip_blocks: false }));
    return String(new Interpreter(scope).run(program).value);
  } catch (error) {
    throw new EnvironmentError((error as Error).message);
  }
}

/** As Python's: `range(stop)`, `range(start, stop, step=1)`. */
function range(...[first, second, step = 1]: readonly number[]): number[] {
  const [start, stop] = second === undefined ? [0, first] : [first, second];
  const length = Math.max(0, Math.ceil((stop - start) / step));
  return Array.from({ length }, (_, index) => start + index * step);
}

/** `env_to_props(env_prefix, prop_prefix, exclude=[])`: variables of a prefix as properties. */
function environmentToProperties(
  env: Readonly<Record<string, string>>,
  args: readonly unknown[],
): Record<string, string> {
  const [prefix, newPrefix, excluded] = [...positional(args), named(args, "exclude")];
  const left = new Set(listOf(excluded));
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => name.startsWith(String(prefix)) && !left.has(name))
      .map(([name, value]) => [`${newPrefix}${dotted(name.slice(String(prefix).length))}`, value]),
  );
}

/** `parse_log4j_loggers("name=LEVEL,...", defaults={})`. */
function logLevels(args: readonly unknown[]): Record<string, string> {
  const [text, defaults] = [...positional(args), named(args, "defaults")];
  const levels = entriesOf(defaults);
  for (const override of String(text).split(",")) {
    const words = override.split("=");
    if (words.length === 2) levels[words[0]] = words[1];
  }
  return levels;
}

/** The interpreter hands over what it holds: arrays and maps of values in wrappers, named arguments as a last map. */
interface Wrapped {
  readonly type: string;
  readonly value: unknown;
}

function positional(args: readonly unknown[]): unknown[] {
  return args.filter((arg) => !isNamed(arg));
}

function named(args: readonly unknown[], name: string): unknown {
  const last = args.find(isNamed);
  return last?.get(name)?.value;
}

function isNamed(arg: unknown): arg is ReadonlyMap<string, Wrapped> {
  return arg instanceof Map && (arg.has("exclude") || arg.has("defaults"));
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map((it) => String((it as Wrapped).value)) : [];
}

function entriesOf(value: unknown): Record<string, string> {
  if (!(value instanceof Map)) return {};
  return Object.fromEntries([...value].map(([name, it]) => [name, String((it as Wrapped).value)]));
}
