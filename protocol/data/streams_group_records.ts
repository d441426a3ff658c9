/** Records of `__consumer_offsets` about streams groups (KIP-1071). */
import { array, int16, int32, int64, int8, string, struct, uint16 } from "../codec/field.ts";
import { data } from "../codec/message.ts";

export const StreamsGroupMetadataKey = data(17, "StreamsGroupMetadataKey", "0", "none", {
  groupId: string(),
});

const streamsGroupMetadataValueLastAssignmentConfigFields = {
  key: string(),
  value: string(),
};

export const StreamsGroupMetadataValue = data(17, "StreamsGroupMetadataValue", "0", "0+", {
  epoch: int32(),
  metadataHash: int64(),
  validatedTopologyEpoch: int32({ tag: 0, default: -1 }),
  lastAssignmentConfigs: array(struct(streamsGroupMetadataValueLastAssignmentConfigFields), {
    nullable: "0+",
    tag: 1,
    tagged: "0+",
  }),
});

export const StreamsGroupMemberMetadataKey = data(
  19,
  "StreamsGroupMemberMetadataKey",
  "0",
  "none",
  {
    groupId: string(),
    memberId: string(),
  },
);

const streamsGroupMemberMetadataValueEndpointFields = {
  host: string(),
  port: uint16(),
};

const streamsGroupMemberMetadataValueKeyValueFields = {
  key: string(),
  value: string(),
};

export const StreamsGroupMemberMetadataValue = data(
  19,
  "StreamsGroupMemberMetadataValue",
  "0",
  "0+",
  {
    instanceId: string({ nullable: "0+" }),
    rackId: string({ nullable: "0+" }),
    clientId: string(),
    clientHost: string(),
    rebalanceTimeoutMs: int32({ default: -1 }),
    topologyEpoch: int32(),
    processId: string(),
    userEndpoint: struct(streamsGroupMemberMetadataValueEndpointFields, {
      nullable: "0+",
      default: null,
    }),
    clientTags: array(struct(streamsGroupMemberMetadataValueKeyValueFields)),
  },
);

export const StreamsGroupTargetAssignmentMetadataKey = data(
  20,
  "StreamsGroupTargetAssignmentMetadataKey",
  "0",
  "none",
  {
    groupId: string(),
  },
);

export const StreamsGroupTargetAssignmentMetadataValue = data(
  20,
  "StreamsGroupTargetAssignmentMetadataValue",
  "0",
  "0+",
  {
    assignmentEpoch: int32(),
    assignmentTimestamp: int64({ tag: 0, default: 0n, ignorable: true }),
  },
);

export const StreamsGroupTargetAssignmentMemberKey = data(
  21,
  "StreamsGroupTargetAssignmentMemberKey",
  "0",
  "none",
  {
    groupId: string(),
    memberId: string(),
  },
);

const streamsGroupTargetAssignmentMemberValueTaskIdsFields = {
  subtopologyId: string(),
  partitions: array(int32()),
};

export const StreamsGroupTargetAssignmentMemberValue = data(
  21,
  "StreamsGroupTargetAssignmentMemberValue",
  "0",
  "0+",
  {
    activeTasks: array(struct(streamsGroupTargetAssignmentMemberValueTaskIdsFields)),
    standbyTasks: array(struct(streamsGroupTargetAssignmentMemberValueTaskIdsFields)),
    warmupTasks: array(struct(streamsGroupTargetAssignmentMemberValueTaskIdsFields)),
  },
);

export const StreamsGroupCurrentMemberAssignmentKey = data(
  22,
  "StreamsGroupCurrentMemberAssignmentKey",
  "0",
  "none",
  {
    groupId: string(),
    memberId: string(),
  },
);

const streamsGroupCurrentMemberAssignmentValueTaskIdsFields = {
  subtopologyId: string(),
  partitions: array(int32()),
  assignmentEpochs: array(int32(), { nullable: "0+", tag: 0 }),
};

export const StreamsGroupCurrentMemberAssignmentValue = data(
  22,
  "StreamsGroupCurrentMemberAssignmentValue",
  "0",
  "0+",
  {
    memberEpoch: int32(),
    previousMemberEpoch: int32(),
    state: int8(),
    activeTasks: array(struct(streamsGroupCurrentMemberAssignmentValueTaskIdsFields)),
    standbyTasks: array(struct(streamsGroupCurrentMemberAssignmentValueTaskIdsFields)),
    warmupTasks: array(struct(streamsGroupCurrentMemberAssignmentValueTaskIdsFields)),
    activeTasksPendingRevocation: array(
      struct(streamsGroupCurrentMemberAssignmentValueTaskIdsFields),
    ),
    standbyTasksPendingRevocation: array(
      struct(streamsGroupCurrentMemberAssignmentValueTaskIdsFields),
    ),
    warmupTasksPendingRevocation: array(
      struct(streamsGroupCurrentMemberAssignmentValueTaskIdsFields),
    ),
  },
);

export const StreamsGroupTopologyKey = data(23, "StreamsGroupTopologyKey", "0", "none", {
  groupId: string(),
});

const streamsGroupTopologyValueTopicConfigFields = {
  key: string(),
  value: string(),
};

const streamsGroupTopologyValueTopicInfoFields = {
  name: string(),
  partitions: int32(),
  replicationFactor: int16(),
  topicConfigs: array(struct(streamsGroupTopologyValueTopicConfigFields)),
};

export const StreamsGroupTopologyValue = data(23, "StreamsGroupTopologyValue", "0", "0+", {
  epoch: int32(),
  subtopologies: array(struct({
    subtopologyId: string(),
    sourceTopics: array(string()),
    sourceTopicRegex: array(string()),
    stateChangelogTopics: array(struct(streamsGroupTopologyValueTopicInfoFields)),
    repartitionSinkTopics: array(string()),
    repartitionSourceTopics: array(struct(streamsGroupTopologyValueTopicInfoFields)),
    copartitionGroups: array(struct({
      sourceTopics: array(int16()),
      sourceTopicRegex: array(int16()),
      repartitionSourceTopics: array(int16()),
    })),
  })),
});
