/** Settings of a client as tools get them: a properties file and `key=value` flags. */
import { invalidValue } from "../config/config_error.ts";
import { type Properties, readPropertiesFile } from "../config/properties_file.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { readBytesAt } from "./read_text.ts";

/**
 * Reads a properties file that a flag named.
 *
 * @throws {ConfigError} Starting with the path, if there is no such file or it can't be read.
 */
export async function readPropertiesAt(
  runtime: Runtime,
  path: string,
): Promise<Map<string, string>> {
  return readPropertiesFile(await readBytesAt(runtime, path));
}

/** `key=value` texts, cut at the first `=`; a text without it is a key with an empty value. */
export function keyValues(texts: readonly string[]): Map<string, string> {
  return new Map(texts.map((text): [string, string] => {
    const equals = text.indexOf("=");
    return equals < 0 ? [text, ""] : [text.slice(0, equals), text.slice(equals + 1)];
  }));
}

/** Typed access to a client's settings; keys that nobody asks for are ignored, as Kafka's clients do with a warning. */
export class ClientSettings {
  readonly #texts: Properties;

  /** @throws {ConfigError} For a security protocol that is not there. */
  constructor(texts: Properties) {
    this.#texts = texts;
    const protocol = this.text("security.protocol")?.toUpperCase() ?? "PLAINTEXT";
    if (protocol !== "PLAINTEXT") {
      throw invalidValue("security.protocol", protocol, "Only PLAINTEXT is supported by this tool");
    }
  }

  has(key: string): boolean {
    return this.#texts.has(key);
  }

  text(key: string): string | undefined {
    return this.#texts.get(key)?.trim();
  }

  /** @throws {ConfigError} If the text is none of `allowed`. */
  oneOf<Choice extends string>(key: string, allowed: readonly Choice[]): Choice | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    const found = allowed.find((choice) => choice === text);
    if (found !== undefined) return found;
    throw invalidValue(key, text, `String must be one of: ${allowed.join(", ")}`);
  }

  boolean(key: string): boolean | undefined {
    const text = this.text(key)?.toLowerCase();
    if (text === undefined) return undefined;
    if (text === "true" || text === "false") return text === "true";
    throw invalidValue(key, text, "Expected value to be either true or false");
  }

  /**
   * A whole number: milliseconds, bytes, counts.
   *
   * @throws {ConfigError} If it is no number, or less than `min`.
   */
  number(key: string, type: "INT" | "LONG", min = 0): number | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    const value = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
    const limit = type === "INT" ? 2 ** 31 : 2 ** 63;
    if (Number.isNaN(value) || value >= limit || value < -limit) {
      throw invalidValue(key, text, `Not a number of type ${type}`);
    }
    if (value < min) throw invalidValue(key, text, `Value must be at least ${min}`);
    return value;
  }
}
