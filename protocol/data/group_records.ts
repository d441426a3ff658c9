/** Records of `__consumer_offsets`: classic groups, consumer groups (KIP-848) and committed offsets. The key is the record type. */
import { array, bytes, int32, int64, int8, string, struct, uuid } from "../codec/field.ts";
import { data } from "../codec/message.ts";

export const LegacyOffsetCommitKey = data(0, "LegacyOffsetCommitKey", "0", "none", {
  group: string(),
  topic: string(),
  partition: int32(),
});

export const LegacyOffsetCommitValue = data(0, "LegacyOffsetCommitValue", "0", "none", {
  offset: int64(),
  metadata: string(),
  commitTimestamp: int64(),
});

export const OffsetCommitKey = data(1, "OffsetCommitKey", "0", "none", {
  group: string(),
  topic: string(),
  partition: int32(),
});

export const OffsetCommitValue = data(1, "OffsetCommitValue", "0-4", "4+", {
  offset: int64(),
  leaderEpoch: int32({ versions: "3+", default: -1, ignorable: true }),
  metadata: string(),
  commitTimestamp: int64(),
  expireTimestamp: int64({ versions: "1", default: -1n, ignorable: true }),
  topicId: uuid({ versions: "4+", tag: 0, ignorable: true }),
});

export const GroupMetadataKey = data(2, "GroupMetadataKey", "0", "none", {
  group: string(),
});

const groupMetadataValueMemberMetadataFields = {
  memberId: string(),
  groupInstanceId: string({ versions: "3+", nullable: "3+", default: null, ignorable: true }),
  clientId: string(),
  clientHost: string(),
  rebalanceTimeout: int32({ versions: "1+", default: -1, ignorable: true }),
  sessionTimeout: int32(),
  subscription: bytes(),
  assignment: bytes(),
};

export const GroupMetadataValue = data(2, "GroupMetadataValue", "0-4", "4+", {
  protocolType: string(),
  generation: int32(),
  protocol: string({ nullable: "0+" }),
  leader: string({ nullable: "0+" }),
  currentStateTimestamp: int64({ versions: "2+", default: -1n, ignorable: true }),
  members: array(struct(groupMetadataValueMemberMetadataFields)),
});

export const ConsumerGroupMetadataKey = data(3, "ConsumerGroupMetadataKey", "0", "none", {
  groupId: string(),
});

export const ConsumerGroupMetadataValue = data(3, "ConsumerGroupMetadataValue", "0", "0+", {
  epoch: int32(),
  metadataHash: int64({ tag: 0, default: 0n }),
});

export const ConsumerGroupPartitionMetadataKey = data(
  4,
  "ConsumerGroupPartitionMetadataKey",
  "0",
  "none",
  {
    groupId: string(),
  },
);

export const ConsumerGroupPartitionMetadataValue = data(
  4,
  "ConsumerGroupPartitionMetadataValue",
  "0",
  "0+",
  {
    topics: array(struct({
      topicId: uuid(),
      topicName: string(),
      numPartitions: int32(),
      partitionMetadata: array(struct({
        partition: int32(),
        racks: array(string()),
      })),
    })),
  },
);

export const ConsumerGroupMemberMetadataKey = data(
  5,
  "ConsumerGroupMemberMetadataKey",
  "0",
  "none",
  {
    groupId: string(),
    memberId: string(),
  },
);

export const ConsumerGroupMemberMetadataValue = data(
  5,
  "ConsumerGroupMemberMetadataValue",
  "0",
  "0+",
  {
    instanceId: string({ nullable: "0+" }),
    rackId: string({ nullable: "0+" }),
    clientId: string(),
    clientHost: string(),
    subscribedTopicNames: array(string()),
    subscribedTopicRegex: string({ nullable: "0+" }),
    rebalanceTimeoutMs: int32({ default: -1 }),
    serverAssignor: string({ nullable: "0+" }),
    classicMemberMetadata: struct({
      sessionTimeoutMs: int32(),
      supportedProtocols: array(struct({
        name: string(),
        metadata: bytes(),
      })),
    }, { nullable: "0+", tag: 0 }),
  },
);

export const ConsumerGroupTargetAssignmentMetadataKey = data(
  6,
  "ConsumerGroupTargetAssignmentMetadataKey",
  "0",
  "none",
  {
    groupId: string(),
  },
);

export const ConsumerGroupTargetAssignmentMetadataValue = data(
  6,
  "ConsumerGroupTargetAssignmentMetadataValue",
  "0",
  "0+",
  {
    assignmentEpoch: int32(),
    assignmentTimestamp: int64({ tag: 0, default: 0n, ignorable: true }),
  },
);

export const ConsumerGroupTargetAssignmentMemberKey = data(
  7,
  "ConsumerGroupTargetAssignmentMemberKey",
  "0",
  "none",
  {
    groupId: string(),
    memberId: string(),
  },
);

export const ConsumerGroupTargetAssignmentMemberValue = data(
  7,
  "ConsumerGroupTargetAssignmentMemberValue",
  "0",
  "0+",
  {
    topicPartitions: array(struct({
      topicId: uuid(),
      partitions: array(int32()),
    })),
  },
);

export const ConsumerGroupCurrentMemberAssignmentKey = data(
  8,
  "ConsumerGroupCurrentMemberAssignmentKey",
  "0",
  "none",
  {
    groupId: string(),
    memberId: string(),
  },
);

const consumerGroupCurrentMemberAssignmentValueTopicPartitionsFields = {
  topicId: uuid(),
  partitions: array(int32()),
  assignmentEpochs: array(int32(), { nullable: "0+", tag: 0 }),
};

export const ConsumerGroupCurrentMemberAssignmentValue = data(
  8,
  "ConsumerGroupCurrentMemberAssignmentValue",
  "0",
  "0+",
  {
    memberEpoch: int32(),
    previousMemberEpoch: int32(),
    state: int8(),
    assignedPartitions: array(
      struct(consumerGroupCurrentMemberAssignmentValueTopicPartitionsFields),
    ),
    partitionsPendingRevocation: array(
      struct(consumerGroupCurrentMemberAssignmentValueTopicPartitionsFields),
    ),
  },
);

export const ConsumerGroupRegularExpressionKey = data(
  16,
  "ConsumerGroupRegularExpressionKey",
  "0",
  "none",
  {
    groupId: string(),
    regularExpression: string(),
  },
);

export const ConsumerGroupRegularExpressionValue = data(
  16,
  "ConsumerGroupRegularExpressionValue",
  "0",
  "0+",
  {
    topics: array(string()),
    version: int64(),
    timestamp: int64(),
  },
);
