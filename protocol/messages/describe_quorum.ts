/** Describe Quorum, API key 55. */
import { array, int16, int32, int64, string, struct, uint16, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const DescribeQuorumRequest = request(55, "DescribeQuorum", "0-2", "0+", {
  topics: array(struct({
    topicName: string(),
    partitions: array(struct({
      partitionIndex: int32(),
    })),
  })),
});

const replicaStateFields = {
  replicaId: int32(),
  replicaDirectoryId: uuid({ versions: "2+" }),
  logEndOffset: int64(),
  lastFetchTimestamp: int64({ versions: "1+", default: -1n, ignorable: true }),
  lastCaughtUpTimestamp: int64({ versions: "1+", default: -1n, ignorable: true }),
};

export const DescribeQuorumResponse = response(55, "DescribeQuorum", "0-2", "0+", {
  errorCode: int16(),
  errorMessage: string({ versions: "2+", nullable: "2+", ignorable: true }),
  topics: array(struct({
    topicName: string(),
    partitions: array(struct({
      partitionIndex: int32(),
      errorCode: int16(),
      errorMessage: string({ versions: "2+", nullable: "2+", ignorable: true }),
      leaderId: int32(),
      leaderEpoch: int32(),
      highWatermark: int64(),
      currentVoters: array(struct(replicaStateFields)),
      observers: array(struct(replicaStateFields)),
    })),
  })),
  nodes: array(
    struct({
      nodeId: int32({ versions: "2+" }),
      listeners: array(
        struct({
          name: string({ versions: "2+" }),
          host: string({ versions: "2+" }),
          port: uint16({ versions: "2+" }),
        }),
        { versions: "2+" },
      ),
    }),
    { versions: "2+" },
  ),
});
