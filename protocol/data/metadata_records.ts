/** Records of the `__cluster_metadata` log; the key is the record type. */
import {
  array,
  bool,
  bytes,
  float64,
  int16,
  int32,
  int64,
  int8,
  string,
  struct,
  uint16,
  uuid,
} from "../codec/field.ts";
import { data } from "../codec/message.ts";

export const RegisterBrokerRecord = data(0, "RegisterBrokerRecord", "0-4", "0+", {
  brokerId: int32(),
  isMigratingZkBroker: bool({ versions: "2+", default: false }),
  incarnationId: uuid(),
  brokerEpoch: int64(),
  endPoints: array(struct({
    name: string(),
    host: string(),
    port: uint16(),
    securityProtocol: int16(),
  })),
  features: array(struct({
    name: string(),
    minSupportedVersion: int16(),
    maxSupportedVersion: int16(),
  })),
  rack: string({ nullable: "0+" }),
  fenced: bool({ default: true }),
  inControlledShutdown: bool({ versions: "1+", default: false }),
  logDirs: array(uuid(), { versions: "3+", tag: 0 }),
  cordonedLogDirs: array(uuid(), { versions: "4+", nullable: "4+", tag: 1, default: null }),
});

export const UnregisterBrokerRecord = data(1, "UnregisterBrokerRecord", "0", "0+", {
  brokerId: int32(),
  brokerEpoch: int64(),
});

export const TopicRecord = data(2, "TopicRecord", "0", "0+", {
  name: string(),
  topicId: uuid(),
});

export const PartitionRecord = data(3, "PartitionRecord", "0-2", "0+", {
  partitionId: int32({ default: -1 }),
  topicId: uuid(),
  replicas: array(int32()),
  isr: array(int32()),
  removingReplicas: array(int32()),
  addingReplicas: array(int32()),
  leader: int32({ default: -1 }),
  leaderRecoveryState: int8({ tag: 0, default: 0 }),
  leaderEpoch: int32({ default: -1 }),
  partitionEpoch: int32({ default: -1 }),
  directories: array(uuid(), { versions: "1+" }),
  eligibleLeaderReplicas: array(int32(), { versions: "2+", nullable: "2+", tag: 1, default: null }),
  lastKnownElr: array(int32(), { versions: "2+", nullable: "2+", tag: 2, default: null }),
});

export const ConfigRecord = data(4, "ConfigRecord", "0", "0+", {
  resourceType: int8(),
  resourceName: string(),
  name: string(),
  value: string({ nullable: "0+" }),
});

export const PartitionChangeRecord = data(5, "PartitionChangeRecord", "0-2", "0+", {
  partitionId: int32({ default: -1 }),
  topicId: uuid(),
  isr: array(int32(), { nullable: "0+", tag: 0, default: null }),
  leader: int32({ tag: 1, default: -2 }),
  replicas: array(int32(), { nullable: "0+", tag: 2, default: null }),
  removingReplicas: array(int32(), { nullable: "0+", tag: 3, default: null }),
  addingReplicas: array(int32(), { nullable: "0+", tag: 4, default: null }),
  leaderRecoveryState: int8({ tag: 5, default: -1 }),
  directories: array(uuid(), { versions: "1+", nullable: "1+", tag: 8, default: null }),
  eligibleLeaderReplicas: array(int32(), { versions: "2+", nullable: "2+", tag: 6, default: null }),
  lastKnownElr: array(int32(), { versions: "2+", nullable: "2+", tag: 7, default: null }),
});

export const FenceBrokerRecord = data(7, "FenceBrokerRecord", "0", "0+", {
  id: int32(),
  epoch: int64(),
});

export const UnfenceBrokerRecord = data(8, "UnfenceBrokerRecord", "0", "0+", {
  id: int32(),
  epoch: int64(),
});

export const RemoveTopicRecord = data(9, "RemoveTopicRecord", "0", "0+", {
  topicId: uuid(),
});

export const DelegationTokenRecord = data(10, "DelegationTokenRecord", "0", "0+", {
  owner: string(),
  requester: string(),
  renewers: array(string()),
  issueTimestamp: int64(),
  maxTimestamp: int64(),
  expirationTimestamp: int64(),
  tokenId: string(),
});

export const UserScramCredentialRecord = data(11, "UserScramCredentialRecord", "0", "0+", {
  name: string(),
  mechanism: int8(),
  salt: bytes(),
  storedKey: bytes(),
  serverKey: bytes(),
  iterations: int32(),
});

export const FeatureLevelRecord = data(12, "FeatureLevelRecord", "0", "0+", {
  name: string(),
  featureLevel: int16(),
});

export const ClientQuotaRecord = data(14, "ClientQuotaRecord", "0", "0+", {
  entity: array(struct({
    entityType: string(),
    entityName: string({ nullable: "0+" }),
  })),
  key: string(),
  value: float64(),
  remove: bool(),
});

export const ProducerIdsRecord = data(15, "ProducerIdsRecord", "0", "0+", {
  brokerId: int32(),
  brokerEpoch: int64({ default: -1n }),
  nextProducerId: int64(),
});

export const BrokerRegistrationChangeRecord = data(
  17,
  "BrokerRegistrationChangeRecord",
  "0-3",
  "0+",
  {
    brokerId: int32(),
    brokerEpoch: int64(),
    fenced: int8({ tag: 0 }),
    inControlledShutdown: int8({ versions: "1+", tag: 1 }),
    logDirs: array(uuid(), { versions: "2+", tag: 2 }),
    cordonedLogDirs: array(uuid(), { versions: "3+", nullable: "3+", tag: 3, default: null }),
  },
);

export const AccessControlEntryRecord = data(18, "AccessControlEntryRecord", "0", "0+", {
  id: uuid(),
  resourceType: int8(),
  resourceName: string(),
  patternType: int8(),
  principal: string(),
  host: string(),
  operation: int8(),
  permissionType: int8(),
});

export const RemoveAccessControlEntryRecord = data(
  19,
  "RemoveAccessControlEntryRecord",
  "0",
  "0+",
  {
    id: uuid(),
  },
);

export const NoOpRecord = data(20, "NoOpRecord", "0", "0+", {});

export const ZkMigrationStateRecord = data(21, "ZkMigrationStateRecord", "0", "0+", {
  zkMigrationState: int8(),
});

export const RemoveUserScramCredentialRecord = data(
  22,
  "RemoveUserScramCredentialRecord",
  "0",
  "0+",
  {
    name: string(),
    mechanism: int8(),
  },
);

export const BeginTransactionRecord = data(23, "BeginTransactionRecord", "0", "0+", {
  name: string({ nullable: "0+", tag: 0, default: null }),
});

export const EndTransactionRecord = data(24, "EndTransactionRecord", "0", "0+", {});

export const AbortTransactionRecord = data(25, "AbortTransactionRecord", "0", "0+", {
  reason: string({ nullable: "0+", tag: 0, default: null }),
});

export const RemoveDelegationTokenRecord = data(26, "RemoveDelegationTokenRecord", "0", "0+", {
  tokenId: string(),
});

export const RegisterControllerRecord = data(27, "RegisterControllerRecord", "0", "0+", {
  controllerId: int32(),
  incarnationId: uuid(),
  zkMigrationReady: bool(),
  endPoints: array(struct({
    name: string(),
    host: string(),
    port: uint16(),
    securityProtocol: int16(),
  })),
  features: array(struct({
    name: string(),
    minSupportedVersion: int16(),
    maxSupportedVersion: int16(),
  })),
});

export const ClearElrRecord = data(28, "ClearElrRecord", "0", "0+", {
  topicName: string(),
});
