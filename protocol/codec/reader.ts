import { DecodeError } from "./errors.ts";
import type { UnknownTag } from "./field.ts";
import type { StringCache } from "./string_cache.ts";
import { decodeUtf8 } from "./utf8.ts";
import { uuidFromBytes } from "../uuid.ts";

const EMPTY = new Uint8Array(0);
const SHORT_TEXT_BYTES = 16;
const UNKNOWN_TAGS_MAX = 100_000;

/**
 * Reads Kafka's primitive types from bytes, front to back. `bytes()` gives views of the input. Every method throws
 * {@linkcode DecodeError} when the input ends too early or has a length that can't be.
 */
export class Reader {
  readonly #view: DataView;
  readonly #end: number;
  readonly #strings: StringCache | null;
  #unknownTags = 0;
  position: number;

  /** @param strings Texts of earlier messages of the same traffic. */
  constructor(
    readonly source: Uint8Array,
    start = 0,
    end = source.length,
    strings: StringCache | null = null,
  ) {
    this.#view = new DataView(source.buffer, source.byteOffset, source.byteLength);
    this.position = start;
    this.#end = end;
    this.#strings = strings;
  }

  get remaining(): number {
    return this.#end - this.position;
  }

  #take(length: number): number {
    const at = this.position;
    if (at + length > this.#end) {
      throw new DecodeError(`Need ${length} bytes, ${this.#end - at} are left`, at);
    }
    this.position = at + length;
    return at;
  }

  bool(): boolean {
    return this.source[this.#take(1)] !== 0;
  }
  int8(): number {
    return this.#view.getInt8(this.#take(1));
  }
  int16(): number {
    return this.#view.getInt16(this.#take(2));
  }
  uint16(): number {
    return this.#view.getUint16(this.#take(2));
  }
  int32(): number {
    return this.#view.getInt32(this.#take(4));
  }
  uint32(): number {
    return this.#view.getUint32(this.#take(4));
  }
  int64(): bigint {
    return this.#view.getBigInt64(this.#take(8));
  }
  float64(): number {
    return this.#view.getFloat64(this.#take(8));
  }
  uuid(): string {
    const at = this.#take(16);
    return this.#strings === null
      ? uuidFromBytes(this.source, at)
      : this.#strings.uuid(this.source, at);
  }

  /** Unsigned varint of at most 5 bytes; bits beyond 32 are dropped, as Kafka does. */
  uvarint(): number {
    const source = this.source;
    let at = this.position;
    if (at < this.#end && source[at] < 0x80) {
      this.position = at + 1;
      return source[at];
    }
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      if (at >= this.#end) throw new DecodeError("A varint is cut off", this.position);
      const byte = source[at++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.position = at;
        return value >>> 0;
      }
    }
    throw new DecodeError("A varint is longer than 5 bytes", this.position);
  }

  /** Length of a string: -1 for null. `compact`: a varint holding length + 1. */
  stringLength(compact: boolean): number {
    const at = this.position;
    // Compact lengths are 32 bits and go negative beyond 2^31, which then means null, as in Kafka.
    const length = compact ? (this.uvarint() - 1) | 0 : this.int16();
    if (length > 32767) throw new DecodeError(`A string of ${length} bytes is too long`, at);
    return length < 0 ? -1 : length;
  }

  /** Length of bytes or of an array: -1 for null. */
  length(compact: boolean): number {
    const length = compact ? (this.uvarint() - 1) | 0 : this.int32();
    return length < 0 ? -1 : length;
  }

  string(compact: boolean): string {
    const length = this.stringLength(compact);
    if (length < 0) throw new DecodeError("Null where no null is allowed", this.position);
    return this.text(length);
  }

  nullableString(compact: boolean): string | null {
    const length = this.stringLength(compact);
    return length < 0 ? null : this.text(length);
  }

  bytes(compact: boolean): Uint8Array {
    const length = this.length(compact);
    if (length < 0) throw new DecodeError("Null where no null is allowed", this.position);
    return this.view(length);
  }

  nullableBytes(compact: boolean): Uint8Array | null {
    const length = this.length(compact);
    return length < 0 ? null : this.view(length);
  }

  /**
   * Number of elements, or -1 for null. A count that the bytes left can't hold, at `elementSize` or more for each element,
   * is refused before anything is allocated for it.
   */
  arrayLength(compact: boolean, elementSize = 1): number {
    const at = this.position;
    const length = this.length(compact);
    if (length * elementSize > this.remaining) {
      throw new DecodeError(`An array of ${length} elements in ${this.remaining} bytes`, at);
    }
    return length;
  }

  /** A view of the next `length` bytes. */
  view(length: number): Uint8Array {
    if (length === 0) return EMPTY;
    const at = this.#take(length);
    return this.source.subarray(at, at + length);
  }

  /** The next `length` bytes as UTF-8 text. */
  text(length: number): string {
    const at = this.#take(length);
    if (length === 0) return "";
    const source = this.source;
    if (this.#strings !== null) return this.#strings.text(source, at, length);
    if (length <= SHORT_TEXT_BYTES) {
      // Cheaper than the decoder's call, as long as it is ASCII.
      let text = "";
      let i = at;
      for (const end = at + length; i < end && source[i] < 0x80; i++) {
        text += String.fromCharCode(source[i]);
      }
      if (i === at + length) return text;
    }
    return decodeUtf8(source.subarray(at, at + length));
  }

  /** The struct marker: whether a nullable struct is there. Inside a tag it is a varint, else one byte. */
  present(inTag: boolean): boolean {
    return inTag ? this.uvarint() !== 0 : this.int8() >= 0;
  }

  /** A tag that the declaration does not know. A message of very many is refused: each takes far more memory than bytes. */
  unknownTag(tag: number, size: number): UnknownTag {
    if (++this.#unknownTags > UNKNOWN_TAGS_MAX) {
      throw new DecodeError(`More than ${UNKNOWN_TAGS_MAX} unknown tags`, this.position);
    }
    return { tag, bytes: this.view(size) };
  }

  /** Used by compiled decoders to say where an error happened. */
  located(error: unknown, segment: string | number): unknown {
    return error instanceof DecodeError ? error.within(segment) : error;
  }

  /** Used by compiled decoders. */
  refuseNull(): never {
    throw new DecodeError("Null where no null is allowed", this.position);
  }
}
