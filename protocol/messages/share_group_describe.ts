/** Share Group Describe, API key 77. */
import { array, bool, int16, int32, string, struct, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const ShareGroupDescribeRequest = request(77, "ShareGroupDescribe", "1", "0+", {
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

export const ShareGroupDescribeResponse = response(77, "ShareGroupDescribe", "1", "0+", {
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
      rackId: string({ nullable: "0+", default: null }),
      memberEpoch: int32(),
      clientId: string(),
      clientHost: string(),
      subscribedTopicNames: array(string()),
      assignment: struct(assignmentFields),
    })),
    authorizedOperations: int32({ default: -2147483648 }),
  })),
});
