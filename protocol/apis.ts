/**
 * Every API of Kafka's protocol, one row each: messages, versions listed by ApiVersions, who serves it, and the versions
 * answered where they differ from those listed.
 */
import { Api, BOTH, BROKER, CONTROLLER, FORWARDED, NEITHER, type Where } from "./api.ts";
import type { Message } from "./codec/message.ts";
import * as addOffsetsToTxn from "./messages/add_offsets_to_txn.ts";
import * as addPartitionsToTxn from "./messages/add_partitions_to_txn.ts";
import * as addRaftVoter from "./messages/add_raft_voter.ts";
import * as allocateProducerIds from "./messages/allocate_producer_ids.ts";
import * as alterClientQuotas from "./messages/alter_client_quotas.ts";
import * as alterConfigs from "./messages/alter_configs.ts";
import * as alterPartition from "./messages/alter_partition.ts";
import * as alterPartitionReassignments from "./messages/alter_partition_reassignments.ts";
import * as alterReplicaLogDirs from "./messages/alter_replica_log_dirs.ts";
import * as alterShareGroupOffsets from "./messages/alter_share_group_offsets.ts";
import * as alterUserScramCredentials from "./messages/alter_user_scram_credentials.ts";
import * as apiVersions from "./messages/api_versions.ts";
import * as assignReplicasToDirs from "./messages/assign_replicas_to_dirs.ts";
import * as beginQuorumEpoch from "./messages/begin_quorum_epoch.ts";
import * as brokerHeartbeat from "./messages/broker_heartbeat.ts";
import * as brokerRegistration from "./messages/broker_registration.ts";
import * as consumerGroupDescribe from "./messages/consumer_group_describe.ts";
import * as consumerGroupHeartbeat from "./messages/consumer_group_heartbeat.ts";
import * as controlledShutdown from "./messages/controlled_shutdown.ts";
import * as controllerRegistration from "./messages/controller_registration.ts";
import * as createAcls from "./messages/create_acls.ts";
import * as createDelegationToken from "./messages/create_delegation_token.ts";
import * as createPartitions from "./messages/create_partitions.ts";
import * as createTopics from "./messages/create_topics.ts";
import * as deleteAcls from "./messages/delete_acls.ts";
import * as deleteGroups from "./messages/delete_groups.ts";
import * as deleteRecords from "./messages/delete_records.ts";
import * as deleteShareGroupOffsets from "./messages/delete_share_group_offsets.ts";
import * as deleteShareGroupState from "./messages/delete_share_group_state.ts";
import * as deleteTopics from "./messages/delete_topics.ts";
import * as describeAcls from "./messages/describe_acls.ts";
import * as describeClientQuotas from "./messages/describe_client_quotas.ts";
import * as describeCluster from "./messages/describe_cluster.ts";
import * as describeConfigs from "./messages/describe_configs.ts";
import * as describeDelegationToken from "./messages/describe_delegation_token.ts";
import * as describeGroups from "./messages/describe_groups.ts";
import * as describeLogDirs from "./messages/describe_log_dirs.ts";
import * as describeProducers from "./messages/describe_producers.ts";
import * as describeQuorum from "./messages/describe_quorum.ts";
import * as describeShareGroupOffsets from "./messages/describe_share_group_offsets.ts";
import * as describeTopicPartitions from "./messages/describe_topic_partitions.ts";
import * as describeTransactions from "./messages/describe_transactions.ts";
import * as describeUserScramCredentials from "./messages/describe_user_scram_credentials.ts";
import * as electLeaders from "./messages/elect_leaders.ts";
import * as endQuorumEpoch from "./messages/end_quorum_epoch.ts";
import * as endTxn from "./messages/end_txn.ts";
import * as envelope from "./messages/envelope.ts";
import * as expireDelegationToken from "./messages/expire_delegation_token.ts";
import * as fetch from "./messages/fetch.ts";
import * as fetchSnapshot from "./messages/fetch_snapshot.ts";
import * as findCoordinator from "./messages/find_coordinator.ts";
import * as getTelemetrySubscriptions from "./messages/get_telemetry_subscriptions.ts";
import * as heartbeat from "./messages/heartbeat.ts";
import * as incrementalAlterConfigs from "./messages/incremental_alter_configs.ts";
import * as initProducerId from "./messages/init_producer_id.ts";
import * as initializeShareGroupState from "./messages/initialize_share_group_state.ts";
import * as joinGroup from "./messages/join_group.ts";
import * as leaderAndIsr from "./messages/leader_and_isr.ts";
import * as leaveGroup from "./messages/leave_group.ts";
import * as listConfigResources from "./messages/list_config_resources.ts";
import * as listGroups from "./messages/list_groups.ts";
import * as listOffsets from "./messages/list_offsets.ts";
import * as listPartitionReassignments from "./messages/list_partition_reassignments.ts";
import * as listTransactions from "./messages/list_transactions.ts";
import * as metadata from "./messages/metadata.ts";
import * as offsetCommit from "./messages/offset_commit.ts";
import * as offsetDelete from "./messages/offset_delete.ts";
import * as offsetFetch from "./messages/offset_fetch.ts";
import * as offsetForLeaderEpoch from "./messages/offset_for_leader_epoch.ts";
import * as produce from "./messages/produce.ts";
import * as pushTelemetry from "./messages/push_telemetry.ts";
import * as readShareGroupState from "./messages/read_share_group_state.ts";
import * as readShareGroupStateSummary from "./messages/read_share_group_state_summary.ts";
import * as removeRaftVoter from "./messages/remove_raft_voter.ts";
import * as renewDelegationToken from "./messages/renew_delegation_token.ts";
import * as saslAuthenticate from "./messages/sasl_authenticate.ts";
import * as saslHandshake from "./messages/sasl_handshake.ts";
import * as shareAcknowledge from "./messages/share_acknowledge.ts";
import * as shareFetch from "./messages/share_fetch.ts";
import * as shareGroupDescribe from "./messages/share_group_describe.ts";
import * as shareGroupHeartbeat from "./messages/share_group_heartbeat.ts";
import * as stopReplica from "./messages/stop_replica.ts";
import * as streamsGroupDescribe from "./messages/streams_group_describe.ts";
import * as streamsGroupHeartbeat from "./messages/streams_group_heartbeat.ts";
import * as syncGroup from "./messages/sync_group.ts";
import * as txnOffsetCommit from "./messages/txn_offset_commit.ts";
import * as unregisterBroker from "./messages/unregister_broker.ts";
import * as updateFeatures from "./messages/update_features.ts";
import * as updateMetadata from "./messages/update_metadata.ts";
import * as updateRaftVoter from "./messages/update_raft_voter.ts";
import * as vote from "./messages/vote.ts";
import * as writeShareGroupState from "./messages/write_share_group_state.ts";
import * as writeTxnMarkers from "./messages/write_txn_markers.ts";

