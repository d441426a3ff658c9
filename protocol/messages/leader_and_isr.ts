/** Leader And Isr, API key 4. */
import { array, bool, int16, int32, int64, int8, string, struct, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

const leaderAndIsrPartitionStateFields = {
  topicName: string({ versions: "0-1", ignorable: true }),
  partitionIndex: int32(),
  controllerEpoch: int32(),
  leader: int32(),
  leaderEpoch: int32(),
  isr: array(int32()),
  partitionEpoch: int32(),
  replicas: array(int32()),
  addingReplicas: array(int32(), { versions: "3+", ignorable: true }),
  removingReplicas: array(int32(), { versions: "3+", ignorable: true }),
  isNew: bool({ versions: "1+", default: false, ignorable: true }),
  leaderRecoveryState: int8({ versions: "6+", default: 0 }),
};

export const LeaderAndIsrRequest = request(4, "LeaderAndIsr", "0-7", "4+", {
  controllerId: int32(),
  isKRaftController: bool({ versions: "7+", default: false }),
  controllerEpoch: int32(),
  brokerEpoch: int64({ versions: "2+", default: -1n, ignorable: true }),
  type: int8({ versions: "5+" }),
  ungroupedPartitionStates: array(struct(leaderAndIsrPartitionStateFields), { versions: "0-1" }),
  topicStates: array(
    struct({
      topicName: string({ versions: "2+" }),
      topicId: uuid({ versions: "5+", ignorable: true }),
      partitionStates: array(struct(leaderAndIsrPartitionStateFields), { versions: "2+" }),
    }),
    { versions: "2+" },
  ),
  liveLeaders: array(struct({
    brokerId: int32(),
    hostName: string(),
    port: int32(),
  })),
});

const responseLeaderAndIsrPartitionErrorFields = {
  topicName: string({ versions: "0-4", ignorable: true }),
  partitionIndex: int32(),
  errorCode: int16(),
};

export const LeaderAndIsrResponse = response(4, "LeaderAndIsr", "0-7", "4+", {
  errorCode: int16(),
  partitionErrors: array(struct(responseLeaderAndIsrPartitionErrorFields), { versions: "0-4" }),
  topics: array(
    struct({
      topicId: uuid({ versions: "5+" }),
      partitionErrors: array(struct(responseLeaderAndIsrPartitionErrorFields), { versions: "5+" }),
    }),
    { versions: "5+" },
  ),
});
