/**
 * Java properties files: `server.properties` and all its kin. Reading follows `java.util.Properties.load` to the letter
 * (comments, continued lines, escapes, the three separators); writing follows its `store`, without the date line.
 */
import { ConfigError } from "./config_error.ts";

/** Keys and their texts, in the order of the file; of a key given twice the last text counts. */
export type Properties = ReadonlyMap<string, string>;

/**
 * Bytes of a file. Java takes them as ISO-8859-1; here UTF-8 is understood too, which every file without characters
 * beyond ASCII is in either case.
 *
 * @throws {ConfigError} for a `\u` that four hexadecimal digits do not follow.
 */
export function readPropertiesFile(bytes: Uint8Array): Map<string, string> {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder("latin1").decode(bytes);
  }
  return parseProperties(text);
}

/** @throws {ConfigError} for a `\u` that four hexadecimal digits do not follow. */
export function parseProperties(text: string): Map<string, string> {
  const properties = new Map<string, string>();
  for (const line of logicalLines(text)) {
    const { key, value } = splitLine(line);
    properties.set(unescape(key), unescape(value));
  }
  return properties;
}

/** Lines with their continuations joined; comments and blank lines left out. */
function* logicalLines(text: string): Generator<string> {
  let joined: string | null = null;
  for (const natural of text.split(/\r\n|\n|\r/)) {
    const line: string = natural.replace(/^[ \t\f]+/, "");
    if (joined === null && /^(?:$|[#!])/.test(line)) continue;
    const continues: boolean = endsInOddBackslashes(line);
    joined = (joined ?? "") + (continues ? line.slice(0, -1) : line);
    if (continues) continue;
    if (joined !== "") yield joined;
    joined = null;
  }
  if (joined) yield joined;
}

function endsInOddBackslashes(line: string): boolean {
  let start = line.length;
  while (start > 0 && line[start - 1] === "\\") start--;
  return (line.length - start) % 2 === 1;
}

/** Cuts at the first separator that no backslash stands before: blanks, or one `=` or `:` with blanks around it. */
function splitLine(line: string): { key: string; value: string } {
  const parts = /^((?:\\.|[^\\ \t\f=:])*)(?:[ \t\f]*[=:][ \t\f]*|[ \t\f]+)?(.*)$/s.exec(line)!;
  return { key: parts[1]!, value: parts[2]! };
}

const ESCAPES: { readonly [letter: string]: string } = { t: "\t", n: "\n", r: "\r", f: "\f" };

function unescape(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(u[0-9a-fA-F]{4}|[^])|\\$/g, (_all, escape: string | undefined) => {
    if (escape === undefined) return "";
    if (escape.length > 1) return String.fromCharCode(parseInt(escape.slice(1), 16));
    if (escape === "u") {
      throw new ConfigError(
        `Malformed \\uxxxx encoding in "${text}": four hexadecimal digits must follow`,
      );
    }
    return ESCAPES[escape] ?? escape;
  });
}

/** One `key=value` line for each entry, escaped so that {@linkcode parseProperties} gives the same map back. */
export function formatProperties(properties: Iterable<readonly [string, string]>): string {
  let text = "";
  for (const [key, value] of properties) {
    text += `${escapeText(key).replaceAll(" ", "\\ ")}=${escapeText(value).replace(/^ /, "\\ ")}\n`;
  }
  return text;
}

const LETTERS: { readonly [character: string]: string } = {
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
  "\f": "\\f",
};

function escapeText(text: string): string {
  return text.replace(/[\\=:#!]/g, "\\$&").replace(/[^ -~]/g, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    return LETTERS[character] ?? `\\u${code}`;
  });
}
