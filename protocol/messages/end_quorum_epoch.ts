/** End Quorum Epoch, API key 54. */
import { array, int16, int32, string, struct, uint16, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const EndQuorumEpochRequest = request(54, "EndQuorumEpoch", "0-1", "1+", {
  clusterId: string({ nullable: "0+", default: null }),
  topics: array(struct({
    topicName: string(),
    partitions: array(struct({
      partitionIndex: int32(),
      leaderId: int32(),
      leaderEpoch: int32(),
      preferredSuccessors: array(int32(), { versions: "0", ignorable: true }),
      preferredCandidates: array(
        struct({
          candidateId: int32({ versions: "1+" }),
          candidateDirectoryId: uuid({ versions: "1+" }),
        }),
        { versions: "1+", ignorable: true },
      ),
    })),
  })),
  leaderEndpoints: array(
    struct({
      name: string({ versions: "1+" }),
      host: string({ versions: "1+" }),
      port: uint16({ versions: "1+" }),
    }),
    { versions: "1+", ignorable: true },
  ),
});

export const EndQuorumEpochResponse = response(54, "EndQuorumEpoch", "0-1", "1+", {
  errorCode: int16(),
  topics: array(struct({
    topicName: string(),
    partitions: array(struct({
      partitionIndex: int32(),
      errorCode: int16(),
      leaderId: int32(),
      leaderEpoch: int32(),
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
