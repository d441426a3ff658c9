import { compileReader } from "./compile_reader.ts";
import { compileWriter } from "./compile_writer.ts";
import { DecodeError, EncodeError } from "./errors.ts";
import type { DecodedStruct, EncodableStruct, Fields } from "./field.ts";
import { Reader } from "./reader.ts";
import { includesVersion, parseVersions, type VersionRange } from "./versions.ts";
import { Writer } from "./writer.ts";

/**
 * A message: its name, its versions and its fields. Codecs are compiled per version at first use, so declaring costs
 * next to nothing at start.
 */
export class Message<F extends Fields> {
  readonly versions: VersionRange;
  /** Versions in the flexible encoding (compact lengths, tagged fields; KIP-482). */
  readonly flexibleVersions: VersionRange;
  readonly #readers: ((reader: Reader) => DecodedStruct<F>)[] = [];
  readonly #writers: ((writer: Writer, value: EncodableStruct<F>) => void)[] = [];

  constructor(
    readonly name: string,
    /** Key of the API; of a record type for records; -1 where there is none. */
    readonly key: number,
    versions: string,
    flexibleVersions: string,
    readonly fields: F,
  ) {
    this.versions = parseVersions(versions);
    this.flexibleVersions = parseVersions(flexibleVersions);
  }

  isFlexible(version: number): boolean {
    return includesVersion(this.flexibleVersions, version);
  }

  #has(version: number): boolean {
    return Number.isInteger(version) && includesVersion(this.versions, version);
  }

  /**
   * Reads the message at the reader's position. Byte fields are views of the input.
   *
   * @throws {DecodeError} Where the bytes are no such message, or the message has no such version.
   */
  read(reader: Reader, version: number): DecodedStruct<F> {
    const read = this.#readers[version] ?? this.#compileReader(version, reader.position);
    return read(reader);
  }

  /**
   * Writes the message.
   *
   * @throws {EncodeError} When a value does not fit, or the version has no place for it.
   */
  write(writer: Writer, value: EncodableStruct<F>, version: number): void {
    const write = this.#writers[version] ?? this.#compileWriter(version);
    write(writer, value);
  }

  #compileReader(version: number, position: number) {
    if (!this.#has(version)) {
      throw new DecodeError(`${this.name} has no version ${version}`, position);
    }
    return this.#readers[version] = compileReader(this.fields, version, this.isFlexible(version));
  }

  #compileWriter(version: number) {
    if (!this.#has(version)) throw new EncodeError(`${this.name} has no version ${version}`);
    return this.#writers[version] = compileWriter(this.fields, version, this.isFlexible(version));
  }

  /** {@linkcode read} from the start of `bytes`; bytes after the message are ignored, as in Kafka. */
  decode(bytes: Uint8Array, version: number): DecodedStruct<F> {
    return this.read(new Reader(bytes), version);
  }

  /** {@linkcode write} into one fresh array. */
  encode(value: EncodableStruct<F>, version: number): Uint8Array {
    const writer = new Writer();
    this.write(writer, value, version);
    return writer.toBytes();
  }
}

/** What decoding `M` gives. */
export type DecodedMessage<M> = M extends Message<infer F> ? DecodedStruct<F> : never;
/** What encoding `M` takes. */
export type EncodableMessage<M> = M extends Message<infer F> ? EncodableStruct<F> : never;

/** Declares the request of API `key`. */
export function request<F extends Fields>(
  key: number,
  name: string,
  versions: string,
  flexible: string,
  fields: F,
): Message<F> {
  return new Message(`${name}Request`, key, versions, flexible, fields);
}

/** Declares the response of API `key`. */
export function response<F extends Fields>(
  key: number,
  name: string,
  versions: string,
  flexible: string,
  fields: F,
): Message<F> {
  return new Message(`${name}Response`, key, versions, flexible, fields);
}

/** Declares a record or another piece of data that is no request. `key`: its type number, -1 for none. */
export function data<F extends Fields>(
  key: number,
  name: string,
  versions: string,
  flexible: string,
  fields: F,
): Message<F> {
  return new Message(name, key, versions, flexible, fields);
}
