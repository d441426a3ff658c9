/** Sasl Handshake, API key 17. */
import { array, int16, string } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const SaslHandshakeRequest = request(17, "SaslHandshake", "0-1", "none", {
  mechanism: string(),
});

export const SaslHandshakeResponse = response(17, "SaslHandshake", "0-1", "none", {
  errorCode: int16(),
  mechanisms: array(string()),
});
