/** Initialize Share Group State, API key 83. */
import { array, int16, int32, int64, string, struct, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const InitializeShareGroupStateRequest = request(
  83,
  "InitializeShareGroupState",
  "0",
  "0+",
  {
    groupId: string(),
    topics: array(struct({
      topicId: uuid(),
      partitions: array(struct({
        partition: int32(),
        stateEpoch: int32(),
        startOffset: int64(),
      })),
    })),
  },
);

export const InitializeShareGroupStateResponse = response(
  83,
  "InitializeShareGroupState",
  "0",
  "0+",
  {
    results: array(struct({
      topicId: uuid(),
      partitions: array(struct({
        partition: int32(),
        errorCode: int16(),
        errorMessage: string({ nullable: "0+", default: null }),
      })),
    })),
  },
);
