/** A line of text as a record, as Kafka's `LineMessageReader` takes it: `headers TAB key TAB value`. */
import type { Properties } from "../../config/properties_file.ts";

export interface ReadRecord {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly { readonly key: string; readonly value: Uint8Array | null }[];
}

const NO_HEADERS: ReadRecord["headers"] = [];

/** A line that doesn't have the parts it should have, or separators that can't be told apart. */
export class LineFormatError extends Error {
  override name = "LineFormatError";
}

export class LineReader {
  readonly #parseKey: boolean;
  readonly #parseHeaders: boolean;
  readonly #ignoreError: boolean;
  readonly #keySeparator: string;
  readonly #headersDelimiter: string;
  readonly #headersSeparator: RegExp;
  readonly #headersKeySeparator: string;
  readonly #nullMarker: string | undefined;
  readonly #encoder = new TextEncoder();
  // Bytes that are no UTF-8 become U+FFFD, as in Kafka's reader.
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #lineNumber = 0;

  /**
   * @param properties `parse.key`, `key.separator` and the others of `--reader-property`; unknown ones are ignored
   * @throws {LineFormatError} If separators are equal that must differ.
   */
  constructor(properties: Properties) {
    const text = (name: string, otherwise: string) => properties.get(name) ?? otherwise;
    const flag = (name: string) => text(name, "false").trim().toLowerCase() === "true";
    this.#parseKey = flag("parse.key");
    this.#parseHeaders = flag("parse.headers");
    this.#ignoreError = flag("ignore.error");
    this.#keySeparator = text("key.separator", "\t");
    this.#headersDelimiter = text("headers.delimiter", "\t");
    this.#headersKeySeparator = text("headers.key.separator", ":");
    this.#nullMarker = properties.get("null.marker");
    const headersSeparator = text("headers.separator", ",");
    try {
      this.#headersSeparator = new RegExp(headersSeparator);
    } catch {
      throw new LineFormatError(`headers.separator is no regular expression: ${headersSeparator}`);
    }
    this.#refuseEqual({
      "null.marker": this.#nullMarker,
      "key.separator": this.#keySeparator,
      "headers.delimiter": this.#headersDelimiter,
      "headers.separator": headersSeparator,
      "headers.key.separator": this.#headersKeySeparator,
    });
  }

  /**
   * @param bytes of the line; they become the value's where there is nothing to cut or replace
   * @throws {LineFormatError} If a part is missing, unless `ignore.error` is set.
   */
  read(bytes: Uint8Array): ReadRecord {
    this.#lineNumber++;
    if (
      !this.#parseKey && !this.#parseHeaders && this.#nullMarker === undefined && isAscii(bytes)
    ) {
      return { key: null, value: bytes, headers: NO_HEADERS };
    }
    const line = this.#decoder.decode(bytes);
    let rest = line;
    let headers: string | null = null;
    let key: string | null = null;
    if (this.#parseHeaders) {
      const cut = this.#cut(line, rest, this.#headersDelimiter, "headers delimiter");
      if (cut !== null) [headers, rest] = cut;
    }
    if (this.#parseKey) {
      const cut = this.#cut(line, rest, this.#keySeparator, "key separator");
      if (cut !== null) [key, rest] = cut;
    }
    return {
      key: this.#bytes(key),
      value: this.#bytes(rest),
      headers: headers === null || headers === this.#nullMarker ? [] : this.#headers(headers),
    };
  }

  /** Cuts `rest` of `line` at the first `separator`; null if there is none and that is to be ignored. */
  #cut(line: string, rest: string, separator: string, name: string): [string, string] | null {
    const at = rest.indexOf(separator);
    if (at >= 0) return [rest.slice(0, at), rest.slice(at + separator.length)];
    if (this.#ignoreError) return null;
    throw new LineFormatError(`No ${name} found on line number ${this.#lineNumber}: '${line}'`);
  }

  #headers(text: string): ReadRecord["headers"] {
    const pairs = text.split(this.#headersSeparator);
    // As Java splits: nothing behind the last separators is no header.
    while (pairs.length > 1 && pairs.at(-1) === "") pairs.pop();
    return pairs.map((pair) => {
      const at = pair.indexOf(this.#headersKeySeparator);
      if (at < 0) {
        if (this.#ignoreError) return { key: pair, value: null };
        throw new LineFormatError(
          `No header key separator found in pair '${pair}' on line number ${this.#lineNumber}`,
        );
      }
      const key = pair.slice(0, at);
      if (key === this.#nullMarker) {
        throw new LineFormatError(
          `Header keys should not be equal to the null marker '${this.#nullMarker}' as they can't be null`,
        );
      }
      return { key, value: this.#bytes(pair.slice(at + this.#headersKeySeparator.length)) };
    });
  }

  #bytes(text: string | null): Uint8Array | null {
    return text === null || text === this.#nullMarker ? null : this.#encoder.encode(text);
  }

  /** The key separator alone may be another's equal: it is looked for after the headers are cut off. */
  #refuseEqual(texts: Readonly<Record<string, string | undefined>>): void {
    const names = Object.keys(texts);
    for (const [i, name] of names.entries()) {
      for (const other of names.slice(i + 1)) {
        if (name === "key.separator" || texts[name] !== texts[other]) continue;
        throw new LineFormatError(`${name} and ${other} may not be equal`);
      }
    }
  }
}

function isAscii(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] > 0x7f) return false;
  }
  return true;
}
