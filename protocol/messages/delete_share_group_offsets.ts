/** Delete Share Group Offsets, API key 92. */
import { array, int16, int32, string, struct, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const DeleteShareGroupOffsetsRequest = request(92, "DeleteShareGroupOffsets", "0", "0+", {
  groupId: string(),
  topics: array(struct({
    topicName: string(),
  })),
});

export const DeleteShareGroupOffsetsResponse = response(92, "DeleteShareGroupOffsets", "0", "0+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
  errorMessage: string({ nullable: "0+", default: null }),
  responses: array(struct({
    topicName: string(),
    topicId: uuid(),
    errorCode: int16(),
    errorMessage: string({ nullable: "0+", default: null }),
  })),
});
