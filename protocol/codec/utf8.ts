const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });
const REPLACEMENT = "\ufffd";

/**
 * UTF-8 text of `bytes`, with U+FFFD for what is no UTF-8, exactly as Java (and so Kafka) reads it: an encoded surrogate
 * (0xED and a byte from 0xA0 on), whole or cut off, is one replacement, where TextDecoder makes up to three of it.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  const text = DECODER.decode(bytes);
  return text.includes(REPLACEMENT) ? decodeAroundSurrogates(bytes) : text;
}

function decodeAroundSurrogates(bytes: Uint8Array): string {
  let text = "";
  let start = 0;
  for (let at = 0; at + 1 < bytes.length; at++) {
    if (bytes[at] !== 0xed || (bytes[at + 1] & 0xe0) !== 0xa0) continue;
    text += DECODER.decode(bytes.subarray(start, at)) + REPLACEMENT;
    at += (bytes[at + 2] & 0xc0) === 0x80 ? 2 : 1;
    start = at + 1;
  }
  return text + DECODER.decode(bytes.subarray(start));
}

/** Bytes that `text` takes in UTF-8; a lone surrogate counts as U+FFFD. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) length += 1;
    else if (
      unit >= 0xd800 && unit < 0xdc00 && i + 1 < text.length &&
      (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00
    ) {
      length += 2; // a pair: two units, four bytes
      i++;
    } else length += 2;
  }
  return length;
}
