/** Stop Replica, API key 5. */
import { array, bool, int16, int32, int64, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const StopReplicaRequest = request(5, "StopReplica", "0-4", "2+", {
  controllerId: int32(),
  isKRaftController: bool({ versions: "4+", default: false }),
  controllerEpoch: int32(),
  brokerEpoch: int64({ versions: "1+", default: -1n, ignorable: true }),
  deletePartitions: bool({ versions: "0-2" }),
  ungroupedPartitions: array(
    struct({
      topicName: string({ versions: "0" }),
      partitionIndex: int32({ versions: "0" }),
    }),
    { versions: "0" },
  ),
  topics: array(
    struct({
      name: string({ versions: "1-2" }),
      partitionIndexes: array(int32(), { versions: "1-2" }),
    }),
    { versions: "1-2" },
  ),
  topicStates: array(
    struct({
      topicName: string({ versions: "3+" }),
      partitionStates: array(
        struct({
          partitionIndex: int32({ versions: "3+" }),
          leaderEpoch: int32({ versions: "3+", default: -1 }),
          deletePartition: bool({ versions: "3+" }),
        }),
        { versions: "3+" },
      ),
    }),
    { versions: "3+" },
  ),
});

export const StopReplicaResponse = response(5, "StopReplica", "0-4", "2+", {
  errorCode: int16(),
  partitionErrors: array(struct({
    topicName: string(),
    partitionIndex: int32(),
    errorCode: int16(),
  })),
});
