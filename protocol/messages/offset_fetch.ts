/** Offset Fetch, API key 9. */
import { array, bool, int16, int32, int64, string, struct, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const OffsetFetchRequest = request(9, "OffsetFetch", "0-10", "6+", {
  groupId: string({ versions: "0-7" }),
  topics: array(
    struct({
      name: string({ versions: "0-7" }),
      partitionIndexes: array(int32(), { versions: "0-7" }),
    }),
    { versions: "0-7", nullable: "2-7" },
  ),
  groups: array(
    struct({
      groupId: string({ versions: "8+" }),
      memberId: string({ versions: "9+", nullable: "9+", default: null, ignorable: true }),
      memberEpoch: int32({ versions: "9+", default: -1, ignorable: true }),
      topics: array(
        struct({
          name: string({ versions: "8-9", ignorable: true }),
          topicId: uuid({ versions: "10+", ignorable: true }),
          partitionIndexes: array(int32(), { versions: "8+" }),
        }),
        { versions: "8+", nullable: "8+" },
      ),
    }),
    { versions: "8+" },
  ),
  requireStable: bool({ versions: "7+", default: false }),
});

export const OffsetFetchResponse = response(9, "OffsetFetch", "0-10", "6+", {
  throttleTimeMs: int32({ versions: "3+", ignorable: true }),
  topics: array(
    struct({
      name: string({ versions: "0-7" }),
      partitions: array(
        struct({
          partitionIndex: int32({ versions: "0-7" }),
          committedOffset: int64({ versions: "0-7" }),
          committedLeaderEpoch: int32({ versions: "5-7", default: -1, ignorable: true }),
          metadata: string({ versions: "0-7", nullable: "0-7" }),
          errorCode: int16({ versions: "0-7" }),
        }),
        { versions: "0-7" },
      ),
    }),
    { versions: "0-7" },
  ),
  errorCode: int16({ versions: "2-7", default: 0, ignorable: true }),
  groups: array(
    struct({
      groupId: string({ versions: "8+" }),
      topics: array(
        struct({
          name: string({ versions: "8-9", ignorable: true }),
          topicId: uuid({ versions: "10+", ignorable: true }),
          partitions: array(
            struct({
              partitionIndex: int32({ versions: "8+" }),
              committedOffset: int64({ versions: "8+" }),
              committedLeaderEpoch: int32({ versions: "8+", default: -1, ignorable: true }),
              metadata: string({ versions: "8+", nullable: "8+" }),
              errorCode: int16({ versions: "8+" }),
            }),
            { versions: "8+" },
          ),
        }),
        { versions: "8+" },
      ),
      errorCode: int16({ versions: "8+", default: 0 }),
    }),
    { versions: "8+" },
  ),
});
