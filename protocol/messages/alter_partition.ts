/** Alter Partition, API key 56. */
import { array, int16, int32, int64, int8, string, struct, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const AlterPartitionRequest = request(56, "AlterPartition", "0-3", "0+", {
  brokerId: int32(),
  brokerEpoch: int64({ default: -1n }),
  topics: array(struct({
    topicName: string({ versions: "0-1", ignorable: true }),
    topicId: uuid({ versions: "2+", ignorable: true }),
    partitions: array(struct({
      partitionIndex: int32(),
      leaderEpoch: int32(),
      newIsr: array(int32(), { versions: "0-2" }),
      newIsrWithEpochs: array(
        struct({
          brokerId: int32({ versions: "3+" }),
          brokerEpoch: int64({ versions: "3+", default: -1n }),
        }),
        { versions: "3+" },
      ),
      leaderRecoveryState: int8({ versions: "1+", default: 0 }),
      partitionEpoch: int32(),
    })),
  })),
});

export const AlterPartitionResponse = response(56, "AlterPartition", "0-3", "0+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
  topics: array(struct({
    topicName: string({ versions: "0-1", ignorable: true }),
    topicId: uuid({ versions: "2+", ignorable: true }),
    partitions: array(struct({
      partitionIndex: int32(),
      errorCode: int16(),
      leaderId: int32(),
      leaderEpoch: int32(),
      isr: array(int32()),
      leaderRecoveryState: int8({ versions: "1+", default: 0, ignorable: true }),
      partitionEpoch: int32(),
    })),
  })),
});
