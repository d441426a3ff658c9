/** Streams Group Heartbeat, API key 88. */
import { array, bool, int16, int32, int64, int8, string, struct, uint16 } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

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

export const StreamsGroupHeartbeatRequest = request(88, "StreamsGroupHeartbeat", "0", "0+", {
  groupId: string(),
  memberId: string(),
  memberEpoch: int32(),
  endpointInformationEpoch: int32(),
  instanceId: string({ nullable: "0+", default: null }),
  rackId: string({ nullable: "0+", default: null }),
  rebalanceTimeoutMs: int32({ default: -1 }),
  topology: struct({
    epoch: int32(),
    subtopologies: array(struct({
      subtopologyId: string(),
      sourceTopics: array(string()),
      sourceTopicRegex: array(string()),
      stateChangelogTopics: array(struct(topicInfoFields)),
      repartitionSinkTopics: array(string()),
      repartitionSourceTopics: array(struct(topicInfoFields)),
      copartitionGroups: array(struct({
        sourceTopics: array(int16()),
        sourceTopicRegex: array(int16()),
        repartitionSourceTopics: array(int16()),
      })),
    })),
  }, { nullable: "0+", default: null }),
  activeTasks: array(struct(taskIdsFields), { nullable: "0+", default: null }),
  standbyTasks: array(struct(taskIdsFields), { nullable: "0+", default: null }),
  warmupTasks: array(struct(taskIdsFields), { nullable: "0+", default: null }),
  processId: string({ nullable: "0+", default: null }),
  userEndpoint: struct(endpointFields, { nullable: "0+", default: null }),
  clientTags: array(struct(keyValueFields), { nullable: "0+", default: null }),
  taskOffsets: array(struct(taskOffsetFields), { nullable: "0+", default: null }),
  taskEndOffsets: array(struct(taskOffsetFields), { nullable: "0+", default: null }),
  shutdownApplication: bool({ default: false }),
});

const responseStatusFields = {
  statusCode: int8(),
  statusDetail: string(),
};

const responseTopicPartitionFields = {
  topic: string(),
  partitions: array(int32()),
};

const responseTaskIdsFields = {
  subtopologyId: string(),
  partitions: array(int32()),
};

const responseEndpointFields = {
  host: string(),
  port: uint16(),
};

export const StreamsGroupHeartbeatResponse = response(88, "StreamsGroupHeartbeat", "0", "0+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
  errorMessage: string({ nullable: "0+", default: null }),
  memberId: string(),
  memberEpoch: int32(),
  heartbeatIntervalMs: int32(),
  acceptableRecoveryLag: int32(),
  taskOffsetIntervalMs: int32(),
  status: array(struct(responseStatusFields), { nullable: "0+" }),
  activeTasks: array(struct(responseTaskIdsFields), { nullable: "0+", default: null }),
  standbyTasks: array(struct(responseTaskIdsFields), { nullable: "0+", default: null }),
  warmupTasks: array(struct(responseTaskIdsFields), { nullable: "0+", default: null }),
  endpointInformationEpoch: int32(),
  partitionsByUserEndpoint: array(
    struct({
      userEndpoint: struct(responseEndpointFields),
      activePartitions: array(struct(responseTopicPartitionFields)),
      standbyPartitions: array(struct(responseTopicPartitionFields)),
    }),
    { nullable: "0+", default: null },
  ),
});
