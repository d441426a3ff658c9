/** What the controllers need of the node's own configuration file. */
import type { BrokerConfig } from "../config/broker_config.ts";
import type { FeatureRange } from "../metadata/image/image.ts";

export interface ControllerSettings {
  readonly nodeId: number;
  readonly clusterId: string;
  /** `num.partitions` */
  readonly defaultPartitions: number;
  /** `default.replication.factor` */
  readonly defaultReplicationFactor: number;
  /** `min.insync.replicas` */
  readonly minInsyncReplicas: number;
  /** `unclean.leader.election.enable` */
  readonly uncleanLeaderElection: boolean;
  /** `delete.topic.enable` */
  readonly deleteTopicEnable: boolean;
  /** `broker.session.timeout.ms` */
  readonly brokerSessionTimeoutMs: number;
  /** `metadata.max.idle.interval.ms`, 0 for never. */
  readonly maxIdleIntervalMs: number;
  /** `auto.leader.rebalance.enable` */
  readonly autoLeaderRebalance: boolean;
  /** `leader.imbalance.check.interval.seconds`, in milliseconds. */
  readonly leaderImbalanceCheckIntervalMs: number;
  /** `unclean.leader.election.interval.ms` */
  readonly uncleanLeaderElectionIntervalMs: number;
  /** What this node can do, by feature name: levels it supports. */
  readonly supportedFeatures: ReadonlyMap<string, FeatureRange>;
  /** Ids of the quorum's voters, as far as known. */
  readonly voterIds: () => readonly number[];
  /** The quorum's kraft.version. */
  readonly kraftVersion: () => number;
}

/** What of {@linkcode ControllerSettings} is not in the file. */
export type NodeFacts = Pick<
  ControllerSettings,
  "nodeId" | "clusterId" | "supportedFeatures" | "voterIds" | "kraftVersion"
>;

/** Reads the settings from the node's configuration. */
export function controllerSettings(config: BrokerConfig, facts: NodeFacts): ControllerSettings {
  return {
    ...facts,
    defaultPartitions: config.get("num.partitions"),
    defaultReplicationFactor: config.get("default.replication.factor"),
    minInsyncReplicas: config.get("min.insync.replicas"),
    uncleanLeaderElection: config.get("unclean.leader.election.enable"),
    deleteTopicEnable: config.get("delete.topic.enable"),
    brokerSessionTimeoutMs: config.get("broker.session.timeout.ms"),
    maxIdleIntervalMs: config.get("metadata.max.idle.interval.ms"),
    autoLeaderRebalance: config.get("auto.leader.rebalance.enable"),
    leaderImbalanceCheckIntervalMs: 1000 * config.number("leader.imbalance.check.interval.seconds"),
    uncleanLeaderElectionIntervalMs: config.number("unclean.leader.election.interval.ms"),
  };
}

/** From the `delegation.token.*` settings. */
export interface TokenSettings {
  /** Null: no tokens. */
  readonly secretKey: string | null;
  readonly maxLifetimeMs: number;
  readonly renewPeriodMs: number;
  readonly expiryCheckIntervalMs: number;
}

/** Reads the `delegation.token.*` settings. */
export function tokenSettings(config: BrokerConfig): TokenSettings {
  return {
    secretKey: config.get("delegation.token.secret.key")?.reveal() ?? null,
    maxLifetimeMs: config.number("delegation.token.max.lifetime.ms"),
    renewPeriodMs: config.number("delegation.token.expiry.time.ms"),
    expiryCheckIntervalMs: config.number("delegation.token.expiry.check.interval.ms"),
  };
}
