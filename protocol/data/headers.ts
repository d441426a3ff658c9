/** Headers of requests and responses. */
import { int16, int32, string } from "../codec/field.ts";
import { data } from "../codec/message.ts";

export const RequestHeader = data(-1, "RequestHeader", "0-2", "2+", {
  requestApiKey: int16(),
  requestApiVersion: int16(),
  correlationId: int32(),
  /** Two-byte length also in flexible versions, so that any broker can read it. */
  clientId: string({ versions: "1+", nullable: "1+", flexible: "none", ignorable: true }),
});

export const ResponseHeader = data(-1, "ResponseHeader", "0-1", "1+", {
  correlationId: int32(),
});
