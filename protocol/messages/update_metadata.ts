/** Update Metadata, API key 6. */
import { array, bool, int16, int32, int64, string, struct, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

const updateMetadataPartitionStateFields = {
  topicName: string({ versions: "0-4", ignorable: true }),
  partitionIndex: int32(),
  controllerEpoch: int32(),
  leader: int32(),
  leaderEpoch: int32(),
  isr: array(int32()),
  zkVersion: int32(),
  replicas: array(int32()),
  offlineReplicas: array(int32(), { versions: "4+", ignorable: true }),
};

export const UpdateMetadataRequest = request(6, "UpdateMetadata", "0-8", "6+", {
  controllerId: int32(),
  isKRaftController: bool({ versions: "8+", default: false }),
  controllerEpoch: int32(),
  brokerEpoch: int64({ versions: "5+", default: -1n, ignorable: true }),
  ungroupedPartitionStates: array(struct(updateMetadataPartitionStateFields), { versions: "0-4" }),
  topicStates: array(
    struct({
      topicName: string({ versions: "5+" }),
      topicId: uuid({ versions: "7+", ignorable: true }),
      partitionStates: array(struct(updateMetadataPartitionStateFields), { versions: "5+" }),
    }),
    { versions: "5+" },
  ),
  liveBrokers: array(struct({
    id: int32(),
    v0Host: string({ versions: "0", ignorable: true }),
    v0Port: int32({ versions: "0", ignorable: true }),
    endpoints: array(
      struct({
        port: int32({ versions: "1+" }),
        host: string({ versions: "1+" }),
        listener: string({ versions: "3+", ignorable: true }),
        securityProtocol: int16({ versions: "1+" }),
      }),
      { versions: "1+", ignorable: true },
    ),
    rack: string({ versions: "2+", nullable: "0+", ignorable: true }),
  })),
});

export const UpdateMetadataResponse = response(6, "UpdateMetadata", "0-8", "6+", {
  errorCode: int16(),
});
