/** Vote, API key 52. */
import { array, bool, int16, int32, int64, string, struct, uint16, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const VoteRequest = request(52, "Vote", "0-2", "0+", {
  clusterId: string({ nullable: "0+", default: null }),
  voterId: int32({ versions: "1+", default: -1, ignorable: true }),
  topics: array(struct({
    topicName: string(),
    partitions: array(struct({
      partitionIndex: int32(),
      replicaEpoch: int32(),
      replicaId: int32(),
      replicaDirectoryId: uuid({ versions: "1+", ignorable: true }),
      voterDirectoryId: uuid({ versions: "1+", ignorable: true }),
      lastOffsetEpoch: int32(),
      lastOffset: int64(),
      preVote: bool({ versions: "2+" }),
    })),
  })),
});

export const VoteResponse = response(52, "Vote", "0-2", "0+", {
  errorCode: int16(),
  topics: array(struct({
    topicName: string(),
    partitions: array(struct({
      partitionIndex: int32(),
      errorCode: int16(),
      leaderId: int32(),
      leaderEpoch: int32(),
      voteGranted: bool(),
    })),
  })),
  nodeEndpoints: array(
    struct({
      nodeId: int32({ versions: "1+" }),
      host: string({ versions: "1+" }),
      port: uint16({ versions: "1+" }),
    }),
    { versions: "1+", tag: 0 },
  ),
});
