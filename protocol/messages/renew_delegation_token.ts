/** Renew Delegation Token, API key 39. */
import { bytes, int16, int32, int64 } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const RenewDelegationTokenRequest = request(39, "RenewDelegationToken", "0-2", "2+", {
  hmac: bytes(),
  renewPeriodMs: int64(),
});

export const RenewDelegationTokenResponse = response(39, "RenewDelegationToken", "0-2", "2+", {
  errorCode: int16(),
  expiryTimestampMs: int64(),
  throttleTimeMs: int32(),
});
