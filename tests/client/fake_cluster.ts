/**
 * Brokers on simulated machines that speak Kafka's protocol and keep logs in memory: just enough for clients to work
 * with, and to be told how to misbehave.
 */
import type { Answer, ApiHandler, RequestContext } from "../../network/api.ts";
import { ApiTable } from "../../network/api_table.ts";
import { KafkaServer } from "../../network/server.ts";
import type { Api } from "../../protocol/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { DecodedMessage, EncodableMessage, Message } from "../../protocol/codec/message.ts";
import { Errors } from "../../protocol/errors.ts";
import * as header from "../../protocol/records/batch_header.ts";
import { ZERO_UUID } from "../../protocol/uuid.ts";
import { SimulatedWorld } from "../../runtime/simulated/world.ts";
import { ClusterClient, type ClusterOptions } from "../../client/cluster_client.ts";

export const PORT = 9092;

interface Stored {
  readonly baseOffset: bigint;
  readonly bytes: Uint8Array;
}

export class FakePartition {
  readonly batches: Stored[] = [];
  /** Next sequence by producer id. */
  readonly sequences = new Map<bigint, number>();
  end = 0n;
  start = 0n;
  aborted: { producerId: bigint; firstOffset: bigint }[] = [];

  constructor(public leader: number, public leaderEpoch = 0) {}

  append(records: Uint8Array): { errorCode: number; baseOffset: bigint } {
    const producerId = header.producerId(records, 0);
    const sequence = header.baseSequence(records, 0);
    if (producerId >= 0n) {
      const expected = this.sequences.get(producerId) ?? 0;
      if (sequence < expected) {
        return { errorCode: Errors.DUPLICATE_SEQUENCE_NUMBER, baseOffset: -1n };
      }
      if (sequence > expected) {
        return { errorCode: Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, baseOffset: -1n };
      }
      this.sequences.set(producerId, sequence + header.recordsCount(records, 0));
    }
    const bytes = records.slice();
    const baseOffset = this.end;
    header.setBaseOffset(bytes, 0, baseOffset);
    this.batches.push({ baseOffset, bytes });
    this.end += BigInt(header.lastOffsetDelta(bytes, 0) + 1);
    return { errorCode: Errors.NONE, baseOffset };
  }
}

export interface FakeTopic {
  readonly topicId: string;
  readonly partitions: FakePartition[];
}

type Handle<A extends Api> = (
  request: DecodedMessage<A["request"]>,
  context: RequestContext,
  broker: number,
) => Answer<EncodableMessage<A["response"]>> | Promise<Answer<EncodableMessage<A["response"]>>>;

/** Returns an answer instead of the usual one, or undefined. */
export type Override = (request: any, context: RequestContext, broker: number) => any;

export class FakeCluster {
  readonly world: SimulatedWorld;
  readonly topics = new Map<string, FakeTopic>();
  readonly servers: KafkaServer[] = [];
  /** What was asked, in order: `Metadata`, `Produce`, ... */
  readonly asked: string[] = [];
  readonly committed = new Map<string, bigint>();
  /** Consulted before the usual handlers, by API name. */
  readonly overrides = new Map<string, Override>();
  autoCreates = true;
  coordinator = 0;
  #nextProducerId = 1000n;

  constructor(readonly brokers: number, seed = 1) {
    this.world = new SimulatedWorld({ seed });
  }

  async start(handlers: readonly ApiHandler[] = []): Promise<this> {
    for (let id = 0; id < this.brokers; id++) await this.startBroker(id, handlers);
    return this;
  }

