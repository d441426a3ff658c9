/** Allocate Producer Ids, API key 67. */
import { int16, int32, int64 } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const AllocateProducerIdsRequest = request(67, "AllocateProducerIds", "0", "0+", {
  brokerId: int32(),
  brokerEpoch: int64({ default: -1n }),
});

export const AllocateProducerIdsResponse = response(67, "AllocateProducerIds", "0", "0+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
  producerIdStart: int64(),
  producerIdLen: int32(),
});
