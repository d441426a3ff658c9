/** A node in virtual time, with what an administrator does to it in few words. */
import { assertEquals } from "@std/assert";
import { encodeRequest } from "../../../client/request_frame.ts";
import type { Api } from "../../../protocol/api.ts";
import { Apis } from "../../../protocol/apis.ts";
import { Reader } from "../../../protocol/codec/reader.ts";
import { ResponseHeader } from "../../../protocol/data/headers.ts";
import { BatchBuilder, type BatchOptions } from "../../../protocol/records/batch_builder.ts";
import type { RawClient } from "../../network/simulated_server.ts";
import { join } from "../../network/simulated_server.ts";
import { SimulatedNode } from "../simulated_node.ts";

const TIMEOUT_MS = 5000;
export const TOPIC = 2;
export const BROKER = 4;
export const LOGGER = 8;
/** Operations of IncrementalAlterConfigs. */
export const SET = 0;
export const DELETE = 1;

export class AdminScene {
  #client: RawClient | null = null;
  #answers = 0;

  private constructor(readonly node: SimulatedNode) {}

  /** Groups have no initial delay; topics come by CreateTopics alone. */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<AdminScene> {
    const node = new SimulatedNode({
      startMs: 1_700_000_000_000,
      settings: {
        "auto.create.topics.enable": "false",
        "group.initial.rebalance.delay.ms": "0",
        "offsets.topic.num.partitions": "1",
        ...settings,
      },
    });
    return new AdminScene(await node.start());
  }

  get nowMs(): number {
    return this.node.runtime.clock.now();
  }

  /** The decoded answer to a request of the highest version, or of the one that is given. */
  async ask(api: Api, body: unknown, version = api.versions.max): Promise<any> {
    const client = await this.#connected();
    client.send(join(encodeRequest(api, version, 1, "test", body)));
    const expected = ++this.#answers;
    await this.node.world.runUntil(() => client.frames().length >= expected);
    const reader = new Reader(client.frames()[expected - 1]);
    ResponseHeader.read(reader, api.responseHeaderVersion(version));
    return api.response.read(reader, version);
  }

  /** A connection, made anew where the broker closed the last one: it was idle for long. */
  async #connected(): Promise<RawClient> {
    if (this.#client === null || this.#client.closedBy !== "nobody") {
      this.#client = await this.node.client();
      this.#answers = 0;
    }
    return this.#client;
  }

  async createTopic(
    name: string,
    configs: Readonly<Record<string, string>> = {},
    numPartitions = 1,
  ): Promise<void> {
    const { topics } = await this.ask(Apis.CreateTopics, {
      topics: [{
        name,
        numPartitions,
        replicationFactor: 1,
        assignments: [],
        configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
      }],
      timeoutMs: TIMEOUT_MS,
    });
    assertEquals(topics[0].errorCode, 0, topics[0].errorMessage);
  }

  /** Sends one batch to partition 0; the partition's result. */
  async produce(topic: string, batch: Uint8Array): Promise<any> {
    const { responses } = await this.ask(Apis.Produce, {
      acks: -1,
      timeoutMs: TIMEOUT_MS,
      transactionalId: null,
      topicData: [{ name: topic, partitionData: [{ index: 0, records: batch }] }],
    }, 12);
    return responses[0].partitionResponses[0];
  }

  /** Produces `count` batches of about `bytes` each, every one with a key of its own. */
  async fill(topic: string, count: number, bytes = 10_000): Promise<void> {
    for (let i = 0; i < count; i++) {
      const builder = new BatchBuilder();
      const key = new TextEncoder().encode(`key-${i}`);
      builder.append({ timestamp: BigInt(this.nowMs), key, value: new Uint8Array(bytes) });
      const { errorCode } = await this.produce(topic, builder.build());
      assertEquals(errorCode, 0);
    }
  }

  /** What partition 0 has from `offset` on. */
  async fetch(topic: string, offset = 0): Promise<any> {
    const { responses } = await this.ask(Apis.Fetch, {
      maxWaitMs: 0,
      minBytes: 1,
      maxBytes: 10_000_000,
      sessionEpoch: -1,
      topics: [{
        topic,
        partitions: [{ partition: 0, fetchOffset: BigInt(offset), partitionMaxBytes: 10_000_000 }],
      }],
      forgottenTopicsData: [],
    }, 12);
    return responses[0].partitions[0];
  }

  async earliestOffset(topic: string): Promise<number> {
    const { topics } = await this.ask(Apis.ListOffsets, {
      replicaId: -1,
      topics: [{ name: topic, partitions: [{ partitionIndex: 0, timestamp: -2n }] }],
    });
    return Number(topics[0].partitions[0].offset);
  }

  /** Bytes of partition 0, as DescribeLogDirs tells them. */
  async sizeOf(topic: string): Promise<number> {
    const { results } = await this.ask(Apis.DescribeLogDirs, {
      topics: [{ topic, partitions: [0] }],
    });
    return Number(results[0].topics[0].partitions[0].partitionSize);
  }

  /** IncrementalAlterConfigs of one resource; its result. */
  async alter(
    resourceType: number,
    resourceName: string,
    configs: Readonly<Record<string, string | null>>,
    configOperation?: number,
  ): Promise<{ errorCode: number; errorMessage: string | null }> {
    const { responses } = await this.ask(Apis.IncrementalAlterConfigs, {
      resources: [{
        resourceType,
        resourceName,
        configs: Object.entries(configs).map(([name, value]) => ({
          name,
          configOperation: configOperation ?? (value === null ? DELETE : SET),
          value,
        })),
      }],
      validateOnly: false,
    });
    return responses[0];
  }

  /** Value and source of a setting, as DescribeConfigs tells them. */
  async configOf(type: number, resourceName: string, name: string): Promise<[string, number]> {
    const { results } = await this.ask(Apis.DescribeConfigs, {
      resources: [{ resourceType: type, resourceName, configurationKeys: [name] }],
    });
    const [{ value, configSource }] = results[0].configs;
    return [value, configSource];
  }

  advance(ms: number): Promise<void> {
    return this.node.world.advance(ms);
  }

  /** The same node again, after a stop. */
  async restart(): Promise<AdminScene> {
    return new AdminScene(await this.node.start());
  }

  async stop(): Promise<void> {
    assertEquals(this.node.fatal, []);
    await this.node.stop();
  }
}

/** A batch with one record for each value, all of one time. */
export function batchOf(
  values: readonly (string | Uint8Array)[],
  timestampMs: number,
  options: BatchOptions = {},
): Uint8Array {
  const builder = new BatchBuilder(options);
  for (const value of values) {
    builder.append({
      timestamp: BigInt(timestampMs),
      key: null,
      value: typeof value === "string" ? new TextEncoder().encode(value) : value,
    });
  }
  return builder.build();
}
