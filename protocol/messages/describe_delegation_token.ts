/** Describe Delegation Token, API key 41. */
import { array, bytes, int16, int32, int64, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const DescribeDelegationTokenRequest = request(41, "DescribeDelegationToken", "0-3", "2+", {
  owners: array(
    struct({
      principalType: string(),
      principalName: string(),
    }),
    { nullable: "0+" },
  ),
});

export const DescribeDelegationTokenResponse = response(
  41,
  "DescribeDelegationToken",
  "0-3",
  "2+",
  {
    errorCode: int16(),
    tokens: array(struct({
      principalType: string(),
      principalName: string(),
      tokenRequesterPrincipalType: string({ versions: "3+" }),
      tokenRequesterPrincipalName: string({ versions: "3+" }),
      issueTimestamp: int64(),
      expiryTimestamp: int64(),
      maxTimestamp: int64(),
      tokenId: string(),
      hmac: bytes(),
      renewers: array(struct({
        principalType: string(),
        principalName: string(),
      })),
    })),
    throttleTimeMs: int32(),
  },
);
