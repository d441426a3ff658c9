/** Read Share Group State, API key 84. */
import { array, int16, int32, int64, int8, string, struct, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const ReadShareGroupStateRequest = request(84, "ReadShareGroupState", "0", "0+", {
  groupId: string(),
  topics: array(struct({
    topicId: uuid(),
    partitions: array(struct({
      partition: int32(),
      leaderEpoch: int32(),
    })),
  })),
});

export const ReadShareGroupStateResponse = response(84, "ReadShareGroupState", "0", "0+", {
  results: array(struct({
    topicId: uuid(),
    partitions: array(struct({
      partition: int32(),
      errorCode: int16(),
      errorMessage: string({ nullable: "0+", default: null }),
      stateEpoch: int32(),
      startOffset: int64(),
      stateBatches: array(struct({
        firstOffset: int64(),
        lastOffset: int64(),
        deliveryState: int8(),
        deliveryCount: int16(),
      })),
    })),
  })),
});
