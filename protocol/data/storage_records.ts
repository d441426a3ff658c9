/** Records and files of the storage layer: producer snapshots, quorum state, remote log metadata. */
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
  uint32,
  uuid,
} from "../codec/field.ts";
import { data } from "../codec/message.ts";

export const ProducerSnapshot = data(-1, "ProducerSnapshot", "1", "none", {
  crc: uint32(),
  producerEntries: array(struct({
    producerId: int64(),
    epoch: int16(),
    lastSequence: int32(),
    lastOffset: int64(),
    offsetDelta: int32(),
    timestamp: int64(),
    coordinatorEpoch: int32(),
    currentTxnFirstOffset: int64(),
  })),
});

export const QuorumStateData = data(-1, "QuorumStateData", "0-1", "0+", {
  clusterId: string({ versions: "0" }),
  leaderId: int32({ default: -1 }),
  leaderEpoch: int32({ default: -1 }),
  votedId: int32({ default: -1 }),
  votedDirectoryId: uuid({ versions: "1+" }),
  appliedOffset: int64({ versions: "0" }),
  currentVoters: array(
    struct({
      voterId: int32({ versions: "0" }),
    }),
    { versions: "0", nullable: "0" },
  ),
});

export const RemoteLogSegmentMetadataRecord = data(0, "RemoteLogSegmentMetadataRecord", "0", "0+", {
  remoteLogSegmentId: struct({
    topicIdPartition: struct({
      name: string(),
      id: uuid(),
      partition: int32(),
    }),
    id: uuid(),
  }),
  startOffset: int64(),
  endOffset: int64(),
  brokerId: int32(),
  maxTimestampMs: int64(),
  eventTimestampMs: int64(),
  segmentLeaderEpochs: array(struct({
    leaderEpoch: int32(),
    offset: int64(),
  })),
  segmentSizeInBytes: int32(),
  customMetadata: bytes({ nullable: "0+", default: null }),
  remoteLogSegmentState: int8(),
  txnIndexEmpty: bool({ tag: 0 }),
});

export const RemoteLogSegmentMetadataUpdateRecord = data(
  1,
  "RemoteLogSegmentMetadataUpdateRecord",
  "0",
  "0+",
  {
    remoteLogSegmentId: struct({
      topicIdPartition: struct({
        name: string(),
        id: uuid(),
        partition: int32(),
      }),
      id: uuid(),
    }),
    brokerId: int32(),
    eventTimestampMs: int64(),
    customMetadata: bytes({ nullable: "0+", default: null }),
    remoteLogSegmentState: int8(),
  },
);

export const RemotePartitionDeleteMetadataRecord = data(
  2,
  "RemotePartitionDeleteMetadataRecord",
  "0",
  "0+",
  {
    topicIdPartition: struct({
      name: string(),
      id: uuid(),
      partition: int32(),
    }),
    brokerId: int32(),
    eventTimestampMs: int64(),
    remotePartitionDeleteState: int8(),
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
    segmentLeaderEpochs: array(struct({
      leaderEpoch: int32(),
      offset: int64(),
    })),
    segmentSizeInBytes: int32(),
    customMetadata: bytes({ nullable: "0+", default: null }),
    remoteLogSegmentState: int8(),
    txnIndexEmpty: bool({ tag: 0 }),
  },
);
