/**
 * Compression type 1: RFC 1952 members, several in a row allowed. As in Java, what follows a member and is none itself
 * is ignored; `gunzipSync` would refuse it, so members are taken apart here.
 */
import { crc32 } from "../crc32.ts";
import { DecompressionError } from "../errors.ts";
import { zlib } from "../../../runtime/pure_modules.ts";
import { GrowingBytes, tooLarge } from "./growing_bytes.ts";
import { load32 } from "./little_endian.ts";
import { plainBytes, runZlib } from "./zlib_errors.ts";

const HEADER_BYTES = 10;
/** CRC-32 and length of the content. */
const TRAILER_BYTES = 8;
const DEFLATE = 8;
/** Header flags. */
const HEADER_CRC = 0x02;
const EXTRA = 0x04;
const NAME = 0x08;
const COMMENT = 0x10;

/** @param level 1 (fastest) to 9 (smallest), or -1 for zlib's own default. */
export function compressGzip(bytes: Uint8Array, level = -1): Uint8Array {
  return plainBytes(zlib().gzipSync(bytes, { level }));
}

/** @throws {DecompressionError | DecompressedTooLargeError} */
export function decompressGzip(bytes: Uint8Array, maxBytes: number): Uint8Array {
  let contentAt = memberContent(bytes, 0);
  if (contentAt < 0) throw new DecompressionError("Not gzip: no member starts here");
  let all: GrowingBytes | undefined;
  while (true) {
    const allowed = maxBytes - (all?.length ?? 0);
    const { content, length } = inflate(bytes.subarray(contentAt), allowed, maxBytes);
    const trailer = contentAt + length;
    if (trailer + TRAILER_BYTES > bytes.length) throw broken("a member is cut off", trailer);
    if (
      load32(bytes, trailer) >>> 0 !== crc32(content) ||
      load32(bytes, trailer + 4) !== (content.length | 0)
    ) throw broken("a member's checksum or length is wrong", trailer);
    contentAt = memberContent(bytes, trailer + TRAILER_BYTES);
    if (content.length > allowed) throw tooLarge(maxBytes);
    if (contentAt < 0 && all === undefined) return content;
    all ??= new GrowingBytes(content.length * 2, maxBytes);
    all.append(content);
    if (contentAt < 0) return all.written();
  }
}

/** Position of the compressed content of the member that starts at `at`; -1 if none starts there. */
function memberContent(bytes: Uint8Array, at: number): number {
  if (at + HEADER_BYTES > bytes.length) return -1;
  if (bytes[at] !== 0x1f || bytes[at + 1] !== 0x8b || bytes[at + 2] !== DEFLATE) return -1;
  const flags = bytes[at + 3];
  let next = at + HEADER_BYTES;
  if ((flags & EXTRA) !== 0) next += 2 + (bytes[next] | (bytes[next + 1] << 8));
  for (const text of [NAME, COMMENT]) {
    if ((flags & text) === 0) continue;
    const end = bytes.indexOf(0, next);
    if (end < 0) return -1;
    next = end + 1;
  }
  if ((flags & HEADER_CRC) !== 0) next += 2;
  return next <= bytes.length ? next : -1;
}

/** Decompresses the deflate stream that `bytes` start with, and tells how long it is. */
function inflate(
  bytes: Uint8Array,
  allowed: number,
  maxBytes: number,
): { readonly content: Uint8Array; readonly length: number } {
  return runZlib("gzip", allowed, maxBytes, (options) => {
    // With `info` the result also holds the engine, which counts the bytes that it took.
    const { buffer, engine } = zlib().inflateRawSync(bytes, {
      ...options,
      info: true,
    }) as unknown as {
      readonly buffer: Uint8Array;
      readonly engine: { readonly bytesWritten: number };
    };
    return { content: plainBytes(buffer), length: engine.bytesWritten };
  });
}

function broken(what: string, position: number): DecompressionError {
  return new DecompressionError(`Not gzip: ${what}`, { position });
}
