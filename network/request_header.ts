/**
 * Reads request headers (v1: api key, api version, correlation id, client id; v2: the same and tagged fields). It
 * remembers the client id of the connection, which hardly ever changes.
 */
import { DecodeError } from "../protocol/codec/errors.ts";
import type { Reader } from "../protocol/codec/reader.ts";

/** The fixed part: api key, api version, correlation id. */
const FIXED_BYTES = 8;

export class RequestHeaderReader {
  #clientIdBytes = new Uint8Array(0);
  #clientId = "";

  /**
   * Api key and version in one number (`key << 16 | version`), without moving the reader: the version tells how the
   * header goes on.
   */
  peek(source: Uint8Array, start: number, end: number): number {
    if (end - start < FIXED_BYTES) {
      throw new DecodeError(`A request of ${end - start} bytes has no header`, start);
    }
    return (source[start] << 24) | (source[start + 1] << 16) | (source[start + 2] << 8) |
      source[start + 3];
  }

  /** Reads the correlation id; the reader then stands at the client id. */
  correlationId(reader: Reader): number {
    reader.position += 4;
    return reader.int32();
  }

  /** Reads the rest of the header: the client id (empty for null) and, when `flexible`, the tagged fields. */
  clientId(reader: Reader, flexible: boolean): string {
    const clientId = this.#readClientId(reader);
    if (flexible) skipTags(reader);
    return clientId;
  }

  #readClientId(reader: Reader): string {
    const length = reader.int16();
    if (length <= 0) return "";
    const known = this.#clientIdBytes;
    const { source, position } = reader;
    if (length === known.length && reader.remaining >= length) {
      let i = 0;
      while (i < length && source[position + i] === known[i]) i++;
      if (i === length) {
        reader.position = position + length;
        return this.#clientId;
      }
    }
    const bytes = reader.view(length);
    reader.position = position;
    this.#clientId = reader.text(length);
    this.#clientIdBytes = bytes.slice();
    return this.#clientId;
  }
}

function skipTags(reader: Reader): void {
  for (let count = reader.uvarint(); count > 0; count--) {
    reader.uvarint();
    reader.view(reader.uvarint());
  }
}
