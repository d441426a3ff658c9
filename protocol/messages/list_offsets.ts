/** List Offsets, API key 2. */
import { array, int16, int32, int64, int8, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const ListOffsetsRequest = request(2, "ListOffsets", "0-11", "6+", {
  replicaId: int32(),
  isolationLevel: int8({ versions: "2+" }),
  topics: array(struct({
    name: string(),
    partitions: array(struct({
      partitionIndex: int32(),
      currentLeaderEpoch: int32({ versions: "4+", default: -1, ignorable: true }),
      timestamp: int64(),
      maxNumOffsets: int32({ versions: "0", default: 1 }),
    })),
  })),
  timeoutMs: int32({ versions: "10+", ignorable: true }),
});

export const ListOffsetsResponse = response(2, "ListOffsets", "0-11", "6+", {
  throttleTimeMs: int32({ versions: "2+", ignorable: true }),
  topics: array(struct({
    name: string(),
    partitions: array(struct({
      partitionIndex: int32(),
      errorCode: int16(),
      oldStyleOffsets: array(int64(), { versions: "0" }),
      timestamp: int64({ versions: "1+", default: -1n }),
      offset: int64({ versions: "1+", default: -1n }),
      leaderEpoch: int32({ versions: "4+", default: -1 }),
    })),
  })),
});
