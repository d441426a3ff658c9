/**
 * Arguments as Kafka's other family of tools takes them (storage, features, cluster, metadata-quorum, transactions,
 * perf tests): `--name value`, `--name=value`, `-n value`, unique beginnings of names; stray words are errors, and of a
 * flag given twice the last counts.
 */
import type { Flags } from "./flags.ts";
import { OptionError } from "./option_error.ts";
import { ParsedOptions } from "./parsed_options.ts";

export interface ParsedArguments {
  readonly given: ReadonlyMap<string, readonly string[]>;
  /** Words that are no flags. */
  readonly words: readonly string[];
  /** What follows the first word, where that ends the parsing. */
  readonly rest: readonly string[];
  readonly wantsHelp: boolean;
}

/** Flags of which one at most may be given, or one must. */
export interface Exclusive {
  readonly flags: readonly string[];
  readonly required?: boolean;
}

/**
 * @param stopsAtWord the first word names a command, which takes the rest
 * @throws {OptionError}
 */
export function parseArguments(
  flags: Flags,
  args: readonly string[],
  { stopsAtWord = false }: { readonly stopsAtWord?: boolean } = {},
): ParsedArguments {
  const given = new Map<string, string[]>();
  const words: string[] = [];
  for (let next = 0; next < args.length;) {
    const arg = args[next++];
    if (!looksLikeFlag(arg)) {
      words.push(arg);
      if (stopsAtWord) return { given, words, rest: args.slice(next), wantsHelp: false };
      continue;
    }
    const { name, attached } = recognize(flags, arg);
    if (name === "help") return { given, words, rest: [], wantsHelp: true };
    const values = given.get(name) ?? [];
    given.set(name, values);
    if (flags[name].value === undefined) continue;
    const value = attached ?? args[next];
    if (value === undefined || attached === null && looksLikeFlag(value)) {
      throw new OptionError(`argument ${display(flags, name)}: expected one argument`);
    }
    if (attached === null) next++;
    values.push(value);
    while (flags[name].several && next < args.length && !looksLikeFlag(args[next])) {
      values.push(args[next++]);
    }
  }
  return { given, words, rest: [], wantsHelp: false };
}

/** @throws {OptionError} If flags are missing, or given that exclude each other. */
export function checkArguments(
  flags: Flags,
  given: ReadonlyMap<string, readonly string[]>,
  exclusive: readonly Exclusive[],
): void {
  for (const [name, flag] of Object.entries(flags)) {
    if (flag.required && !given.has(name)) {
      throw new OptionError(`argument ${display(flags, name)} is required`);
    }
  }
  for (const group of exclusive) {
    const [first, second] = group.flags.filter((name) => given.has(name));
    if (second !== undefined) {
      throw new OptionError(
        `argument ${display(flags, second)}: not allowed with argument ${display(flags, first)}`,
      );
    }
    if (group.required && first === undefined) {
      const names = group.flags.filter((name) => !flags[name].hidden)
        .map((name) => display(flags, name)).join(" ");
      throw new OptionError(`one of the arguments ${names} is required`);
    }
  }
}

export function optionsOf(
  flags: Flags,
  given: ReadonlyMap<string, readonly string[]>,
  words: readonly string[] = [],
): ParsedOptions {
  return new ParsedOptions(flags, given, words, "last");
}

/** `--config/-c`, the way messages name a flag. */
function display(flags: Flags, name: string): string {
  const { short } = flags[name];
  return short === undefined ? `--${name}` : `--${name}/-${short}`;
}

/** The flag that an argument names, and the value that is attached to it. */
function recognize(flags: Flags, arg: string): { name: string; attached: string | null } {
  if (arg === "-h") return { name: "help", attached: null };
  if (!arg.startsWith("--")) {
    const found = Object.keys(flags).find((name) => flags[name].short === arg[1]);
    if (found === undefined) throw unrecognized(arg);
    const attached = arg.slice(2);
    return { name: found, attached: attached === "" ? null : attached.replace(/^=/, "") };
  }
  const equals = arg.indexOf("=");
  const text = equals < 0 ? arg.slice(2) : arg.slice(2, equals);
  const attached = equals < 0 ? null : arg.slice(equals + 1);
  const names = [...Object.keys(flags), "help"];
  if (names.includes(text)) return { name: text, attached };
  const candidates = names.filter((name) => name.startsWith(text));
  if (candidates.length === 0) throw unrecognized(arg);
  if (candidates.length > 1) {
    const all = candidates.map((name) => `--${name}`).join(", ");
    throw new OptionError(`ambiguous option: --${text} could match ${all}`);
  }
  return { name: candidates[0], attached };
}

function unrecognized(arg: string): OptionError {
  return new OptionError(`unrecognized arguments: '${arg}'`);
}

/** Negative numbers are values. */
function looksLikeFlag(arg: string): boolean {
  return arg.length > 1 && arg.startsWith("-") && !/^-\d+(?:\.\d+)?$/.test(arg);
}
