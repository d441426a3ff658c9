/** One whole node on a simulated machine, and a client on another: what the simulation tests are made of. */
import { KafkaConnection } from "../../client/kafka_connection.ts";
import { buildBrokerConfig } from "../../config/broker_config.ts";
import { quickstartSettings } from "../../config/quickstart.ts";
import { type RunningNode, startNode } from "../../node/start_node.ts";
import { Apis } from "../../protocol/apis.ts";
import { BatchBuilder } from "../../protocol/records/batch_builder.ts";
import { BatchIterator } from "../../protocol/records/batch_iterator.ts";
import { readRecords } from "../../protocol/records/record_reader.ts";
import type { SimulatedWorld } from "../../runtime/simulated/world.ts";

export const BROKER = "broker";
export const CLIENT = "client";
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Starts a node as `ottla` without flags does; resolves (in virtual time) when it serves. */
export function startBroker(world: SimulatedWorld): Promise<RunningNode> {
  const given = new Map([
    ["listeners", `PLAINTEXT://${BROKER}:9092,CONTROLLER://${BROKER}:9093`],
    ["controller.quorum.voters", `1@${BROKER}:9093`],
    ["log.dirs", "/data"],
  ]);
  return startNode({
    runtime: world.node(BROKER),
    config: buildBrokerConfig({ defaults: quickstartSettings(given), overrides: given }),
    mayFormat: true,
    onFatal(error) {
      throw error;
    },
  });
}

export function connect(world: SimulatedWorld): Promise<KafkaConnection> {
  return KafkaConnection.open(world.node(CLIENT), { host: BROKER, port: 9092, clientId: "test" });
}

export async function createTopic(connection: KafkaConnection, name: string): Promise<number> {
  const { topics } = await connection.send(Apis.CreateTopics, {
    topics: [{ name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }],
    timeoutMs: 30_000,
    validateOnly: false,
  });
  return topics[0].errorCode;
}

/** Produces one record to partition 0 with acks=all; resolves with error code and offset. */
export async function produce(connection: KafkaConnection, topic: string, value: string) {
  const builder = new BatchBuilder();
  builder.append({ timestamp: 0n, key: null, value: encoder.encode(value) });
  const { responses } = await connection.send(Apis.Produce, {
    acks: -1,
    timeoutMs: 30_000,
    topicData: [{ name: topic, partitionData: [{ index: 0, records: builder.build() }] }],
  }, { version: 9 });
  const { errorCode, baseOffset } = responses[0].partitionResponses[0];
  return { errorCode, offset: Number(baseOffset) };
}

/** The values in partition 0 from its start on. */
export async function consumeAll(connection: KafkaConnection, topic: string): Promise<string[]> {
  const values: string[] = [];
  let fetchOffset = 0n;
  while (true) {
    const { responses } = await connection.send(Apis.Fetch, {
      maxWaitMs: 0,
      minBytes: 0,
      topics: [{
        topic,
        partitions: [{ partition: 0, fetchOffset, partitionMaxBytes: 1 << 20 }],
      }],
      forgottenTopicsData: [],
    }, { version: 11 });
    const { errorCode, records } = responses[0].partitions[0];
    if (errorCode !== 0) throw new Error(`Fetch failed with error ${errorCode}`);
    const batches = new BatchIterator(records ?? new Uint8Array(0));
    const before = values.length;
    while (batches.next()) {
      for (const { offset, value } of readRecords(batches.bytes, batches.position)) {
        if (offset < fetchOffset) continue;
        values.push(decoder.decode(value!));
        fetchOffset = offset + 1n;
      }
    }
    if (values.length === before) return values;
  }
}
