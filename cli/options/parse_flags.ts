/**
 * Arguments as most of Kafka's tools take them: `--name value`, `--name=value`, one dash instead of two, no
 * abbreviations, `--` ends the flags. A flag's value is whatever comes next, even if it looks like a flag.
 */
import type { Flag, Flags } from "./flags.ts";
import { OptionError } from "./option_error.ts";
import { ParsedOptions } from "./parsed_options.ts";

/**
 * @returns The options; words that are no flags are kept, tools ignore them.
 * @throws {OptionError} For an unknown flag or one without its value.
 */
export function parseFlags<const Table extends Flags>(
  flags: Table,
  args: readonly string[],
): ParsedOptions<keyof Table & string> {
  const given = new Map<string, string[]>();
  const words: string[] = [];
  for (let next = 0; next < args.length;) {
    const arg = args[next++];
    if (arg === "--") {
      words.push(...args.slice(next));
      break;
    }
    if (!looksLikeFlag(arg)) {
      words.push(arg);
      continue;
    }
    const { name, attached } = split(arg);
    if (!Object.hasOwn(flags, name)) {
      // With one dash the letters would be flags of their own, and none has a name that short.
      const unknown = arg.startsWith("--") ? name : name[0];
      throw new OptionError(`${unknown} is not a recognized option`);
    }
    const values = given.get(name) ?? [];
    given.set(name, values);
    const value = attached !== "" ? attached : followingValue(flags[name], args[next]);
    if (flags[name].value === undefined) continue;
    if (value !== undefined) {
      values.push(value);
      if (attached === "") next++;
    } else if (!flags[name].valueOptional) {
      throw new OptionError(`Option ${name} requires an argument`);
    }
  }
  return new ParsedOptions(flags, given, words);
}

/** The part behind `=` is empty if there is none: then the value is the next argument. */
function split(arg: string): { readonly name: string; readonly attached: string } {
  const text = arg.replace(/^--?/, "");
  const equals = text.indexOf("=");
  if (equals < 0) return { name: text, attached: "" };
  return { name: text.slice(0, equals), attached: text.slice(equals + 1) };
}

function followingValue(flag: Flag, next: string | undefined): string | undefined {
  if (flag.value === undefined || next === undefined) return undefined;
  if (!flag.valueOptional || !looksLikeFlag(next)) return next;
  const isNumber = (flag.type === "Integer" || flag.type === "Long") && /^-\d+$/.test(next);
  return isNumber ? next : undefined;
}

function looksLikeFlag(arg: string): boolean {
  return arg.startsWith("-") && arg !== "-" && arg !== "--";
}
