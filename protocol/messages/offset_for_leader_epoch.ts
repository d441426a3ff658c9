/** Offset For Leader Epoch, API key 23. */
import { array, int16, int32, int64, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const OffsetForLeaderEpochRequest = request(23, "OffsetForLeaderEpoch", "0-4", "4+", {
  replicaId: int32({ versions: "3+", default: -2, ignorable: true }),
  topics: array(struct({
    topic: string(),
    partitions: array(struct({
      partition: int32(),
      currentLeaderEpoch: int32({ versions: "2+", default: -1, ignorable: true }),
      leaderEpoch: int32(),
    })),
  })),
});

export const OffsetForLeaderEpochResponse = response(23, "OffsetForLeaderEpoch", "0-4", "4+", {
  throttleTimeMs: int32({ versions: "2+", ignorable: true }),
  topics: array(struct({
    topic: string(),
    partitions: array(struct({
      errorCode: int16(),
      partition: int32(),
      leaderEpoch: int32({ versions: "1+", default: -1, ignorable: true }),
      endOffset: int64({ default: -1n }),
    })),
  })),
});
