/** Consumer Group Describe, API key 69. */
import { array, bool, int16, int32, int8, string, struct, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const ConsumerGroupDescribeRequest = request(69, "ConsumerGroupDescribe", "0-1", "0+", {
  groupIds: array(string()),
  includeAuthorizedOperations: bool(),
});

const topicPartitionsFields = {
  topicId: uuid(),
  topicName: string(),
  partitions: array(int32()),
};

const assignmentFields = {
  topicPartitions: array(struct(topicPartitionsFields)),
};

export const ConsumerGroupDescribeResponse = response(69, "ConsumerGroupDescribe", "0-1", "0+", {
  throttleTimeMs: int32(),
  groups: array(struct({
    errorCode: int16(),
    errorMessage: string({ nullable: "0+", default: null }),
    groupId: string(),
    groupState: string(),
    groupEpoch: int32(),
    assignmentEpoch: int32(),
    assignorName: string(),
    members: array(struct({
      memberId: string(),
      instanceId: string({ nullable: "0+", default: null }),
      rackId: string({ nullable: "0+", default: null }),
      memberEpoch: int32(),
      clientId: string(),
      clientHost: string(),
      subscribedTopicNames: array(string()),
      subscribedTopicRegex: string({ nullable: "0+", default: null }),
      assignment: struct(assignmentFields),
      targetAssignment: struct(assignmentFields),
      memberType: int8({ versions: "1+", default: -1, ignorable: true }),
    })),
    authorizedOperations: int32({ default: -2147483648 }),
  })),
});
