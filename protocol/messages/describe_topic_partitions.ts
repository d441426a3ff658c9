/** Describe Topic Partitions, API key 75. */
import { array, bool, int16, int32, string, struct, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const DescribeTopicPartitionsRequest = request(75, "DescribeTopicPartitions", "0", "0+", {
  topics: array(struct({
    name: string(),
  })),
  responsePartitionLimit: int32({ default: 2000 }),
  cursor: struct({
    topicName: string(),
    partitionIndex: int32(),
  }, { nullable: "0+", default: null }),
});

export const DescribeTopicPartitionsResponse = response(75, "DescribeTopicPartitions", "0", "0+", {
  throttleTimeMs: int32({ ignorable: true }),
  topics: array(struct({
    errorCode: int16(),
    name: string({ nullable: "0+" }),
    topicId: uuid({ ignorable: true }),
    isInternal: bool({ default: false, ignorable: true }),
    partitions: array(struct({
      errorCode: int16(),
      partitionIndex: int32(),
      leaderId: int32(),
      leaderEpoch: int32({ default: -1, ignorable: true }),
      replicaNodes: array(int32()),
      isrNodes: array(int32()),
      eligibleLeaderReplicas: array(int32(), { nullable: "0+", default: null }),
      lastKnownElr: array(int32(), { nullable: "0+", default: null }),
      offlineReplicas: array(int32(), { ignorable: true }),
    })),
    topicAuthorizedOperations: int32({ default: -2147483648 }),
  })),
  nextCursor: struct({
    topicName: string(),
    partitionIndex: int32(),
  }, { nullable: "0+", default: null }),
});
