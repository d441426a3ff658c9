/** Create Delegation Token, API key 38. */
import { array, bytes, int16, int32, int64, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const CreateDelegationTokenRequest = request(38, "CreateDelegationToken", "0-3", "2+", {
  ownerPrincipalType: string({ versions: "3+", nullable: "3+" }),
  ownerPrincipalName: string({ versions: "3+", nullable: "3+" }),
  renewers: array(struct({
    principalType: string(),
    principalName: string(),
  })),
  maxLifetimeMs: int64(),
});

export const CreateDelegationTokenResponse = response(38, "CreateDelegationToken", "0-3", "2+", {
  errorCode: int16(),
  principalType: string(),
  principalName: string(),
  tokenRequesterPrincipalType: string({ versions: "3+" }),
  tokenRequesterPrincipalName: string({ versions: "3+" }),
  issueTimestampMs: int64(),
  expiryTimestampMs: int64(),
  maxTimestampMs: int64(),
  tokenId: string(),
  hmac: bytes(),
  throttleTimeMs: int32(),
});
