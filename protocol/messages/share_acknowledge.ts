/** Share Acknowledge, API key 79. */
import { array, bool, int16, int32, int64, int8, string, struct, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const ShareAcknowledgeRequest = request(79, "ShareAcknowledge", "1-2", "0+", {
  groupId: string({ nullable: "0+", default: null }),
  memberId: string({ nullable: "0+" }),
  shareSessionEpoch: int32(),
  isRenewAck: bool({ versions: "2+", default: false }),
  topics: array(struct({
    topicId: uuid(),
    partitions: array(struct({
      partitionIndex: int32(),
      acknowledgementBatches: array(struct({
        firstOffset: int64(),
        lastOffset: int64(),
        acknowledgeTypes: array(int8()),
      })),
    })),
  })),
});

export const ShareAcknowledgeResponse = response(79, "ShareAcknowledge", "1-2", "0+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
  errorMessage: string({ nullable: "0+", default: null }),
  acquisitionLockTimeoutMs: int32({ versions: "2+", ignorable: true }),
  responses: array(struct({
    topicId: uuid(),
    partitions: array(struct({
      partitionIndex: int32(),
      errorCode: int16(),
      errorMessage: string({ nullable: "0+", default: null }),
      currentLeader: struct({
        leaderId: int32(),
        leaderEpoch: int32(),
      }),
    })),
  })),
  nodeEndpoints: array(struct({
    nodeId: int32(),
    host: string(),
    port: int32(),
    rack: string({ nullable: "0+", default: null }),
  })),
});
