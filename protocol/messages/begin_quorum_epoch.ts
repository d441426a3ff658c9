/** Begin Quorum Epoch, API key 53. */
import { array, int16, int32, string, struct, uint16, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const BeginQuorumEpochRequest = request(53, "BeginQuorumEpoch", "0-1", "1+", {
  clusterId: string({ nullable: "0+", default: null }),
  voterId: int32({ versions: "1+", default: -1, ignorable: true }),
  topics: array(struct({
    topicName: string(),
    partitions: array(struct({
      partitionIndex: int32(),
      voterDirectoryId: uuid({ versions: "1+", ignorable: true }),
      leaderId: int32(),
      leaderEpoch: int32(),
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

export const BeginQuorumEpochResponse = response(53, "BeginQuorumEpoch", "0-1", "1+", {
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
