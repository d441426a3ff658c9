/** Offset Delete, API key 47. */
import { array, int16, int32, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const OffsetDeleteRequest = request(47, "OffsetDelete", "0", "none", {
  groupId: string(),
  topics: array(struct({
    name: string(),
    partitions: array(struct({
      partitionIndex: int32(),
    })),
  })),
});

export const OffsetDeleteResponse = response(47, "OffsetDelete", "0", "none", {
  errorCode: int16(),
  throttleTimeMs: int32({ ignorable: true }),
  topics: array(struct({
    name: string(),
    partitions: array(struct({
      partitionIndex: int32(),
      errorCode: int16(),
    })),
  })),
});
