/** Headers of requests and responses. */
import { int16, int32, string } from "../codec/field.ts";
import { data } from "../codec/message.ts";

export const RequestHeader = data(-1, "RequestHeader", "1-2", "2+", {
  requestApiKey: int16(),
  requestApiVersion: int16(),
  correlationId: int32(),
  clientId: string({ nullable: "1+", flexible: "none" }),
});

export const ResponseHeader = data(-1, "ResponseHeader", "0-1", "1+", {
  correlationId: int32(),
});
