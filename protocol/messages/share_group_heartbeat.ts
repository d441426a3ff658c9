/** Share Group Heartbeat, API key 76. */
import { array, int16, int32, string, struct, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const ShareGroupHeartbeatRequest = request(76, "ShareGroupHeartbeat", "1", "0+", {
  groupId: string(),
  memberId: string(),
  memberEpoch: int32(),
  rackId: string({ nullable: "0+", default: null }),
  subscribedTopicNames: array(string(), { nullable: "0+", default: null }),
});

const topicPartitionsFields = {
  topicId: uuid(),
  partitions: array(int32()),
};

export const ShareGroupHeartbeatResponse = response(76, "ShareGroupHeartbeat", "1", "0+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
  errorMessage: string({ nullable: "0+", default: null }),
  memberId: string({ nullable: "0+", default: null }),
  memberEpoch: int32(),
  heartbeatIntervalMs: int32(),
  assignment: struct({
    topicPartitions: array(struct(topicPartitionsFields)),
  }, { nullable: "0+", default: null }),
});
