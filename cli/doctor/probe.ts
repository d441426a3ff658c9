/** One address, tried the way a client would: the name, the port, the protocol, what the broker says of its cluster. */
import { ConnectionError } from "../../client/errors.ts";
import type { Node } from "../../client/cluster_metadata.ts";
import { KafkaConnection } from "../../client/kafka_connection.ts";
import { Apis } from "../../protocol/apis.ts";
import { ApiError } from "../../protocol/errors.ts";
import { type Runtime, RuntimeError } from "../../runtime/runtime.ts";

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** What came of it. */
export type ProbeResult =
  | { readonly kind: "broker"; readonly clusterId: string | null; readonly nodes: readonly Node[] }
  | { readonly kind: Failure; readonly detail: string };

export type Failure =
  /** The machine does not know the host's name. */
  | "unknown-name"
  /** The host answers: nobody listens at that port. */
  | "refused"
  /** No answer at all: a firewall, a wrong address, a machine that is off. */
  | "unreachable"
  /** Somebody listens, and ends the connection when asked in Kafka's protocol. */
  | "closed"
  /** Somebody listens, and does not answer. */
  | "silent"
  /** Somebody answers, in another protocol. */
  | "not-kafka"
  /** A controller: it serves brokers, no clients. */
  | "controller";

/** What another protocol starts with reads as a size of gigabytes: `HTTP` is 1.2 of them. */
const MOST_RESPONSE_BYTES = 64 * 1024 * 1024;

export async function probe(
  runtime: Runtime,
  { host, port }: Address,
  timeoutMs: number,
): Promise<ProbeResult> {
  try {
    const connection = await KafkaConnection.open(runtime, {
      host,
      port,
      clientId: "ottla-doctor",
      connectTimeoutMs: timeoutMs,
      requestTimeoutMs: timeoutMs,
      maxResponseBytes: MOST_RESPONSE_BYTES,
    });
    try {
      if (connection.listedVersions(Apis.Metadata.key) === undefined) {
        return { kind: "controller", detail: "it does not know the Metadata request" };
      }
      const { clusterId, brokers } = await connection.send(Apis.Metadata, { topics: [] });
      const nodes = brokers.map(({ nodeId, ...rest }) => ({ id: nodeId, ...rest }));
      return { kind: "broker", clusterId: clusterId ?? null, nodes };
    } finally {
      connection.close();
    }
  } catch (error) {
    return { kind: failureOf(error), detail: (error as Error).message };
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof ApiError) return "not-kafka";
  if (!(error instanceof ConnectionError)) throw error;
  switch (error.code) {
    case "not-connected": {
      const code = error.cause instanceof RuntimeError ? error.cause.code : "io";
      if (code === "name-not-resolved") return "unknown-name";
      return code === "connection-refused" ? "refused" : "unreachable";
    }
    case "disconnected":
      return "closed";
    case "timed-out":
      return "silent";
    case "protocol":
      return "not-kafka";
  }
}
