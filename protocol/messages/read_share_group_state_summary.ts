/** Read Share Group State Summary, API key 87. */
import { array, int16, int32, int64, string, struct, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const ReadShareGroupStateSummaryRequest = request(
  87,
  "ReadShareGroupStateSummary",
  "0-1",
  "0+",
  {
    groupId: string(),
    topics: array(struct({
      topicId: uuid(),
      partitions: array(struct({
        partition: int32(),
        leaderEpoch: int32(),
      })),
    })),
  },
);

export const ReadShareGroupStateSummaryResponse = response(
  87,
  "ReadShareGroupStateSummary",
  "0-1",
  "0+",
  {
    results: array(struct({
      topicId: uuid(),
      partitions: array(struct({
        partition: int32(),
        errorCode: int16(),
        errorMessage: string({ nullable: "0+", default: null }),
        stateEpoch: int32(),
        leaderEpoch: int32(),
        startOffset: int64(),
        deliveryCompleteCount: int32({ versions: "1+", default: -1, ignorable: true }),
      })),
    })),
  },
);
