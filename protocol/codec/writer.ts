import { EncodeError } from "./errors.ts";
import { isLongBytes, type LongBytes } from "./long_bytes.ts";
import { utf8Length } from "./utf8.ts";
import { uuidToBytes } from "../uuid.ts";

const UTF8 = new TextEncoder();
const MAX_VARINT_BYTES = 5;
/** Bytes from this length on are sent as they are instead of being copied. */
const REFERENCE_FROM = 4096;

/**
 * Writes Kafka's primitive types. Large byte fields are not copied: the result is a list of chunks, some of which are
 * the caller's own arrays, so those must stay unchanged until sent.
 */
export class Writer {
  #buffer: Uint8Array;
  #view: DataView;
  #chunkStart = 0;
  #position = 0;
  #parts: (Uint8Array | LongBytes)[] = [];
  #chunkBytes = 0;
  /** Sizes still to be written in front of what they count, which therefore must stay in one chunk. */
  #openSizes = 0;

  /** @param capacity Bytes to set aside at a time: the more, the more messages share a buffer. */
  constructor(readonly capacity = 256) {
    this.#buffer = new Uint8Array(capacity);
    this.#view = new DataView(this.#buffer.buffer);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#chunkBytes + this.#position - this.#chunkStart;
  }

  #room(length: number): number {
    const at = this.#position;
    if (at + length > this.#buffer.length) this.#grow(length);
    const start = this.#position;
    this.#position = start + length;
    return start;
  }

  #grow(length: number): void {
    // Chunks handed out keep the old buffer; only the open chunk moves.
    const open = this.#buffer.subarray(this.#chunkStart, this.#position);
    const next = new Uint8Array(Math.max(this.capacity, (open.length + length) * 2));
    next.set(open);
    this.#buffer = next;
    this.#view = new DataView(next.buffer);
    this.#position = open.length;
    this.#chunkStart = 0;
  }

  bool(value: boolean): void {
    const at = this.#room(1);
    this.#buffer[at] = value ? 1 : 0;
  }
  int8(value: number): void {
    const at = this.#room(1);
    this.#view.setInt8(at, value);
  }
  int16(value: number): void {
    const at = this.#room(2);
    this.#view.setInt16(at, value);
  }
  uint16(value: number): void {
    const at = this.#room(2);
    this.#view.setUint16(at, value);
  }
  int32(value: number): void {
    const at = this.#room(4);
    this.#view.setInt32(at, value);
  }
  uint32(value: number): void {
    const at = this.#room(4);
    this.#view.setUint32(at, value);
  }
  int64(value: bigint): void {
    const at = this.#room(8);
    this.#view.setBigInt64(at, value);
  }
  float64(value: number): void {
    const at = this.#room(8);
    this.#view.setFloat64(at, value);
  }
  uuid(value: string): void {
    const at = this.#room(16);
    uuidToBytes(value, this.#buffer, at);
  }

  uvarint(value: number): void {
    let rest = value >>> 0;
    if (rest < 0x80) {
      const at = this.#room(1);
      this.#buffer[at] = rest;
      return;
    }
    let at = this.#room(5);
    const buffer = this.#buffer;
    while (rest > 0x7f) {
      buffer[at++] = rest | 0x80;
      rest >>>= 7;
    }
    buffer[at++] = rest;
    this.#position = at;
  }

  string(value: string | null, compact: boolean): void {
    if (value === null) {
      if (compact) this.uvarint(0);
      else this.int16(-1);
      return;
    }
    const length = utf8Length(value);
    if (length > 32767) throw new EncodeError(`A string of ${length} bytes is too long`);
    if (compact) this.uvarint(length + 1);
    else this.int16(length);
    const at = this.#room(length);
    const buffer = this.#buffer;
    if (length === value.length) {
      for (let i = 0; i < length; i++) buffer[at + i] = value.charCodeAt(i);
    } else {
      UTF8.encodeInto(value, buffer.subarray(at, at + length));
    }
  }

  bytes(value: Uint8Array | LongBytes | null, compact: boolean): void {
    this.arrayLength(value === null ? -1 : value.length, compact);
    if (value === null) return;
    if (value instanceof Uint8Array) this.raw(value);
    else this.#long(value);
  }

  /** -1 writes null. */
  arrayLength(length: number, compact: boolean): void {
    if (compact) this.uvarint(length + 1);
    else this.int32(length);
  }

  /** Bytes as they are, without a length. */
  raw(value: Uint8Array): void {
    if (value.length >= REFERENCE_FROM && this.#openSizes === 0) {
      this.#refer(value);
    } else {
      const at = this.#room(value.length);
      this.#buffer.set(value, at);
    }
  }

  #long(value: LongBytes): void {
    if (this.#openSizes > 0) throw new EncodeError("Long bytes can't stand where a size is open");
    this.#refer(value);
  }

  #refer(value: Uint8Array | LongBytes): void {
    this.#cut();
    this.#parts.push(value);
    this.#chunkBytes += value.length;
  }

  /** Everything another writer holds. */
  append(other: Writer): void {
    for (const chunk of other.chunks()) this.raw(chunk);
  }

  present(value: boolean, inTag: boolean): void {
    if (inTag) this.uvarint(value ? 1 : 0);
    else this.int8(value ? 1 : -1);
  }

  /** Starts bytes that have their length as a varint in front; give the result to {@linkcode endSized}. */
  beginSized(): number {
    this.#openSizes++;
    return this.#room(MAX_VARINT_BYTES) - this.#chunkStart;
  }

  endSized(mark: number): void {
    this.#openSizes--;
    const end = this.#position;
    const start = this.#chunkStart + mark;
    const from = start + MAX_VARINT_BYTES;
    this.#position = start;
    this.uvarint(end - from);
    this.#buffer.copyWithin(this.#position, from, end);
    this.#position += end - from;
  }

  #cut(): void {
    if (this.#position > this.#chunkStart) {
      this.#parts.push(this.#buffer.subarray(this.#chunkStart, this.#position));
      this.#chunkBytes += this.#position - this.#chunkStart;
      this.#chunkStart = this.#position;
    }
  }

  /**
   * Takes what was written, in order. The writer then starts a new message behind it, in the same buffer while there is
   * room: one writer for many messages spares an allocation for each.
   */
  parts(): (Uint8Array | LongBytes)[] {
    this.#cut();
    const parts = this.#parts;
    this.#parts = [];
    this.#chunkBytes = 0;
    return parts;
  }

  /** As {@linkcode parts}, of messages that are in memory. @throws {EncodeError} if this one is not. */
  chunks(): Uint8Array[] {
    const parts = this.parts();
    if (parts.some(isLongBytes)) throw new EncodeError("The message is not all in memory");
    return parts as Uint8Array[];
  }

  /** Takes what was written as one array (copied only when there is more than one chunk). */
  toBytes(): Uint8Array {
    const { length } = this;
    const chunks = this.chunks();
    if (chunks.length === 1) return chunks[0];
    const all = new Uint8Array(length);
    let at = 0;
    for (const chunk of chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  }

  /** Drops what was written: a message that turned out not to fit. */
  discard(): void {
    this.#position = this.#chunkStart;
    this.#parts = [];
    this.#chunkBytes = 0;
    this.#openSizes = 0;
  }
}
