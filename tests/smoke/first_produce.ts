/** How soon after its start a broker acknowledges a record. */
import { ConnectionError } from "../../client/errors.ts";
import { KafkaConnection } from "../../client/kafka_connection.ts";
import { Apis } from "../../protocol/apis.ts";
import { BatchBuilder } from "../../protocol/records/batch_builder.ts";
import { denoRuntime } from "../../runtime/deno.ts";
import type { Background } from "../interop/harness/background.ts";

const LOOK_AGAIN_MS = 2;
const TIMEOUT_MS = 20_000;

/**
 * Makes the topic unless it is there and produces one record with acks=all, trying until it works.
 *
 * @returns milliseconds since the call, which is to follow the start at once.
 */
export async function msToFirstProduce(
  port: number,
  topic: string,
  server: Background,
): Promise<number> {
  const startMs = performance.now();
  while (!await attempt(port, topic)) {
    if (server.code !== null) throw new Error(`The broker ended: ${server.text}`);
    if (performance.now() - startMs > TIMEOUT_MS) throw new Error(`Nothing after ${TIMEOUT_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  return performance.now() - startMs;
}

async function attempt(port: number, topic: string): Promise<boolean> {
  let connection: KafkaConnection | undefined;
  try {
    connection = await KafkaConnection.open(denoRuntime(), { host: "127.0.0.1", port });
    await connection.send(Apis.CreateTopics, {
      topics: [{
        name: topic,
        numPartitions: 1,
        replicationFactor: 1,
        assignments: [],
        configs: [],
      }],
      timeoutMs: TIMEOUT_MS,
      validateOnly: false,
    });
    const builder = new BatchBuilder();
    builder.append({ timestamp: 0n, key: null, value: new TextEncoder().encode("first") });
    const { responses } = await connection.send(Apis.Produce, {
      acks: -1,
      timeoutMs: TIMEOUT_MS,
      topicData: [{ name: topic, partitionData: [{ index: 0, records: builder.build() }] }],
    }, { version: 9 });
    return responses[0].partitionResponses[0].errorCode === 0;
  } catch (error) {
    if (error instanceof ConnectionError) return false;
    throw error;
  } finally {
    connection?.close();
  }
}
