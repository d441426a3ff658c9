/** Unregister Broker, API key 64. */
import { int16, int32, string } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const UnregisterBrokerRequest = request(64, "UnregisterBroker", "0", "0+", {
  brokerId: int32(),
});

export const UnregisterBrokerResponse = response(64, "UnregisterBroker", "0", "0+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
  errorMessage: string({ nullable: "0+" }),
});
