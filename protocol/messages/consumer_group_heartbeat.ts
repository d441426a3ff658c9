/** Consumer Group Heartbeat, API key 68. */
import { array, int16, int32, string, struct, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const ConsumerGroupHeartbeatRequest = request(68, "ConsumerGroupHeartbeat", "0-1", "0+", {
  groupId: string(),
  memberId: string(),
  memberEpoch: int32(),
  instanceId: string({ nullable: "0+", default: null }),
  rackId: string({ nullable: "0+", default: null }),
  rebalanceTimeoutMs: int32({ default: -1 }),
  subscribedTopicNames: array(string(), { nullable: "0+", default: null }),
  subscribedTopicRegex: string({ versions: "1+", nullable: "1+", default: null }),
  serverAssignor: string({ nullable: "0+", default: null }),
  topicPartitions: array(
    struct({
      topicId: uuid(),
      partitions: array(int32()),
    }),
    { nullable: "0+", default: null },
  ),
});

const topicPartitionsFields = {
  topicId: uuid(),
  partitions: array(int32()),
};

export const ConsumerGroupHeartbeatResponse = response(68, "ConsumerGroupHeartbeat", "0-1", "0+", {
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
