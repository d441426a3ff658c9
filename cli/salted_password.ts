/** Passwords of SCRAM (RFC 5802), salted where they are typed: neither server nor disk gets to see them. */
import { hmac, type Sha2Bits } from "../metadata/sha2.ts";

/** @see KIP-554 for the codes */
export const SCRAM_MECHANISMS: ReadonlyMap<
  string,
  { readonly code: number; readonly bits: Sha2Bits }
> = new Map([
  ["SCRAM-SHA-256", { code: 1, bits: 256 }],
  ["SCRAM-SHA-512", { code: 2, bits: 512 }],
]);
export const MIN_SCRAM_ITERATIONS = 4096;
export const MAX_SCRAM_ITERATIONS = 16384;
export const SCRAM_SALT_BYTES = 24;

/** RFC 5802's Hi(): PBKDF2 of one block. */
export function saltPassword(
  bits: Sha2Bits,
  password: string,
  salt: Uint8Array,
  iterations: number,
): Uint8Array {
  const key = new TextEncoder().encode(password);
  const first = new Uint8Array(salt.length + 4);
  first.set(salt);
  first[salt.length + 3] = 1;
  let block = hmac(bits, key, first);
  const result = block.slice();
  for (let i = 1; i < iterations; i++) {
    block = hmac(bits, key, block);
    for (let at = 0; at < result.length; at++) result[at] ^= block[at];
  }
  return result;
}