/** A row: `messages` is the file that declares the request and the response. */
function api<
  Name extends string,
  Messages extends Record<`${Name}Request` | `${Name}Response`, Message<any>>,
>(
  name: Name,
  messages: Messages,
  versions: string,
  where: Where,
  answered?: string,
): Api<Messages[`${Name}Request`], Messages[`${Name}Response`]> {
  const request = messages[`${name}Request`];
  const response = messages[`${name}Response`];
  return new Api(name, request, response, versions, where, answered);
}

export const Apis = {
  Produce: api("Produce", produce, "0-13", BROKER, "3-13"),
  Fetch: api("Fetch", fetch, "4-18", BOTH),
  ListOffsets: api("ListOffsets", listOffsets, "1-11", BROKER),
  Metadata: api("Metadata", metadata, "0-13", BROKER),
  LeaderAndIsr: api("LeaderAndIsr", leaderAndIsr, "none", NEITHER),
  StopReplica: api("StopReplica", stopReplica, "none", NEITHER),
  UpdateMetadata: api("UpdateMetadata", updateMetadata, "none", NEITHER),
  ControlledShutdown: api("ControlledShutdown", controlledShutdown, "none", NEITHER),
  OffsetCommit: api("OffsetCommit", offsetCommit, "2-10", BROKER, "1-10"),
  OffsetFetch: api("OffsetFetch", offsetFetch, "1-10", BROKER),
  FindCoordinator: api("FindCoordinator", findCoordinator, "0-6", BROKER),
  JoinGroup: api("JoinGroup", joinGroup, "0-9", BROKER),
  Heartbeat: api("Heartbeat", heartbeat, "0-4", BROKER),
  LeaveGroup: api("LeaveGroup", leaveGroup, "0-5", BROKER),
  SyncGroup: api("SyncGroup", syncGroup, "0-5", BROKER),
  DescribeGroups: api("DescribeGroups", describeGroups, "0-6", BROKER),
  ListGroups: api("ListGroups", listGroups, "0-5", BROKER),
  SaslHandshake: api("SaslHandshake", saslHandshake, "0-1", BOTH),
  ApiVersions: api("ApiVersions", apiVersions, "0-4", BOTH),
  CreateTopics: api("CreateTopics", createTopics, "2-7", FORWARDED),
  DeleteTopics: api("DeleteTopics", deleteTopics, "1-6", FORWARDED),
  DeleteRecords: api("DeleteRecords", deleteRecords, "0-2", BROKER),
  InitProducerId: api("InitProducerId", initProducerId, "0-5", BROKER),
  OffsetForLeaderEpoch: api("OffsetForLeaderEpoch", offsetForLeaderEpoch, "2-4", BROKER),
  AddPartitionsToTxn: api("AddPartitionsToTxn", addPartitionsToTxn, "0-5", BROKER),
  AddOffsetsToTxn: api("AddOffsetsToTxn", addOffsetsToTxn, "0-4", BROKER),
  EndTxn: api("EndTxn", endTxn, "0-5", BROKER),
  WriteTxnMarkers: api("WriteTxnMarkers", writeTxnMarkers, "1-2", BROKER),
  TxnOffsetCommit: api("TxnOffsetCommit", txnOffsetCommit, "0-5", BROKER),
  DescribeAcls: api("DescribeAcls", describeAcls, "1-3", BOTH, "0-3"),
  CreateAcls: api("CreateAcls", createAcls, "1-3", FORWARDED, "0-3"),
  DeleteAcls: api("DeleteAcls", deleteAcls, "1-3", FORWARDED, "0-3"),
  DescribeConfigs: api("DescribeConfigs", describeConfigs, "1-4", BOTH, "0-4"),
  AlterConfigs: api("AlterConfigs", alterConfigs, "0-2", FORWARDED),
  AlterReplicaLogDirs: api("AlterReplicaLogDirs", alterReplicaLogDirs, "1-2", BROKER),
  DescribeLogDirs: api("DescribeLogDirs", describeLogDirs, "1-5", BROKER, "0-5"),
  SaslAuthenticate: api("SaslAuthenticate", saslAuthenticate, "0-2", BOTH),
  CreatePartitions: api("CreatePartitions", createPartitions, "0-3", FORWARDED),
  CreateDelegationToken: api("CreateDelegationToken", createDelegationToken, "1-3", FORWARDED),
  RenewDelegationToken: api("RenewDelegationToken", renewDelegationToken, "1-2", FORWARDED),
  ExpireDelegationToken: api("ExpireDelegationToken", expireDelegationToken, "1-2", FORWARDED),
  DescribeDelegationToken: api("DescribeDelegationToken", describeDelegationToken, "1-3", BOTH),
  DeleteGroups: api("DeleteGroups", deleteGroups, "0-2", BROKER),
  ElectLeaders: api("ElectLeaders", electLeaders, "0-2", FORWARDED),
  IncrementalAlterConfigs: api(
    "IncrementalAlterConfigs",
    incrementalAlterConfigs,
    "0-1",
    FORWARDED,
  ),
  AlterPartitionReassignments: api(
    "AlterPartitionReassignments",
    alterPartitionReassignments,
    "0-1",
    FORWARDED,
  ),
  ListPartitionReassignments: api(
    "ListPartitionReassignments",
    listPartitionReassignments,
    "0",
    FORWARDED,
  ),
  OffsetDelete: api("OffsetDelete", offsetDelete, "0", BROKER),
  DescribeClientQuotas: api("DescribeClientQuotas", describeClientQuotas, "0-1", BROKER),
  AlterClientQuotas: api("AlterClientQuotas", alterClientQuotas, "0-1", FORWARDED),
  DescribeUserScramCredentials: api(
    "DescribeUserScramCredentials",
    describeUserScramCredentials,
    "0",
    BOTH,
  ),
  AlterUserScramCredentials: api(
    "AlterUserScramCredentials",
    alterUserScramCredentials,
    "0",
    FORWARDED,
  ),
  Vote: api("Vote", vote, "0-2", CONTROLLER),
  BeginQuorumEpoch: api("BeginQuorumEpoch", beginQuorumEpoch, "0-1", CONTROLLER),
  EndQuorumEpoch: api("EndQuorumEpoch", endQuorumEpoch, "0-1", CONTROLLER),
  DescribeQuorum: api("DescribeQuorum", describeQuorum, "0-2", FORWARDED),
  AlterPartition: api("AlterPartition", alterPartition, "2-3", CONTROLLER),
  UpdateFeatures: api("UpdateFeatures", updateFeatures, "0-2", FORWARDED),
  Envelope: api("Envelope", envelope, "0", CONTROLLER),
  FetchSnapshot: api("FetchSnapshot", fetchSnapshot, "0-1", CONTROLLER),
  DescribeCluster: api("DescribeCluster", describeCluster, "0-2", BOTH),
  DescribeProducers: api("DescribeProducers", describeProducers, "0", BROKER),
  BrokerRegistration: api("BrokerRegistration", brokerRegistration, "0-4", CONTROLLER),
  BrokerHeartbeat: api("BrokerHeartbeat", brokerHeartbeat, "0-2", CONTROLLER),
  UnregisterBroker: api("UnregisterBroker", unregisterBroker, "0", FORWARDED),
  DescribeTransactions: api("DescribeTransactions", describeTransactions, "0", BROKER),
  ListTransactions: api("ListTransactions", listTransactions, "0-2", BROKER),
  AllocateProducerIds: api("AllocateProducerIds", allocateProducerIds, "0", CONTROLLER),
  ConsumerGroupHeartbeat: api("ConsumerGroupHeartbeat", consumerGroupHeartbeat, "0-1", BROKER),
  ConsumerGroupDescribe: api("ConsumerGroupDescribe", consumerGroupDescribe, "0-1", BROKER),
  ControllerRegistration: api("ControllerRegistration", controllerRegistration, "0", CONTROLLER),
  GetTelemetrySubscriptions: api(
    "GetTelemetrySubscriptions",
    getTelemetrySubscriptions,
    "0",
    BROKER,
  ),
  PushTelemetry: api("PushTelemetry", pushTelemetry, "0", BROKER),
  AssignReplicasToDirs: api("AssignReplicasToDirs", assignReplicasToDirs, "0", CONTROLLER),
  ListConfigResources: api("ListConfigResources", listConfigResources, "0-1", BROKER),
  DescribeTopicPartitions: api("DescribeTopicPartitions", describeTopicPartitions, "0", BROKER),
  ShareGroupHeartbeat: api("ShareGroupHeartbeat", shareGroupHeartbeat, "1", BROKER),
  ShareGroupDescribe: api("ShareGroupDescribe", shareGroupDescribe, "1", BROKER),
  ShareFetch: api("ShareFetch", shareFetch, "1-2", BROKER),
  ShareAcknowledge: api("ShareAcknowledge", shareAcknowledge, "1-2", BROKER),
  AddRaftVoter: api("AddRaftVoter", addRaftVoter, "0-1", FORWARDED),
  RemoveRaftVoter: api("RemoveRaftVoter", removeRaftVoter, "0", FORWARDED),
  UpdateRaftVoter: api("UpdateRaftVoter", updateRaftVoter, "0", CONTROLLER),
  InitializeShareGroupState: api(
    "InitializeShareGroupState",
    initializeShareGroupState,
    "0",
    BROKER,
  ),
  ReadShareGroupState: api("ReadShareGroupState", readShareGroupState, "0", BROKER),
  WriteShareGroupState: api("WriteShareGroupState", writeShareGroupState, "0-1", BROKER),
  DeleteShareGroupState: api("DeleteShareGroupState", deleteShareGroupState, "0", BROKER),
  ReadShareGroupStateSummary: api(
    "ReadShareGroupStateSummary",
    readShareGroupStateSummary,
    "0-1",
    BROKER,
  ),
  StreamsGroupHeartbeat: api("StreamsGroupHeartbeat", streamsGroupHeartbeat, "0", BROKER),
  StreamsGroupDescribe: api("StreamsGroupDescribe", streamsGroupDescribe, "0", BROKER),
  DescribeShareGroupOffsets: api(
    "DescribeShareGroupOffsets",
    describeShareGroupOffsets,
    "0-1",
    BROKER,
  ),
  AlterShareGroupOffsets: api("AlterShareGroupOffsets", alterShareGroupOffsets, "0", BROKER),
  DeleteShareGroupOffsets: api("DeleteShareGroupOffsets", deleteShareGroupOffsets, "0", BROKER),
};

const BY_KEY = new Map<number, Api>(Object.values(Apis).map((api) => [api.key, api]));

/** The API of `key`; undefined where Kafka has none. */
export function apiByKey(key: number): Api | undefined {
  return BY_KEY.get(key);
}
