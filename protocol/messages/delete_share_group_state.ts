/** Delete Share Group State, API key 86. */
import { array, int16, int32, string, struct, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const DeleteShareGroupStateRequest = request(86, "DeleteShareGroupState", "0", "0+", {
  groupId: string(),
  topics: array(struct({
    topicId: uuid(),
    partitions: array(struct({
      partition: int32(),
    })),
  })),
});

export const DeleteShareGroupStateResponse = response(86, "DeleteShareGroupState", "0", "0+", {
  results: array(struct({
    topicId: uuid(),
    partitions: array(struct({
      partition: int32(),
      errorCode: int16(),
      errorMessage: string({ nullable: "0+", default: null }),
    })),
  })),
});
