/** What Kafka 3.5 laid out otherwise under a version number that 4.3 has too: no product code speaks these. */
import {
  array,
  bool,
  bytes,
  int16,
  int32,
  int64,
  int8,
  string,
  struct,
  uuid,
} from "../../protocol/codec/field.ts";
import { data, request, response } from "../../protocol/codec/message.ts";

const topicPartitions = struct({ topicId: uuid(), partitions: array(int32()) });

export const ConsumerGroupHeartbeatRequest = request(68, "ConsumerGroupHeartbeat", "0", "0+", {
  groupId: string(),
  memberId: string(),
  memberEpoch: int32(),
  instanceId: string({ nullable: "0+", default: null }),
  rackId: string({ nullable: "0+", default: null }),
  rebalanceTimeoutMs: int32({ default: -1 }),
  subscribedTopicNames: array(string(), { nullable: "0+", default: null }),
  subscribedTopicRegex: string({ nullable: "0+", default: null }),
  serverAssignor: string({ nullable: "0+", default: null }),
  clientAssignors: array(
    struct({
      name: string(),
      minimumVersion: int16(),
      maximumVersion: int16(),
      reason: int8(),
      metadataVersion: int16(),
      metadataBytes: bytes(),
    }),
    { nullable: "0+", default: null },
  ),
  topicPartitions: array(topicPartitions, { nullable: "0+", default: null }),
});

export const ConsumerGroupHeartbeatResponse = response(68, "ConsumerGroupHeartbeat", "0", "0+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
  errorMessage: string({ nullable: "0+", default: null }),
  memberId: string({ nullable: "0+", default: null }),
  memberEpoch: int32(),
  shouldComputeAssignment: bool(),
  heartbeatIntervalMs: int32(),
  assignment: struct({
    error: int8(),
    assignedTopicPartitions: array(topicPartitions),
    pendingTopicPartitions: array(topicPartitions),
    metadataVersion: int16(),
    metadataBytes: bytes(),
  }, { nullable: "0+", default: null }),
});

export const DelegationTokenRecord = data(10, "DelegationTokenRecord", "0", "0+", {
  owner: string(),
  renewers: array(string()),
  issueTimestamp: int64(),
  maxTimestamp: int64(),
  expirationTimestamp: int64(),
  tokenId: string(),
});

const topicIdPartition = struct({ name: string(), id: uuid(), partition: int32() });
const remoteLogSegmentId = struct({ topicIdPartition, id: uuid() });
const segmentLeaderEpochs = array(struct({ leaderEpoch: int32(), offset: int64() }));

export const RemoteLogSegmentMetadataRecord = data(0, "RemoteLogSegmentMetadataRecord", "0", "0+", {
  remoteLogSegmentId,
  startOffset: int64(),
  endOffset: int64(),
  brokerId: int32(),
  maxTimestampMs: int64(),
  eventTimestampMs: int64(),
  segmentLeaderEpochs,
  segmentSizeInBytes: int32(),
  remoteLogSegmentState: int8(),
});

export const RemoteLogSegmentMetadataUpdateRecord = data(
  1,
  "RemoteLogSegmentMetadataUpdateRecord",
  "0",
  "0+",
  {
    remoteLogSegmentId,
    brokerId: int32(),
    eventTimestampMs: int64(),
    remoteLogSegmentState: int8(),
  },
);

export const RemoteLogSegmentMetadataSnapshotRecord = data(
  3,
  "RemoteLogSegmentMetadataSnapshotRecord",
  "0",
  "0+",
  {
    segmentId: uuid(),
    startOffset: int64(),
    endOffset: int64(),
    brokerId: int32(),
    maxTimestampMs: int64(),
    eventTimestampMs: int64(),
    segmentLeaderEpochs,
    segmentSizeInBytes: int32(),
    remoteLogSegmentState: int8(),
  },
);
