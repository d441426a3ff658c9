/** What the controller listener serves beside the quorum's own APIs and Envelope: one file each in `apis/`. */
import { allocateProducerIds } from "./apis/allocate_producer_ids.ts";
import { alterClientQuotas } from "./apis/alter_client_quotas.ts";
import { alterConfigs } from "./apis/alter_configs.ts";
import { alterPartition } from "./apis/alter_partition.ts";
import { alterPartitionReassignments } from "./apis/alter_partition_reassignments.ts";
import { alterUserScramCredentials } from "./apis/alter_user_scram_credentials.ts";
import { assignReplicasToDirs } from "./apis/assign_replicas_to_dirs.ts";
import { brokerHeartbeat } from "./apis/broker_heartbeat.ts";
import { brokerRegistration } from "./apis/broker_registration.ts";
import { controllerRegistration } from "./apis/controller_registration.ts";
import { createAcls } from "./apis/create_acls.ts";
import { createDelegationToken } from "./apis/create_delegation_token.ts";
import { createPartitions } from "./apis/create_partitions.ts";
import { createTopics } from "./apis/create_topics.ts";
import { deleteAcls } from "./apis/delete_acls.ts";
import { deleteTopics } from "./apis/delete_topics.ts";
import { describeAcls } from "./apis/describe_acls.ts";
import { describeCluster } from "./apis/describe_cluster.ts";
import { describeConfigs } from "./apis/describe_configs.ts";
import { electLeaders } from "./apis/elect_leaders.ts";
import { expireDelegationToken } from "./apis/expire_delegation_token.ts";
import { incrementalAlterConfigs } from "./apis/incremental_alter_configs.ts";
import { listPartitionReassignments } from "./apis/list_partition_reassignments.ts";
import { renewDelegationToken } from "./apis/renew_delegation_token.ts";
import { unregisterBroker } from "./apis/unregister_broker.ts";
import { updateFeatures } from "./apis/update_features.ts";
import type { ControllerApi } from "./controller_api.ts";
import type { CoordinatorServices } from "./services.ts";

/** In the order of their keys. */
export function controllerApis(services: CoordinatorServices): readonly ControllerApi[] {
  return [
    createTopics(services),
    deleteTopics(services),
    describeAcls(services),
    createAcls(services),
    deleteAcls(services),
    describeConfigs(services),
    alterConfigs(services),
    createPartitions(services),
    createDelegationToken(services),
    renewDelegationToken(services),
    expireDelegationToken(services),
    electLeaders(services),
    incrementalAlterConfigs(services),
    alterPartitionReassignments(services),
    listPartitionReassignments(services),
    alterClientQuotas(services),
    alterUserScramCredentials(services),
    alterPartition(services),
    updateFeatures(services),
    describeCluster(services),
    brokerRegistration(services),
    brokerHeartbeat(services),
    unregisterBroker(services),
    allocateProducerIds(services),
    controllerRegistration(services),
    assignReplicasToDirs(services),
  ];
}
