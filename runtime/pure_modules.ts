/**
 * Platform modules that only compute, for every folder. Loaded when first asked for: what `node:zlib` and `node:crypto`
 * bring with them costs a start 5 to 10 ms.
 */
import process from "node:process";

/** Compression, CRC-32. */
export function zlib(): typeof import("node:zlib") {
  return process.getBuiltinModule("node:zlib");
}

/** Digests. Not for randomness, which is the runtime's. */
export function digests(): Pick<typeof import("node:crypto"), "createHash" | "createHmac"> {
  return process.getBuiltinModule("node:crypto");
}
