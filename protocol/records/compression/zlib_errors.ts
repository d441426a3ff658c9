/** What `node:zlib` throws and returns, made fit for records. */
import { DecompressionError, type RecordError } from "../errors.ts";
import { tooLarge } from "./growing_bytes.ts";

/**
 * Runs a decompressor of `node:zlib`, which takes no limit below 1.
 *
 * @param allowed Most bytes that may still come out, of `maxBytes` in all.
 * @throws {DecompressionError | DecompressedTooLargeError}
 */
export function runZlib<T>(
  codec: string,
  allowed: number,
  maxBytes: number,
  decompress: (options: { readonly maxOutputLength: number }) => T,
): T {
  try {
    return decompress({ maxOutputLength: Math.max(allowed, 1) });
  } catch (error) {
    throw zlibError(codec, error, maxBytes);
  }
}

function zlibError(codec: string, error: unknown, maxBytes: number): RecordError {
  const { code, message } = error as { code?: string; message?: string };
  return code === "ERR_BUFFER_TOO_LARGE"
    ? tooLarge(maxBytes, error)
    : new DecompressionError(`Not ${codec}: ${message}`, { cause: error });
}

/** A plain view of a Buffer. */
export function plainBytes(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
