/** Envelope, API key 58. */
import { bytes, int16 } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const EnvelopeRequest = request(58, "Envelope", "0", "0+", {
  requestData: bytes(),
  requestPrincipal: bytes({ nullable: "0+" }),
  clientHostAddress: bytes(),
});

export const EnvelopeResponse = response(58, "Envelope", "0", "0+", {
  responseData: bytes({ nullable: "0+", default: null }),
  errorCode: int16(),
});
