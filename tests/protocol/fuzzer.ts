/** Damages bytes that Kafka wrote and sees what decoding makes of them: a value or a typed error, nothing else. */
import { DecodeError } from "../../protocol/codec/errors.ts";
import type { Message } from "../../protocol/codec/message.ts";
import { Reader } from "../../protocol/codec/reader.ts";
import { hexOf } from "./golden.ts";

/** Repeatable randomness: mulberry32. */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to `below` - 1. */
  below(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }
}

/** Bytes that are lengths, counts, tags and markers at their edges. */
const EDGES = [0x00, 0x01, 0x02, 0x7e, 0x7f, 0x80, 0x81, 0xed, 0xfe, 0xff];
const DAMAGES_MAX = 4;

/** A copy of `bytes` with one to four places changed, removed, added or moved. */
export function damaged(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  let result: Uint8Array = bytes.slice();
  for (let left = 1 + random.below(DAMAGES_MAX); left > 0; left--) result = damage(result, random);
  return result;
}

function damage(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  const at = random.below(bytes.length + 1);
  const inside = Math.min(at, Math.max(0, bytes.length - 1));
  switch (random.below(7)) {
    case 0: // one bit
      bytes[inside] ^= 1 << random.below(8);
      return bytes;
    case 1: // an edge
      bytes[inside] = random.pick(EDGES);
      return bytes;
    case 2: // a run of one edge: large lengths
      return bytes.fill(random.pick(EDGES), inside, inside + 1 + random.below(5));
    case 3: // cut off
      return bytes.slice(0, at);
    case 4: { // something removed
      const to = Math.min(bytes.length, at + 1 + random.below(8));
      return joined(bytes.subarray(0, at), bytes.subarray(to));
    }
    case 5: { // something added
      const added = Uint8Array.from({ length: 1 + random.below(8) }, () => random.below(256));
      return joined(bytes.subarray(0, at), added, bytes.subarray(at));
    }
    default: { // something from elsewhere in the message
      const from = random.below(bytes.length + 1);
      const moved = bytes.slice(from, from + 1 + random.below(16));
      return joined(bytes.subarray(0, at), moved, bytes.subarray(at));
    }
  }
}

function joined(...parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export type Outcome = "value" | "refused";

/** No value may be made of more parts (fields, elements, characters) than this for each byte it was read from. */
const PARTS_PER_BYTE_MAX = 64;

/**
 * Decodes `bytes` and, if that gives a value, sees that it is in proportion to the bytes and can be written and read again.
 *
 * @throws {Error} With everything needed to repeat it, when something else happens.
 */
export function tryDecoding(message: Message<any>, version: number, bytes: Uint8Array): Outcome {
  try {
    return decodeAndCheck(message, version, bytes);
  } catch (error) {
    throw new Error(`${message.name} ${version} ${hexOf(bytes)}`, { cause: error });
  }
}

function decodeAndCheck(message: Message<any>, version: number, bytes: Uint8Array): Outcome {
  const reader = new Reader(bytes);
  const value = valueOrRefusal(() => message.read(reader, version));
  if (value === undefined) return "refused";
  if (reader.position > bytes.length) throw new Error("Read beyond the end");
  const parts = partsOf(value);
  const allowed = PARTS_PER_BYTE_MAX * (bytes.length + 1);
  if (parts > allowed) throw new Error(`${parts} parts from ${bytes.length} bytes`);
  const written = message.encode(value, version);
  const again = message.encode(message.decode(written, version), version);
  if (hexOf(again) !== hexOf(written)) throw new Error("Written, read and written differently");
  return "value";
}

/** Undefined when `decode` refused with a typed error. */
export function valueOrRefusal<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function partsOf(value: unknown): number {
  if (typeof value === "string") return 1 + value.length;
  if (value === null || typeof value !== "object" || value instanceof Uint8Array) return 1;
  let parts = 1;
  for (const part of Array.isArray(value) ? value : Object.values(value)) parts += partsOf(part);
  return parts;
}
