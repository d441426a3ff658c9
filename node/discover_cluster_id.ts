/** A broker that is to be formatted asks its coordinator which cluster it is. */
import { ConnectionError } from "../client/errors.ts";
import { KafkaConnection } from "../client/kafka_connection.ts";
import type { NodeLayout } from "../config/node_layout.ts";
import { Apis } from "../protocol/apis.ts";
import { Errors } from "../protocol/errors.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { logger } from "./logger.ts";
import { addressesOf } from "./wait_for_quorum.ts";

const LOOK_AGAIN_MS = 100;
const NOTICE_INTERVAL_MS = 10_000;
const TIMEOUT_MS = 5_000;
/** `endpointType` of DescribeCluster for controllers. */
const CONTROLLERS = 2;

/** Asks every known controller in turn until one answers. */
export async function discoverClusterId(runtime: Runtime, node: NodeLayout): Promise<string> {
  const { clock } = runtime;
  let nextNoticeMs = clock.monotonic();
  while (true) {
    for (const { host, port } of [...node.voters, ...node.bootstrapServers]) {
      const clusterId = await ask(runtime, host, port);
      if (clusterId !== null) return clusterId;
    }
    if (clock.monotonic() >= nextNoticeMs) {
      nextNoticeMs = clock.monotonic() + NOTICE_INTERVAL_MS;
      logger.warn("Waiting for the coordinator at {addresses}", { addresses: addressesOf(node) });
    }
    await clock.sleep(LOOK_AGAIN_MS);
  }
}

async function ask(runtime: Runtime, host: string, port: number): Promise<string | null> {
  let connection: KafkaConnection | null = null;
  try {
    connection = await KafkaConnection.open(runtime, { host, port, connectTimeoutMs: TIMEOUT_MS });
    const answer = await connection.send(
      Apis.DescribeCluster,
      { includeClusterAuthorizedOperations: false, endpointType: CONTROLLERS },
      { timeoutMs: TIMEOUT_MS },
    );
    return answer.errorCode === Errors.NONE ? answer.clusterId : null;
  } catch (error) {
    if (error instanceof ConnectionError) return null;
    throw error;
  } finally {
    connection?.close();
  }
}
