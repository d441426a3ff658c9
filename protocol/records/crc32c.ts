/** CRC-32C (Castagnoli), the checksum of record batches from magic 2 on. */
import { updateByTable } from "./crc32c_table.ts";
import { Crc32cFolding } from "./crc32c_wasm.ts";

/** From this length on copying into WebAssembly memory pays. */
const FOLD_FROM_BYTES = 512;

/** Compiles the code for long input when the first one comes. */
class LazyFolding {
  #folding: Crc32cFolding | undefined;

  get(): Crc32cFolding {
    return this.#folding ??= new Crc32cFolding();
  }
}

const LAZY = new LazyFolding();

/**
 * CRC-32C of `bytes` from `start` to `end`.
 *
 * @param seed The CRC of what comes before, to go on from it.
 * @returns An unsigned 32-bit number.
 * @throws {RangeError} If the range is not inside `bytes`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(crc32c(new TextEncoder().encode("123456789")), 0xe3069283);
 * ```
 */
export function crc32c(bytes: Uint8Array, start = 0, end = bytes.length, seed = 0): number {
  if (start < 0 || start > end || end > bytes.length) {
    throw new RangeError(`No bytes ${start} to ${end} in an array of ${bytes.length}`);
  }
  const crc = end - start < FOLD_FROM_BYTES
    ? updateByTable(~seed, bytes, start, end)
    : LAZY.get().update(~seed, bytes, start, end);
  return ~crc >>> 0;
}
