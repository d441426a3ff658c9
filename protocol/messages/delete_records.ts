/** Delete Records, API key 21. */
import { array, int16, int32, int64, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const DeleteRecordsRequest = request(21, "DeleteRecords", "0-2", "2+", {
  topics: array(struct({
    name: string(),
    partitions: array(struct({
      partitionIndex: int32(),
      offset: int64(),
    })),
  })),
  timeoutMs: int32(),
});

export const DeleteRecordsResponse = response(21, "DeleteRecords", "0-2", "2+", {
  throttleTimeMs: int32(),
  topics: array(struct({
    name: string(),
    partitions: array(struct({
      partitionIndex: int32(),
      lowWatermark: int64(),
      errorCode: int16(),
    })),
  })),
});
