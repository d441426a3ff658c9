/** Reads request headers (v1: api key, api version, correlation id, client id; v2: the same and tagged fields). */
import { DecodeError } from "../protocol/codec/errors.ts";
import type { Reader } from "../protocol/codec/reader.ts";

/** The fixed part: api key, api version, correlation id. */
const FIXED_BYTES = 8;
const KEY_AND_VERSION_BYTES = 4;

/**
 * Api key and version in one number (`key << 16 | version`): the version tells how the header goes on.
 *
 * @throws {DecodeError} If there is not even the fixed part of a header.
 */
export function peekKeyAndVersion(source: Uint8Array, start: number, end: number): number {
  if (end - start < FIXED_BYTES) {
    throw new DecodeError(`A request of ${end - start} bytes has no header`, start);
  }
  return (source[start] << 24) | (source[start + 1] << 16) | (source[start + 2] << 8) |
    source[start + 3];
}

/** Reads the correlation id; the reader, at the header's start before, then stands at the client id. */
export function readCorrelationId(reader: Reader): number {
  reader.position += KEY_AND_VERSION_BYTES;
  return reader.int32();
}

/**
 * Reads the rest of the header: the client id, empty for null, and, when `flexible`, tagged fields.
 *
 * @throws {DecodeError}
 */
export function readClientId(reader: Reader, flexible: boolean): string {
  const clientId = reader.nullableString(false) ?? "";
  if (flexible) skipTags(reader);
  return clientId;
}

function skipTags(reader: Reader): void {
  for (let count = reader.uvarint(); count > 0; count--) {
    reader.uvarint();
    reader.view(reader.uvarint());
  }
}
