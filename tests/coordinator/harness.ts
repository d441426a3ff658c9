/** A coordinator on a fake log and virtual time, and brokers that are no more than their requests. */
import { buildBrokerConfig } from "../../config/broker_config.ts";
import { type Coordinator, createCoordinator } from "../../coordinator/coordinator.ts";
import type { MetadataImage } from "../../metadata/image/image.ts";
import type { ConnectionInfo, RequestContext } from "../../network/api.ts";
import type { Api } from "../../protocol/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { complete } from "../../protocol/codec/complete.ts";
import type { DecodedMessage, EncodableMessage, Message } from "../../protocol/codec/message.ts";
import { type MetadataRecord, metadataRecord } from "../../protocol/data/metadata_framing.ts";
import { FakeMetadataLog } from "./fake_log.ts";
import { seededRandom, settle, VirtualClock } from "./virtual_clock.ts";

export const CLUSTER_ID = "MkU3OEVBNTcwNTJENDM1Tg";

export const FEATURES = new Map([
  ["metadata.version", { min: 7, max: 30 }],
  ["kraft.version", { min: 0, max: 1 }],
  ["transaction.version", { min: 0, max: 2 }],
  ["group.version", { min: 0, max: 1 }],
  ["eligible.leader.replicas.version", { min: 0, max: 1 }],
]);

export interface HarnessOptions {
  readonly settings?: Record<string, string>;
  /** Finalized levels that the first leader writes. */
  readonly features?: Record<string, number>;
  readonly kraftVersion?: number;
  readonly voterIds?: readonly number[];
  readonly registration?: Parameters<typeof createCoordinator>[0]["registration"];
  readonly authorizer?: Parameters<typeof createCoordinator>[0]["authorizer"];
}

/** metadata.version before ELR, so that ISRs keep their last member. */
export const WITHOUT_ELR = { "metadata.version": 25 };
export const WITH_ELR = { "metadata.version": 30, "eligible.leader.replicas.version": 1 };

export class Harness {
  readonly clock = new VirtualClock();
  readonly log = new FakeMetadataLog(1);
  readonly faults: unknown[] = [];
  readonly coordinator: Coordinator;

  constructor(options: HarnessOptions = {}) {
    const { features = WITHOUT_ELR, settings = {} } = options;
    const file = new Map(Object.entries({
      "node.id": "1",
      "process.roles": "controller",
      "listeners": "CONTROLLER://localhost:9093",
      "controller.listener.names": "CONTROLLER",
      "controller.quorum.voters": "1@localhost:9093",
      ...settings,
    }));
    this.coordinator = createCoordinator({
      runtime: { clock: this.clock, random: seededRandom() },
      config: buildBrokerConfig({ file }),
      nodeId: 1,
      clusterId: CLUSTER_ID,
      metadataLog: this.log,
      bootstrapRecords: () =>
        Object.entries(features).map(([name, featureLevel]) =>
          metadataRecord("FeatureLevelRecord", 0, { name, featureLevel })
        ),
      supportedFeatures: FEATURES,
      voterIds: () => options.voterIds ?? [1],
      kraftVersion: () => options.kraftVersion ?? 0,
      authorizer: options.authorizer,
      registration: options.registration,
      onFault: (error) => this.faults.push(error),
    });
    this.coordinator.start();
  }

  get image(): MetadataImage {
    return this.coordinator.controller.image;
  }

  /** Makes this node the leader of the quorum and waits until it is active. */
  async lead(): Promise<this> {
    this.log.lead(1);
    await settle();
    return this;
  }

  /** Sends a request as a client would, in the highest version or the one given. */
  async send<Request extends Message<any>, Response extends Message<any>>(
    api: Api<Request, Response>,
    request: EncodableMessage<Request>,
    version = api.versions.max,
    principal = "ANONYMOUS",
  ): Promise<DecodedMessage<Response>> {
    const handler = this.coordinator.handlers.find(({ key }) => key === api.key)!;
    const decoded = complete(api.request.fields, request) as DecodedMessage<Request>;
    const context: RequestContext = {
      apiKey: api.key,
      apiVersion: version,
      correlationId: 1,
      clientId: "test",
      principal: { type: "User", name: principal },
      connection: CONNECTION,
    };
    const answer = await handler.handle(decoded, context) as EncodableMessage<Response>;
    return api.response.decode(api.response.encode(answer, version), version) as DecodedMessage<
      Response
    >;
  }

  /** Registers a broker; returns its epoch. */
  async register(id: number, options: Partial<BrokerOptions> = {}): Promise<bigint> {
    const { errorCode, brokerEpoch } = await this.send(
      Apis.BrokerRegistration,
      registration(id, options),
    );
    if (errorCode !== 0) throw new Error(`Registration of ${id}: ${errorCode}`);
    return brokerEpoch;
  }

