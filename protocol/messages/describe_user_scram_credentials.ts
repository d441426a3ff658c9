/** Describe User Scram Credentials, API key 50. */
import { array, int16, int32, int8, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const DescribeUserScramCredentialsRequest = request(
  50,
  "DescribeUserScramCredentials",
  "0",
  "0+",
  {
    users: array(
      struct({
        name: string(),
      }),
      { nullable: "0+" },
    ),
  },
);

export const DescribeUserScramCredentialsResponse = response(
  50,
  "DescribeUserScramCredentials",
  "0",
  "0+",
  {
    throttleTimeMs: int32(),
    errorCode: int16(),
    errorMessage: string({ nullable: "0+" }),
    results: array(struct({
      user: string(),
      errorCode: int16(),
      errorMessage: string({ nullable: "0+" }),
      credentialInfos: array(struct({
        mechanism: int8(),
        iterations: int32(),
      })),
    })),
  },
);
