/** Alter Share Group Offsets, API key 91. */
import { array, int16, int32, int64, string, struct, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const AlterShareGroupOffsetsRequest = request(91, "AlterShareGroupOffsets", "0", "0+", {
  groupId: string(),
  topics: array(struct({
    topicName: string(),
    partitions: array(struct({
      partitionIndex: int32(),
      startOffset: int64(),
    })),
  })),
});

export const AlterShareGroupOffsetsResponse = response(91, "AlterShareGroupOffsets", "0", "0+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
  errorMessage: string({ nullable: "0+", default: null }),
  responses: array(struct({
    topicName: string(),
    topicId: uuid(),
    partitions: array(struct({
      partitionIndex: int32(),
      errorCode: int16(),
      errorMessage: string({ nullable: "0+", default: null }),
    })),
  })),
});
