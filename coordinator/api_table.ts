/** What the controller listener serves beside the quorum's own APIs: one file each in `apis/`. */
import { allocateProducerIds } from "./apis/allocate_producer_ids.ts";
import { alterConfigs } from "./apis/alter_configs.ts";
import { brokerHeartbeat } from "./apis/broker_heartbeat.ts";
import { brokerRegistration } from "./apis/broker_registration.ts";
import { createPartitions } from "./apis/create_partitions.ts";
import { createTopics } from "./apis/create_topics.ts";
import { deleteTopics } from "./apis/delete_topics.ts";
import { incrementalAlterConfigs } from "./apis/incremental_alter_configs.ts";
import { unregisterBroker } from "./apis/unregister_broker.ts";
import type { ControllerApi } from "./controller_api.ts";
import type { CoordinatorServices } from "./services.ts";

export function controllerApis(services: CoordinatorServices): readonly ControllerApi[] {
  return [
    createTopics(services),
    deleteTopics(services),
    createPartitions(services),
    alterConfigs(services),
    incrementalAlterConfigs(services),
    brokerRegistration(services),
    brokerHeartbeat(services),
    unregisterBroker(services),
    allocateProducerIds(services),
  ];
}