  heartbeat(id: number, epoch: bigint, wants: HeartbeatWants = {}) {
    return this.send(Apis.BrokerHeartbeat, {
      brokerId: id,
      brokerEpoch: epoch,
      currentMetadataOffset: BigInt(wants.offset ?? this.log.endOffset - 1),
      wantFence: wants.fence ?? false,
      wantShutDown: wants.shutDown ?? false,
      offlineLogDirs: wants.offlineLogDirs,
      cordonedLogDirs: wants.cordonedLogDirs ?? null,
    });
  }

  /** Registers brokers and unfences them. Returns their epochs by id. */
  async startBrokers(
    ids: readonly number[],
    options: Partial<BrokerOptions> = {},
  ): Promise<Map<number, bigint>> {
    const epochs = new Map<number, bigint>();
    for (const id of ids) {
      const epoch = await this.register(id, options);
      epochs.set(id, epoch);
      const { isFenced } = await this.heartbeat(id, epoch);
      if (isFenced) throw new Error(`Broker ${id} is still fenced`);
    }
    return epochs;
  }

  /** Creates a topic with just these replicas. */
  async createTopic(
    name: string,
    assignments: readonly (readonly number[])[],
    configs: Record<string, string> = {},
  ): Promise<void> {
    const { topics: [{ errorCode, errorMessage }] } = await this.send(Apis.CreateTopics, {
      topics: [{
        name,
        numPartitions: -1,
        replicationFactor: -1,
        assignments: assignments.map((brokerIds, partitionIndex) => ({
          partitionIndex,
          brokerIds,
        })),
        configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
      }],
    });
    if (errorCode !== 0) throw new Error(`Topic ${name}: ${errorCode} ${errorMessage}`);
  }

  /** Creates a topic of one partition; returns the replicas that were chosen. */
  async placed(name: string, replicationFactor: number): Promise<readonly number[]> {
    await this.send(Apis.CreateTopics, {
      topics: [{ name, numPartitions: 1, replicationFactor, assignments: [], configs: [] }],
    });
    return this.partition(name).replicas;
  }

  /** Tells that the broker has the first partition of the topic in `directory`. */
  async assign(id: number, epoch: bigint, directory: string, topic: string) {
    const topicId = this.image.topics.byName.get(topic)!.id;
    return await this.send(Apis.AssignReplicasToDirs, {
      brokerId: id,
      brokerEpoch: epoch,
      directories: [{ id: directory, topics: [{ topicId, partitions: [{ partitionIndex: 0 }] }] }],
    });
  }

  partition(topic: string, index = 0) {
    return this.image.topics.byName.get(topic)!.partitions[index];
  }

  /** What `work` wrote, and what it gave. */
  async recordsOf<T>(work: () => Promise<T>): Promise<[MetadataRecord[], T]> {
    const before = this.log.records.length;
    const result = await work();
    return [this.log.records.slice(before), result];
  }
}

export interface BrokerOptions {
  readonly incarnation: string;
  readonly rack: string | null;
  readonly logDirs: readonly string[];
  readonly previousEpoch: bigint;
  readonly clusterId: string;
  readonly features: Record<string, readonly [number, number]>;
  readonly host: string;
}

export interface HeartbeatWants {
  readonly offset?: number;
  readonly fence?: boolean;
  readonly shutDown?: boolean;
  readonly offlineLogDirs?: readonly string[];
  readonly cordonedLogDirs?: readonly string[];
}

/** A UUID that ends in A's. */
export function uuid(start: string): string {
  return start.padEnd(22, "A");
}

export function registration(id: number, options: Partial<BrokerOptions> = {}) {
  const features = options.features ??
    Object.fromEntries([...FEATURES].map(([name, { min, max }]) => [name, [min, max] as const]));
  return {
    brokerId: id,
    clusterId: options.clusterId ?? CLUSTER_ID,
    incarnationId: options.incarnation ?? uuid(`incarnation${id}x`),
    listeners: [{
      name: "PLAINTEXT",
      host: options.host ?? "localhost",
      port: 9000 + id,
      securityProtocol: 0,
    }],
    features: Object.entries(features).map(([name, [min, max]]) => ({
      name,
      minSupportedVersion: min,
      maxSupportedVersion: max,
    })),
    rack: options.rack ?? null,
    logDirs: options.logDirs ?? [uuid(`directory${id}x`)],
    previousBrokerEpoch: options.previousEpoch ?? -1n,
  };
}

const CONNECTION: ConnectionInfo = {
  id: "test",
  listener: "CONTROLLER",
  remoteAddress: "127.0.0.1",
  remotePort: 1234,
  clientSoftwareName: "test",
  clientSoftwareVersion: "1",
  onClose: () => () => {},
  mute: () => {},
};
