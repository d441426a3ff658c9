/** Offset Commit, API key 8. */
import { array, int16, int32, int64, string, struct, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const OffsetCommitRequest = request(8, "OffsetCommit", "0-10", "8+", {
  groupId: string(),
  generationIdOrMemberEpoch: int32({ versions: "1+", default: -1, ignorable: true }),
  memberId: string({ versions: "1+", ignorable: true }),
  groupInstanceId: string({ versions: "7+", nullable: "7+", default: null }),
  retentionTimeMs: int64({ versions: "2-4", default: -1n, ignorable: true }),
  topics: array(struct({
    name: string({ versions: "0-9", ignorable: true }),
    topicId: uuid({ versions: "10+", ignorable: true }),
    partitions: array(struct({
      partitionIndex: int32(),
      committedOffset: int64(),
      committedLeaderEpoch: int32({ versions: "6+", default: -1, ignorable: true }),
      commitTimestamp: int64({ versions: "1", default: -1n }),
      committedMetadata: string({ nullable: "0+" }),
    })),
  })),
});

export const OffsetCommitResponse = response(8, "OffsetCommit", "0-10", "8+", {
  throttleTimeMs: int32({ versions: "3+", ignorable: true }),
  topics: array(struct({
    name: string({ versions: "0-9", ignorable: true }),
    topicId: uuid({ versions: "10+", ignorable: true }),
    partitions: array(struct({
      partitionIndex: int32(),
      errorCode: int16(),
    })),
  })),
});
