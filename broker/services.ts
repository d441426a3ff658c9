/** What the handlers in `apis/` work with: made once by `broker.ts`, handed to every handler's factory. */
import type { BrokerConfig } from "../config/broker_config.ts";
import type { LoggerLevels } from "../config/logger_levels.ts";
import type { ControllerChannel } from "../metadata/controller_channel.ts";
import type { Clock, Disk, Random } from "../runtime/runtime.ts";
import type { LogManager } from "../storage/log_manager.ts";
import type { Expirations } from "./expirations.ts";
import type { FetchSessionCache } from "./fetch/fetch_session_cache.ts";
import type { GroupCoordinator } from "./group/group_coordinator.ts";
import type { BrokerMetadata } from "./metadata/broker_metadata.ts";
import type { ReplicaManager } from "./partition/replica_manager.ts";
import type { ProducerIdManager } from "./producer_id_manager.ts";
import type { TopicConfigs } from "./topic_configs.ts";
import type { TopicCreator } from "./topic_creator.ts";

export interface BrokerServices {
  readonly clock: Clock;
  readonly random: Random;
  readonly disk: Disk;
  readonly config: BrokerConfig;
  readonly expirations: Expirations;
  readonly nodeId: number;
  readonly clusterId: string;
  readonly metadata: BrokerMetadata;
  readonly replicas: ReplicaManager;
  readonly logs: LogManager;
  readonly controller: ControllerChannel;
  readonly fetchSessions: FetchSessionCache;
  readonly groups: GroupCoordinator;
  readonly producerIds: ProducerIdManager;
  readonly topicCreator: TopicCreator;
  readonly topicConfigs: TopicConfigs;
  readonly loggerLevels: LoggerLevels;
}
