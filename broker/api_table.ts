/** Everything a broker can do: one handler per API. ApiVersions is computed from this list. */
import type { ApiHandler } from "../network/api.ts";
import { alterConfigs } from "./apis/alter_configs.ts";
import { alterReplicaLogDirs } from "./apis/alter_replica_log_dirs.ts";
import { createPartitions } from "./apis/create_partitions.ts";
import { createTopics } from "./apis/create_topics.ts";
import {
  createDelegationToken,
  describeDelegationToken,
  expireDelegationToken,
  renewDelegationToken,
} from "./apis/delegation_tokens.ts";
import { deleteGroups } from "./apis/delete_groups.ts";
import { deleteRecords } from "./apis/delete_records.ts";
import { deleteTopics } from "./apis/delete_topics.ts";
import { describeAcls } from "./apis/describe_acls.ts";
import { describeClientQuotas } from "./apis/describe_client_quotas.ts";
import { describeCluster } from "./apis/describe_cluster.ts";
import { describeConfigs } from "./apis/describe_configs.ts";
import { describeGroups } from "./apis/describe_groups.ts";
import { describeLogDirs } from "./apis/describe_log_dirs.ts";
import { describeProducers } from "./apis/describe_producers.ts";
import { describeTopicPartitions } from "./apis/describe_topic_partitions.ts";
import { describeUserScramCredentials } from "./apis/describe_user_scram_credentials.ts";
import { electLeaders } from "./apis/elect_leaders.ts";
import { fetch } from "./apis/fetch.ts";
import { findCoordinator } from "./apis/find_coordinator.ts";
import { forwardedApis } from "./apis/forwarded.ts";
import { heartbeat } from "./apis/heartbeat.ts";
import { incrementalAlterConfigs } from "./apis/incremental_alter_configs.ts";
import { initProducerId } from "./apis/init_producer_id.ts";
import { joinGroup } from "./apis/join_group.ts";
import { leaveGroup } from "./apis/leave_group.ts";
import { listConfigResources } from "./apis/list_config_resources.ts";
import { listGroups } from "./apis/list_groups.ts";
import { listOffsets } from "./apis/list_offsets.ts";
import { metadata } from "./apis/metadata.ts";
import { offsetCommit } from "./apis/offset_commit.ts";
import { offsetDelete } from "./apis/offset_delete.ts";
import { offsetFetch } from "./apis/offset_fetch.ts";
import { offsetForLeaderEpoch } from "./apis/offset_for_leader_epoch.ts";
import { produce } from "./apis/produce.ts";
import { syncGroup } from "./apis/sync_group.ts";
import type { BrokerServices } from "./services.ts";

export function brokerApis(services: BrokerServices): ApiHandler[] {
  const own = [
    produce,
    fetch,
    listOffsets,
    metadata,
    offsetCommit,
    offsetFetch,
    findCoordinator,
    joinGroup,
    heartbeat,
    leaveGroup,
    syncGroup,
    describeGroups,
    listGroups,
    createTopics,
    deleteTopics,
    deleteRecords,
    initProducerId,
    offsetForLeaderEpoch,
    describeAcls,
    describeConfigs,
    alterConfigs,
    alterReplicaLogDirs,
    describeLogDirs,
    createDelegationToken,
    renewDelegationToken,
    expireDelegationToken,
    describeDelegationToken,
    createPartitions,
    deleteGroups,
    electLeaders,
    incrementalAlterConfigs,
    offsetDelete,
    describeClientQuotas,
    describeUserScramCredentials,
    describeCluster,
    describeProducers,
    listConfigResources,
    describeTopicPartitions,
  ].map((api) => api(services));
  return [...own, ...forwardedApis(services)];
}
