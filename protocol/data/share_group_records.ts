/** Records of `__consumer_offsets` about share groups (KIP-932). */
import { array, int32, int64, int8, string, struct, uuid } from "../codec/field.ts";
import { data } from "../codec/message.ts";

export const ShareGroupMemberMetadataKey = data(10, "ShareGroupMemberMetadataKey", "0", "none", {
  groupId: string(),
  memberId: string(),
});

export const ShareGroupMemberMetadataValue = data(10, "ShareGroupMemberMetadataValue", "0", "0+", {
  rackId: string({ nullable: "0+" }),
  clientId: string(),
  clientHost: string(),
  subscribedTopicNames: array(string()),
});

export const ShareGroupMetadataKey = data(11, "ShareGroupMetadataKey", "0", "none", {
  groupId: string(),
});

export const ShareGroupMetadataValue = data(11, "ShareGroupMetadataValue", "0", "0+", {
  epoch: int32(),
  metadataHash: int64(),
});

export const ShareGroupTargetAssignmentMetadataKey = data(
  12,
  "ShareGroupTargetAssignmentMetadataKey",
  "0",
  "none",
  {
    groupId: string(),
  },
);

export const ShareGroupTargetAssignmentMetadataValue = data(
  12,
  "ShareGroupTargetAssignmentMetadataValue",
  "0",
  "0+",
  {
    assignmentEpoch: int32(),
    assignmentTimestamp: int64({ tag: 0, default: 0n, ignorable: true }),
  },
);

export const ShareGroupTargetAssignmentMemberKey = data(
  13,
  "ShareGroupTargetAssignmentMemberKey",
  "0",
  "none",
  {
    groupId: string(),
    memberId: string(),
  },
);

export const ShareGroupTargetAssignmentMemberValue = data(
  13,
  "ShareGroupTargetAssignmentMemberValue",
  "0",
  "0+",
  {
    topicPartitions: array(struct({
      topicId: uuid(),
      partitions: array(int32()),
    })),
  },
);

export const ShareGroupCurrentMemberAssignmentKey = data(
  14,
  "ShareGroupCurrentMemberAssignmentKey",
  "0",
  "none",
  {
    groupId: string(),
    memberId: string(),
  },
);

const shareGroupCurrentMemberAssignmentValueTopicPartitionsFields = {
  topicId: uuid(),
  partitions: array(int32()),
};

export const ShareGroupCurrentMemberAssignmentValue = data(
  14,
  "ShareGroupCurrentMemberAssignmentValue",
  "0",
  "0+",
  {
    memberEpoch: int32(),
    previousMemberEpoch: int32(),
    state: int8(),
    assignedPartitions: array(struct(shareGroupCurrentMemberAssignmentValueTopicPartitionsFields)),
  },
);

export const ShareGroupStatePartitionMetadataKey = data(
  15,
  "ShareGroupStatePartitionMetadataKey",
  "0",
  "none",
  {
    groupId: string(),
  },
);

const shareGroupStatePartitionMetadataValueTopicPartitionsInfoFields = {
  topicId: uuid(),
  topicName: string(),
  partitions: array(int32()),
};

const shareGroupStatePartitionMetadataValueTopicInfoFields = {
  topicId: uuid(),
  topicName: string(),
};

export const ShareGroupStatePartitionMetadataValue = data(
  15,
  "ShareGroupStatePartitionMetadataValue",
  "0",
  "0+",
  {
    initializingTopics: array(
      struct(shareGroupStatePartitionMetadataValueTopicPartitionsInfoFields),
    ),
    initializedTopics: array(
      struct(shareGroupStatePartitionMetadataValueTopicPartitionsInfoFields),
    ),
    deletingTopics: array(struct(shareGroupStatePartitionMetadataValueTopicInfoFields)),
  },
);