  async startBroker(id: number, handlers: readonly ApiHandler[] = []): Promise<void> {
    const listeners = [{ name: "PLAINTEXT", host: "", port: PORT }];
    const server = new KafkaServer(this.world.node(`broker-${id}`), { listeners });
    await this.world.runUntil(server.listen());
    server.serve(new ApiTable([...this.#handlers(id), ...handlers]));
    this.servers[id] = server;
  }

  createTopic(name: string, partitions: number): FakeTopic {
    const topicId = name.padEnd(21, "_").slice(0, 21) + "A";
    const topic = {
      topicId,
      partitions: Array.from({ length: partitions }, (_, i) => new FakePartition(i % this.brokers)),
    };
    this.topics.set(name, topic);
    return topic;
  }

  client(options: Partial<ClusterOptions> = {}): ClusterClient {
    const bootstrapServers = Array.from({ length: this.brokers }, (_, i) => `broker-${i}:${PORT}`);
    return new ClusterClient(this.world.node("client"), {
      bootstrapServers: bootstrapServers.join(),
      clientId: "tester",
      ...options,
    });
  }

  /** How often an API was asked for. */
  count(api: string): number {
    return this.asked.filter((name) => name === api).length;
  }

  api<Request extends Message<any>, Response extends Message<any>>(
    broker: number,
    api: Api<Request, Response>,
    handle: Handle<Api<Request, Response>>,
  ): ApiHandler {
    const { key, name, request, response, versions, answered } = api;
    return {
      key,
      name,
      request,
      response,
      versions,
      answered,
      handle: (request: any, context) => {
        this.asked.push(name);
        return this.overrides.get(name)?.(request, context, broker) ??
          handle(request, context, broker);
      },
    };
  }

  #handlers(id: number): ApiHandler[] {
    return [
      this.api(id, Apis.Metadata, (request, context) => this.#metadata(request, context)),
      this.api(id, Apis.InitProducerId, () => ({
        errorCode: 0,
        producerId: this.#nextProducerId++,
        producerEpoch: 0,
      })),
      this.api(id, Apis.Produce, (request, context) => this.#produce(request, context, id)),
      this.api(id, Apis.Fetch, (request, context) => this.#fetch(request, context, id)),
      this.api(id, Apis.ListOffsets, (request) => this.#listOffsets(request)),
      this.api(id, Apis.FindCoordinator, ({ coordinatorKeys, key }, { apiVersion }) => {
        const found = {
          nodeId: this.coordinator,
          host: `broker-${this.coordinator}`,
          port: PORT,
          errorCode: 0,
          errorMessage: null,
        };
        return apiVersion >= 4
          ? { coordinators: coordinatorKeys.map((key) => ({ key, ...found })) } as any
          : { key, ...found };
      }),
      this.api(id, Apis.OffsetCommit, ({ groupId, topics }) => ({
        topics: topics.map(({ name, partitions }) => ({
          name,
          partitions: partitions.map(({ partitionIndex, committedOffset }) => {
            this.committed.set(`${groupId}/${name}/${partitionIndex}`, committedOffset);
            return { partitionIndex, errorCode: 0 };
          }),
        })),
      })),
      this.api(id, Apis.OffsetFetch, ({ groups }) => ({
        groups: groups.map(({ groupId, topics }) => ({
          groupId,
          topics: (topics ?? []).map(({ name, partitionIndexes }) => ({
            name,
            partitions: partitionIndexes.map((partitionIndex) => ({
              partitionIndex,
              committedOffset: this.committed.get(`${groupId}/${name}/${partitionIndex}`) ?? -1n,
              metadata: "",
              errorCode: 0,
            })),
          })),
        })),
      } as any)),
    ];
  }

  #metadata(
    { topics, allowAutoTopicCreation }: DecodedMessage<(typeof Apis.Metadata)["request"]>,
    _context: RequestContext,
  ): EncodableMessage<(typeof Apis.Metadata)["response"]> {
    const names = topics === null ? [...this.topics.keys()] : topics.map(({ name }) => name!);
    return {
      brokers: Array.from({ length: this.brokers }, (_, nodeId) => ({
        nodeId,
        host: `broker-${nodeId}`,
        port: PORT,
      })),
      clusterId: "fake",
      controllerId: 0,
      topics: names.map((name) => {
        const topic = this.topics.get(name);
        if (topic === undefined) {
          if (allowAutoTopicCreation && this.autoCreates) this.createTopic(name, 1);
          return { name, errorCode: Errors.UNKNOWN_TOPIC_OR_PARTITION, partitions: [] };
        }
        return {
          name,
          topicId: topic.topicId,
          errorCode: 0,
          partitions: topic.partitions.map(({ leader, leaderEpoch }, partitionIndex) => ({
            errorCode: 0,
            partitionIndex,
            leaderId: leader,
            leaderEpoch,
            replicaNodes: [leader],
            isrNodes: [leader],
          })),
        };
      }),
    };
  }

  #topic(name: string, topicId: string): [string, FakeTopic | undefined] {
    if (topicId === ZERO_UUID) return [name, this.topics.get(name)];
    for (const [known, topic] of this.topics) if (topic.topicId === topicId) return [known, topic];
    return ["", undefined];
  }

  #produce(
    { topicData }: DecodedMessage<(typeof Apis.Produce)["request"]>,
    _context: RequestContext,
    broker: number,
  ): EncodableMessage<(typeof Apis.Produce)["response"]> {
    return {
      responses: topicData.map(({ name, topicId, partitionData }) => ({
        name,
        topicId,
        partitionResponses: partitionData.map(({ index, records }) => {
          const partition = this.#topic(name, topicId)[1]?.partitions[index];
          if (partition?.leader !== broker) {
            return { index, errorCode: Errors.NOT_LEADER_OR_FOLLOWER, baseOffset: -1n };
          }
          return { index, ...partition.append(records!) };
        }),
      })),
    };
  }

  async #fetch(
    request: DecodedMessage<(typeof Apis.Fetch)["request"]>,
    _context: RequestContext,
    broker: number,
  ): Promise<EncodableMessage<(typeof Apis.Fetch)["response"]>> {
    const read = () =>
      request.topics.map(({ topic, topicId, partitions }) => ({
        topic,
        topicId,
        partitions: partitions.map(({ partition: index, fetchOffset }) => {
          const partition = this.#topic(topic, topicId)[1]?.partitions[index];
          const none = { partitionIndex: index, highWatermark: -1n, records: null };
          if (partition?.leader !== broker) {
            return { ...none, errorCode: Errors.NOT_LEADER_OR_FOLLOWER };
          }
          if (fetchOffset < partition.start || fetchOffset > partition.end) {
            return { ...none, errorCode: Errors.OFFSET_OUT_OF_RANGE };
          }
          const batch = partition.batches.find(({ bytes }) =>
            header.lastOffset(bytes, 0) >= fetchOffset
          );
          return {
            partitionIndex: index,
            errorCode: 0,
            highWatermark: partition.end,
            lastStableOffset: partition.end,
            abortedTransactions: partition.aborted,
            records: batch?.bytes ?? null,
          };
        }),
      }));
    let responses = read();
    const { clock } = this.world.node(`broker-${broker}`);
    const deadline = clock.monotonic() + request.maxWaitMs;
    const isEmpty = () =>
      responses.every(({ partitions }) =>
        partitions.every((answer) => answer.errorCode === 0 && answer.records === null)
      );
    while (isEmpty() && clock.monotonic() < deadline) {
      await clock.sleep(10);
      responses = read();
    }
    return { responses };
  }

  #listOffsets(
    { topics }: DecodedMessage<(typeof Apis.ListOffsets)["request"]>,
  ): EncodableMessage<(typeof Apis.ListOffsets)["response"]> {
    return {
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex, timestamp }) => {
          const partition = this.topics.get(name)?.partitions[partitionIndex];
          if (partition === undefined) {
            return { partitionIndex, errorCode: Errors.UNKNOWN_TOPIC_OR_PARTITION };
          }
          const offset = timestamp === -2n ? partition.start : partition.end;
          return { partitionIndex, errorCode: 0, offset, timestamp: -1n };
        }),
      })),
    };
  }
}
