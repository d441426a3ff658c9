/** What the controller listener serves beside the quorum's own APIs: one file each in `apis/`. */
import { allocateProducerIds } from "./apis/allocate_producer_ids.ts";
import { alterConfigs } from "./apis/alter_configs.ts";
import { alterPartition } from "./apis/alter_partition.ts";
import { alterPartitionReassignments } from "./apis/alter_partition_reassignments.ts";
import { assignReplicasToDirs } from "./apis/assign_replicas_to_dirs.ts";
import { brokerHeartbeat } from "./apis/broker_heartbeat.ts";
import { brokerRegistration } from "./apis/broker_registration.ts";
import { controllerRegistration } from "./apis/controller_registration.ts";
import { createPartitions } from "./apis/create_partitions.ts";
import { createTopics } from "./apis/create_topics.ts";
import { deleteTopics } from "./apis/delete_topics.ts";
import { describeCluster } from "./apis/describe_cluster.ts";
import { electLeaders } from "./apis/elect_leaders.ts";
import { incrementalAlterConfigs } from "./apis/incremental_alter_configs.ts";
import { listPartitionReassignments } from "./apis/list_partition_reassignments.ts";
import { unregisterBroker } from "./apis/unregister_broker.ts";
import { updateFeatures } from "./apis/update_features.ts";
import type { ControllerApi } from "./controller_api.ts";
import type { CoordinatorServices } from "./services.ts";

/** In the order of their keys. */
export function controllerApis(services: CoordinatorServices): readonly ControllerApi[] {
  return [
    createTopics(services),
    deleteTopics(services),
    alterConfigs(services),
    createPartitions(services),
    electLeaders(services),
    incrementalAlterConfigs(services),
    alterPartitionReassignments(services),
    listPartitionReassignments(services),
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
