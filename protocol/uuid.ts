/** Kafka's UUIDs as text: URL-safe base64 of 16 bytes without padding, 22 characters (KIP-516). */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUES = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

/** No UUID: 16 zero bytes. */
export const ZERO_UUID = "AAAAAAAAAAAAAAAAAAAAAA";
/** The topic id of `__cluster_metadata`. */
export const METADATA_TOPIC_ID = "AAAAAAAAAAAAAAAAAAAAAQ";

/** Text of the 16 bytes at `position`. */
export function uuidFromBytes(bytes: Uint8Array, position = 0): string {
  let text = "";
  for (let i = 0; i < 15; i += 3) {
    const at = position + i;
    const bits = (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];
    text += ALPHABET[bits >> 18] + ALPHABET[(bits >> 12) & 63] + ALPHABET[(bits >> 6) & 63] +
      ALPHABET[bits & 63];
  }
  const last = bytes[position + 15];
  return text + ALPHABET[last >> 2] + ALPHABET[(last & 3) << 4];
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
