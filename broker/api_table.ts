/** Everything a broker can do: one handler per API. ApiVersions is computed from this list. */
import type { ApiHandler } from "../network/api.ts";
import { describeCluster } from "./apis/describe_cluster.ts";
import { describeConfigs } from "./apis/describe_configs.ts";
import { describeTopicPartitions } from "./apis/describe_topic_partitions.ts";
import { fetch } from "./apis/fetch.ts";
import { findCoordinator } from "./apis/find_coordinator.ts";
import { createPartitions, createTopics, deleteTopics } from "./apis/forwarded.ts";
import { heartbeat } from "./apis/heartbeat.ts";
import { initProducerId } from "./apis/init_producer_id.ts";
import { joinGroup } from "./apis/join_group.ts";
import { leaveGroup } from "./apis/leave_group.ts";
import { listOffsets } from "./apis/list_offsets.ts";
import { metadata } from "./apis/metadata.ts";
import { offsetCommit } from "./apis/offset_commit.ts";
import { offsetFetch } from "./apis/offset_fetch.ts";
import { offsetForLeaderEpoch } from "./apis/offset_for_leader_epoch.ts";
import { produce } from "./apis/produce.ts";
import { syncGroup } from "./apis/sync_group.ts";
import type { BrokerServices } from "./services.ts";

export function brokerApis(services: BrokerServices): ApiHandler[] {
  return [
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
    createTopics,
    deleteTopics,
    initProducerId,
    offsetForLeaderEpoch,
    describeConfigs,
    createPartitions,
    describeCluster,
    describeTopicPartitions,
  ].map((api) => api(services));
}
