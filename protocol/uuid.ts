/** Kafka's UUIDs as text: URL-safe base64 of 16 bytes without padding, 22 characters (KIP-516). */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const CODES = Uint8Array.from(ALPHABET, (char) => char.charCodeAt(0));
const VALUES = new Int8Array(128).fill(-1);
CODES.forEach((code, value) => VALUES[code] = value);

/** No UUID: 16 zero bytes. */
export const ZERO_UUID = "AAAAAAAAAAAAAAAAAAAAAA";
/** The topic id of `__cluster_metadata`. */
export const METADATA_TOPIC_ID = "AAAAAAAAAAAAAAAAAAAAAQ";

/** Text of the 16 bytes at `position`. */
export function uuidFromBytes(bytes: Uint8Array, position = 0): string {
  const codes = new Array<number>(22);
  let at = position;
  for (let i = 0; i < 20; i += 4, at += 3) {
    const bits = (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];
    codes[i] = CODES[bits >> 18];
    codes[i + 1] = CODES[(bits >> 12) & 63];
    codes[i + 2] = CODES[(bits >> 6) & 63];
    codes[i + 3] = CODES[bits & 63];
  }
  codes[20] = CODES[bytes[at] >> 2];
  codes[21] = CODES[(bytes[at] & 3) << 4];
  return String.fromCharCode.apply(null, codes);
}

/**
 * Writes the 16 bytes of `text` at `position`.
 *
 * @throws {SyntaxError} If `text` is not 22 characters of URL-safe base64.
 */
export function uuidToBytes(text: string, into: Uint8Array, position = 0): void {
  if (!isUuid(text)) throw new SyntaxError(`Not a UUID: ${text}`);
  let bits = 0;
  let count = 0;
  let at = position;
  for (let i = 0; i < 22; i++) {
    bits = ((bits << 6) | VALUES[text.charCodeAt(i)]) & 0xffffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      if (at < position + 16) into[at++] = (bits >> count) & 0xff;
    }
  }
}

/** Whether `text` has the form of a UUID. */
export function isUuid(text: string): boolean {
  if (text.length !== 22) return false;
  for (let i = 0; i < 22; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 127 || VALUES[unit] < 0) return false;
  }
  return true;
}

/**
 * A new random UUID from 16 fresh bytes (version 4, so never one that Kafka reserves), never starting with `-`, which
 * tools would take for a flag.
 */
export function randomUuid(random: { bytes(length: number): Uint8Array }): string {
  while (true) {
    const bytes = random.bytes(16);
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const text = uuidFromBytes(bytes);
    if (!text.startsWith("-")) return text;
  }
}
