/** Describe Share Group Offsets, API key 90. */
import { array, int16, int32, int64, string, struct, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const DescribeShareGroupOffsetsRequest = request(
  90,
  "DescribeShareGroupOffsets",
  "0-1",
  "0+",
  {
    groups: array(struct({
      groupId: string(),
      topics: array(
        struct({
          topicName: string(),
          partitions: array(int32()),
        }),
        { nullable: "0+" },
      ),
    })),
  },
);

export const DescribeShareGroupOffsetsResponse = response(
  90,
  "DescribeShareGroupOffsets",
  "0-1",
  "0+",
  {
    throttleTimeMs: int32(),
    groups: array(struct({
      groupId: string(),
      topics: array(struct({
        topicName: string(),
        topicId: uuid(),
        partitions: array(struct({
          partitionIndex: int32(),
          startOffset: int64(),
          leaderEpoch: int32(),
          lag: int64({ versions: "1+", default: -1n, ignorable: true }),
          errorCode: int16(),
          errorMessage: string({ nullable: "0+", default: null }),
        })),
      })),
      errorCode: int16(),
      errorMessage: string({ nullable: "0+", default: null }),
    })),
  },
);
