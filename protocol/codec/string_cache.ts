import { decodeUtf8 } from "./utf8.ts";
import { uuidFromBytes } from "../uuid.ts";

/** A power of two. */
const SLOTS = 1024;
/** Longer texts are read anew each time, so the whole cache stays small. */
const LENGTH_MAX = 64;
const UUID_BYTES = 16;

interface Entry {
  readonly bytes: Uint8Array;
  readonly text: string;
}

/**
 * Texts read lately, by their bytes. A client sends the same few topic names, topic ids and member ids again and again:
 * finding one here is several times cheaper than making it, and so is looking it up in a map afterwards, as the runtime keeps
 * a string's hash. Of bounded size; whoever makes one gives it to readers of the same traffic.
 */
export class StringCache {
  readonly #texts = new Array<Entry | undefined>(SLOTS).fill(undefined);
  readonly #uuids = new Array<Entry | undefined>(SLOTS).fill(undefined);

  /** The `length` bytes of `source` at `at` as UTF-8 text. */
  text(source: Uint8Array, at: number, length: number): string {
    if (length > LENGTH_MAX) return decodeUtf8(source.subarray(at, at + length));
    const slot = slotOf(source, at, length);
    const known = this.#texts[slot];
    if (known !== undefined && isAt(known.bytes, source, at, length)) return known.text;
    const bytes = source.slice(at, at + length);
    const text = decodeUtf8(bytes);
    this.#texts[slot] = { bytes, text };
    return text;
  }

  /** Text of the UUID at `at`. */
  uuid(source: Uint8Array, at: number): string {
    const slot = slotOf(source, at, UUID_BYTES);
    const known = this.#uuids[slot];
    if (known !== undefined && isAt(known.bytes, source, at, UUID_BYTES)) return known.text;
    const text = uuidFromBytes(source, at);
    this.#uuids[slot] = { bytes: source.slice(at, at + UUID_BYTES), text };
    return text;
  }
}

function slotOf(source: Uint8Array, at: number, length: number): number {
  let hash = length;
  for (let i = at; i < at + length; i++) hash = (Math.imul(hash, 31) + source[i]) | 0;
  return (hash ^ (hash >>> 16)) & (SLOTS - 1);
}

function isAt(bytes: Uint8Array, source: Uint8Array, at: number, length: number): boolean {
  if (bytes.length !== length) return false;
  for (let i = 0; i < length; i++) {
    if (bytes[i] !== source[at + i]) return false;
  }
  return true;
}
