/** Streams Group Describe, API key 89. */
import { array, bool, int16, int32, int64, string, struct, uint16 } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const StreamsGroupDescribeRequest = request(89, "StreamsGroupDescribe", "0", "0+", {
  groupIds: array(string()),
  includeAuthorizedOperations: bool(),
});

const endpointFields = {
  host: string(),
  port: uint16(),
};

const taskOffsetFields = {
  subtopologyId: string(),
  partition: int32(),
  offset: int64(),
};

const taskIdsFields = {
  subtopologyId: string(),
  partitions: array(int32()),
};

const assignmentFields = {
  activeTasks: array(struct(taskIdsFields)),
  standbyTasks: array(struct(taskIdsFields)),
  warmupTasks: array(struct(taskIdsFields)),
};

const keyValueFields = {
  key: string(),
  value: string(),
};

const topicInfoFields = {
  name: string(),
  partitions: int32(),
  replicationFactor: int16(),
  topicConfigs: array(struct(keyValueFields)),
};

export const StreamsGroupDescribeResponse = response(89, "StreamsGroupDescribe", "0", "0+", {
  throttleTimeMs: int32(),
  groups: array(struct({
    errorCode: int16(),
    errorMessage: string({ nullable: "0+", default: null }),
    groupId: string(),
    groupState: string(),
    groupEpoch: int32(),
    assignmentEpoch: int32(),
    topology: struct({
      epoch: int32(),
      subtopologies: array(
        struct({
          subtopologyId: string(),
          sourceTopics: array(string()),
          repartitionSinkTopics: array(string()),
          stateChangelogTopics: array(struct(topicInfoFields)),
          repartitionSourceTopics: array(struct(topicInfoFields)),
        }),
        { nullable: "0+", default: null },
      ),
    }, { nullable: "0+", default: null }),
    members: array(struct({
      memberId: string(),
      memberEpoch: int32(),
      instanceId: string({ nullable: "0+", default: null }),
      rackId: string({ nullable: "0+", default: null }),
      clientId: string(),
      clientHost: string(),
      topologyEpoch: int32(),
      processId: string(),
      userEndpoint: struct(endpointFields, { nullable: "0+", default: null }),
      clientTags: array(struct(keyValueFields)),
      taskOffsets: array(struct(taskOffsetFields)),
      taskEndOffsets: array(struct(taskOffsetFields)),
      assignment: struct(assignmentFields),
      targetAssignment: struct(assignmentFields),
      isClassic: bool(),
    })),
    authorizedOperations: int32({ default: -2147483648 }),
  })),
});
