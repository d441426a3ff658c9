/**
 * The state that the committed metadata log describes: an immutable value. A broker acts on the difference between two
 * images; the active controller decides on one. Maps are never changed after an image was published; unchanged parts
 * are shared between images.
 */
export interface MetadataImage {
  /** Offset of the last record contained, -1 before the first. */
  readonly offset: number;
  /** Raft epoch of that record. */
  readonly epoch: number;
  /** Append time of that record, in milliseconds since the Unix epoch. */
  readonly timestampMs: number;
  /** Finalized feature levels by name, `metadata.version` among them; level 0 is never stored. */
  readonly features: ReadonlyMap<string, number>;
  readonly brokers: ReadonlyMap<number, BrokerRegistration>;
  readonly controllers: ReadonlyMap<number, ControllerRegistration>;
  readonly topics: TopicsImage;
  /** Config overrides per resource; see {@linkcode configResourceKey}. */
  readonly configs: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Next producer id to hand out, or -1n while none was. */
  readonly nextProducerId: bigint;
  /** Client quotas, ACLs, SCRAM credentials and delegation tokens: records as they came, by their identity. */
  readonly quotas: ReadonlyMap<string, QuotaImage>;
  readonly acls: ReadonlyMap<string, AclImage>;
  readonly scram: ReadonlyMap<string, ScramImage>;
  readonly delegationTokens: ReadonlyMap<string, DelegationTokenImage>;
  /** ZkMigrationStateRecord's value: 0 none (KRaft from the start). */
  readonly zkMigrationState: number;
}

export interface Endpoint {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** 0 PLAINTEXT, 1 SSL, 2 SASL_PLAINTEXT, 3 SASL_SSL. */
  readonly securityProtocol: number;
}

export interface FeatureRange {
  readonly min: number;
  readonly max: number;
}

export interface BrokerRegistration {
  readonly id: number;
  /** Broker epoch: given at registration, named in every later request of the broker. */
  readonly epoch: bigint;
  readonly incarnationId: string;
  readonly endpoints: readonly Endpoint[];
  readonly features: ReadonlyMap<string, FeatureRange>;
  readonly rack: string | null;
  readonly fenced: boolean;
  readonly inControlledShutdown: boolean;
  readonly isMigratingZkBroker: boolean;
  /** Ids of the broker's online log directories. */
  readonly logDirs: readonly string[];
  readonly cordonedLogDirs: readonly string[];
  /** Offset of the RegisterBrokerRecord itself (a heartbeat is caught up from there on). */
  readonly registrationOffset: number;
}

export interface ControllerRegistration {
  readonly id: number;
  readonly incarnationId: string;
  readonly zkMigrationReady: boolean;
  readonly endpoints: readonly Endpoint[];
  readonly features: ReadonlyMap<string, FeatureRange>;
}

export interface TopicsImage {
  readonly byName: ReadonlyMap<string, TopicImage>;
  readonly byId: ReadonlyMap<string, TopicImage>;
}

export interface TopicImage {
  readonly name: string;
  readonly id: string;
  /** Index in the array = partition index. */
  readonly partitions: readonly PartitionImage[];
}

/** Leader of a partition without one. */
export const NO_LEADER = -1;

export interface PartitionImage {
  readonly replicas: readonly number[];
  /** Log directory of each replica; same length as `replicas`. */
  readonly directories: readonly string[];
  readonly isr: readonly number[];
  readonly removingReplicas: readonly number[];
  readonly addingReplicas: readonly number[];
  readonly elr: readonly number[];
  readonly lastKnownElr: readonly number[];
  /** {@linkcode NO_LEADER} when there is none. */
  readonly leader: number;
  /** 0 recovered, 1 recovering (elected uncleanly). */
  readonly leaderRecoveryState: number;
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
}

export interface QuotaImage {
  readonly entity: readonly { readonly type: string; readonly name: string | null }[];
  readonly values: ReadonlyMap<string, number>;
}

export interface AclImage {
  readonly id: string;
  readonly resourceType: number;
  readonly resourceName: string;
  readonly patternType: number;
  readonly principal: string;
  readonly host: string;
  readonly operation: number;
  readonly permissionType: number;
}

export interface ScramImage {
  readonly user: string;
  /** 1 SCRAM-SHA-256, 2 SCRAM-SHA-512. */
  readonly mechanism: number;
  readonly salt: Uint8Array;
  readonly storedKey: Uint8Array;
  readonly serverKey: Uint8Array;
  readonly iterations: number;
}

export interface DelegationTokenImage {
  readonly tokenId: string;
  readonly owner: string;
  readonly requester: string;
  readonly renewers: readonly string[];
  readonly issueTimestampMs: number;
  readonly maxTimestampMs: number;
  readonly expirationTimestampMs: number;
}

/** ConfigResource types of the protocol. */
export const ConfigResourceType = {
  TOPIC: 2,
  BROKER: 4,
  BROKER_LOGGER: 8,
  CLIENT_METRICS: 16,
  GROUP: 32,
} as const;

/** Key of {@linkcode MetadataImage.configs}: type and name (`""` for the cluster default of brokers). */
export function configResourceKey(type: number, name: string): string {
  return `${type}:${name}`;
}

/**
 * What differs between an image and the one before. Compare `before` and `after` (same topic id, or the topic's whole
 * life) for details; parts that are equal are identical objects.
 */
export interface MetadataChange {
  readonly before: MetadataImage;
  readonly after: MetadataImage;
  /** Topics created, changed or deleted, by id. `after` is null for a deleted one, `before` for a created one. */
  readonly topics: ReadonlyMap<
    string,
    { readonly before: TopicImage | null; readonly after: TopicImage | null }
  >;
  /** Ids of brokers registered, changed or unregistered. */
  readonly brokers: ReadonlySet<number>;
  /** Resource keys whose configs changed. */
  readonly configs: ReadonlySet<string>;
  readonly featuresChanged: boolean;
}

/** The feed of committed metadata that both roles act on; see `metadata/publisher.ts`. */
export interface MetadataFeed {
  /** The latest published image; the empty one before the first. */
  readonly image: MetadataImage;
  /**
   * Calls back after every published change, in order. A new subscriber first gets one change from the empty image to
   * the current one, if anything was published. Returns a function that ends the subscription.
   */
  subscribe(subscriber: (change: MetadataChange) => void): () => void;
}
