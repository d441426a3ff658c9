/** Write Share Group State, API key 85. */
import { array, int16, int32, int64, int8, string, struct, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const WriteShareGroupStateRequest = request(85, "WriteShareGroupState", "0-1", "0+", {
  groupId: string(),
  topics: array(struct({
    topicId: uuid(),
    partitions: array(struct({
      partition: int32(),
      stateEpoch: int32(),
      leaderEpoch: int32(),
      startOffset: int64(),
      deliveryCompleteCount: int32({ versions: "1+", default: -1, ignorable: true }),
      stateBatches: array(struct({
        firstOffset: int64(),
        lastOffset: int64(),
        deliveryState: int8(),
        deliveryCount: int16(),
      })),
    })),
  })),
});

export const WriteShareGroupStateResponse = response(85, "WriteShareGroupState", "0-1", "0+", {
  results: array(struct({
    topicId: uuid(),
    partitions: array(struct({
      partition: int32(),
      errorCode: int16(),
      errorMessage: string({ nullable: "0+", default: null }),
    })),
  })),
});
