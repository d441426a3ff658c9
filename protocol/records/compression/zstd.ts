/**
 * Compression type 4 (KIP-110): zstd frames, several in a row allowed, no bytes at all too. `zstdDecompressSync` silently
 * accepts a cut-off frame, and in Deno stops after the first one, so frames are taken apart here.
 */
import { zlib } from "../../../runtime/pure_modules.ts";
import { GrowingBytes, tooLarge } from "./growing_bytes.ts";
import { plainBytes, runZlib } from "./zlib_errors.ts";
import { zstdFrameEnd } from "./zstd_frames.ts";

/** @param level -131072 (fastest) to 22 (smallest). */
export function compressZstd(bytes: Uint8Array, level = 3): Uint8Array {
  // Told the size, it takes tables that fit: at level 22 the difference is a second for every small batch.
  const options = {
    params: { [zlib().constants.ZSTD_c_compressionLevel]: level },
    pledgedSrcSize: bytes.length,
  };
  return plainBytes(zlib().zstdCompressSync(bytes, options));
}

/** @throws {DecompressionError | DecompressedTooLargeError} */
export function decompressZstd(bytes: Uint8Array, maxBytes: number): Uint8Array {
  if (bytes.length === 0) return bytes;
  let end = zstdFrameEnd(bytes, 0);
  const first = decompressFrame(bytes.subarray(0, end), maxBytes, maxBytes);
  if (end === bytes.length) return first;
  const all = new GrowingBytes(first.length * 2, maxBytes);
  all.append(first);
  while (end < bytes.length) {
    const next = zstdFrameEnd(bytes, end);
    all.append(decompressFrame(bytes.subarray(end, next), maxBytes - all.length, maxBytes));
    end = next;
  }
  return all.written();
}

function decompressFrame(frame: Uint8Array, allowed: number, maxBytes: number): Uint8Array {
  const content = runZlib(
    "zstd",
    allowed,
    maxBytes,
    (options) => plainBytes(zlib().zstdDecompressSync(frame, options)),
  );
  if (content.length > allowed) throw tooLarge(maxBytes);
  return content;
}
