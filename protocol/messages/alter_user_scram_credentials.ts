/** Alter User Scram Credentials, API key 51. */
import { array, bytes, int16, int32, int8, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const AlterUserScramCredentialsRequest = request(
  51,
  "AlterUserScramCredentials",
  "0",
  "0+",
  {
    deletions: array(struct({
      name: string(),
      mechanism: int8(),
    })),
    upsertions: array(struct({
      name: string(),
      mechanism: int8(),
      iterations: int32(),
      salt: bytes(),
      saltedPassword: bytes(),
    })),
  },
);

export const AlterUserScramCredentialsResponse = response(
  51,
  "AlterUserScramCredentials",
  "0",
  "0+",
  {
    throttleTimeMs: int32(),
    results: array(struct({
      user: string(),
      errorCode: int16(),
      errorMessage: string({ nullable: "0+" }),
    })),
  },
);
