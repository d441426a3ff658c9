/** The two ways in which Kafka says what stored or carried bytes are: a version in front, or type and version. */
import { DecodeError } from "../codec/errors.ts";
import type { Fields } from "../codec/field.ts";
import type { DecodedStruct, EncodableStruct } from "../codec/field.ts";
import type { Message } from "../codec/message.ts";
import { Reader } from "../codec/reader.ts";
import { includesVersion } from "../codec/versions.ts";
import { Writer } from "../codec/writer.ts";

/** Type or version that this code does not know: written by a newer Kafka, or no such record at all. */
export class UnknownTypeError extends DecodeError {
  override name = "UnknownTypeError";
}

/** A value together with the version of the message that it came in. */
export interface Versioned<F extends Fields> {
  readonly version: number;
  readonly value: DecodedStruct<F>;
}

/** An int16 (a version, or the type of a coordinator's key), then the message in `version`. */
export function encodePrefixed<F extends Fields>(
  prefix: number,
  message: Message<F>,
  value: EncodableStruct<F>,
  version: number,
): Uint8Array {
  const writer = new Writer();
  writer.int16(prefix);
  message.write(writer, value, version);
  return writer.toBytes();
}

/** The message's version as int16, then the message. */
export function encodeVersioned<F extends Fields>(
  message: Message<F>,
  value: EncodableStruct<F>,
  version: number,
): Uint8Array {
  return encodePrefixed(version, message, value, version);
}

/**
 * Reads what {@linkcode encodeVersioned} wrote. Bytes after the message are ignored, as in Kafka.
 *
 * @throws {UnknownTypeError} When the message has no such version.
 * @throws {DecodeError} When the bytes are no such message.
 */
export function decodeVersioned<F extends Fields>(
  message: Message<F>,
  bytes: Uint8Array,
): Versioned<F> {
  const reader = new Reader(bytes);
  const version = reader.int16();
  return { version, value: readKnown(message, reader, version) };
}

/** Reads a message in a version that came from outside. */
export function readKnown<F extends Fields>(
  message: Message<F>,
  reader: Reader,
  version: number,
): DecodedStruct<F> {
  if (!includesVersion(message.versions, version)) {
    throw new UnknownTypeError(`${message.name} has no version ${version}`, reader.position);
  }
  return message.read(reader, version);
}
