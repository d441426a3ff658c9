/** Assign Replicas To Dirs, API key 73. */
import { array, int16, int32, int64, struct, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const AssignReplicasToDirsRequest = request(73, "AssignReplicasToDirs", "0", "0+", {
  brokerId: int32(),
  brokerEpoch: int64({ default: -1n }),
  directories: array(struct({
    id: uuid(),
    topics: array(struct({
      topicId: uuid(),
      partitions: array(struct({
        partitionIndex: int32(),
      })),
    })),
  })),
});

export const AssignReplicasToDirsResponse = response(73, "AssignReplicasToDirs", "0", "0+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
  directories: array(struct({
    id: uuid(),
    topics: array(struct({
      topicId: uuid(),
      partitions: array(struct({
        partitionIndex: int32(),
        errorCode: int16(),
      })),
    })),
  })),
});
