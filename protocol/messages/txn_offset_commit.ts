/** Txn Offset Commit, API key 28. */
import { array, int16, int32, int64, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const TxnOffsetCommitRequest = request(28, "TxnOffsetCommit", "0-5", "3+", {
  transactionalId: string(),
  groupId: string(),
  producerId: int64(),
  producerEpoch: int16(),
  generationId: int32({ versions: "3+", default: -1 }),
  memberId: string({ versions: "3+", default: "" }),
  groupInstanceId: string({ versions: "3+", nullable: "3+", default: null }),
  topics: array(struct({
    name: string(),
    partitions: array(struct({
      partitionIndex: int32(),
      committedOffset: int64(),
      committedLeaderEpoch: int32({ versions: "2+", default: -1, ignorable: true }),
      committedMetadata: string({ nullable: "0+" }),
    })),
  })),
});

export const TxnOffsetCommitResponse = response(28, "TxnOffsetCommit", "0-5", "3+", {
  throttleTimeMs: int32(),
  topics: array(struct({
    name: string(),
    partitions: array(struct({
      partitionIndex: int32(),
      errorCode: int16(),
    })),
  })),
});
