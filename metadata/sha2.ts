/** SHA-256, SHA-512 (FIPS 180-4) and HMAC (RFC 2104) over them, for SCRAM credentials and delegation tokens. */
import { digests } from "../runtime/pure_modules.ts";

export type Sha2Bits = 256 | 512;

/** The digest of `data`. */
export function sha2(bits: Sha2Bits, data: Uint8Array): Uint8Array {
  return new Uint8Array(digests().createHash(`sha${bits}`).update(data).digest());
}

/** The keyed digest of `data`. */
export function hmac(bits: Sha2Bits, key: Uint8Array, data: Uint8Array): Uint8Array {
  return new Uint8Array(digests().createHmac(`sha${bits}`, key).update(data).digest());
}
