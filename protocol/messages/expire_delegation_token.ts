/** Expire Delegation Token, API key 40. */
import { bytes, int16, int32, int64 } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const ExpireDelegationTokenRequest = request(40, "ExpireDelegationToken", "0-2", "2+", {
  hmac: bytes(),
  expiryTimePeriodMs: int64(),
});

export const ExpireDelegationTokenResponse = response(40, "ExpireDelegationToken", "0-2", "2+", {
  errorCode: int16(),
  expiryTimestampMs: int64(),
  throttleTimeMs: int32(),
});
