/** Sasl Authenticate, API key 36. */
import { bytes, int16, int64, string } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const SaslAuthenticateRequest = request(36, "SaslAuthenticate", "0-2", "2+", {
  authBytes: bytes(),
});

export const SaslAuthenticateResponse = response(36, "SaslAuthenticate", "0-2", "2+", {
  errorCode: int16(),
  errorMessage: string({ nullable: "0+" }),
  authBytes: bytes(),
  sessionLifetimeMs: int64({ versions: "1+", default: 0n, ignorable: true }),
});
