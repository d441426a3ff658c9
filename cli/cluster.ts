/** The way of a tool to its cluster. */
import { ClusterClient, type ClusterOptions } from "../client/cluster_client.ts";
import type { TopicMetadata } from "../client/cluster_metadata.ts";
import { ConnectionError } from "../client/errors.ts";
import { retry } from "../client/retry.ts";
import { ConfigError } from "../config/config_error.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import { type Runtime, RuntimeError } from "../runtime/runtime.ts";
import { ClientSettings, readPropertiesAt } from "./client_settings.ts";
import type { ToolOutput } from "./output/tool_output.ts";

/** Logger of what goes wrong between a tool and its cluster. */
export const NETWORK_LOGGER = "org.apache.kafka.clients.NetworkClient";

/** Settings of `--command-config`, or none. @throws {ConfigError} */
export async function commandSettings(
  runtime: Runtime,
  path: string | undefined,
): Promise<ClientSettings> {
  return new ClientSettings(path === undefined ? new Map() : await readPropertiesAt(runtime, path));
}

/** What all clients have in common. */
export function clusterOptions(bootstrapServers: string, settings: ClientSettings): ClusterOptions {
  return {
    bootstrapServers,
    clientId: settings.text("client.id") ?? "adminclient-1",
    requestTimeoutMs: settings.number("request.timeout.ms", "INT"),
    timeoutMs: settings.number("default.api.timeout.ms", "INT"),
    connectTimeoutMs: settings.number("socket.connection.setup.timeout.ms", "LONG"),
    backoffMs: settings.number("retry.backoff.ms", "LONG"),
    maxBackoffMs: settings.number("retry.backoff.max.ms", "LONG"),
    metadataMaxAgeMs: settings.number("metadata.max.age.ms", "LONG"),
  };
}

/**
 * A client of the cluster. If nobody answers now, a warning says so, and the client's calls go on trying.
 *
 * @throws {ConfigError} If the bootstrap servers can't be read, or no name of theirs is known.
 */
export async function openCluster(
  runtime: Runtime,
  output: ToolOutput,
  options: ClusterOptions,
): Promise<ClusterClient> {
  let cluster: ClusterClient;
  try {
    cluster = new ClusterClient(runtime, options);
  } catch (error) {
    throw new ConfigError((error as Error).message);
  }
  try {
    await cluster.anyNode();
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    if (error.cause instanceof RuntimeError && error.cause.code === "name-not-resolved") {
      cluster.close();
      throw new ConfigError("No resolvable bootstrap urls given in bootstrap.servers");
    }
    const { bootstrapServers } = options;
    output.log(
      "warning",
      `Connection to ${bootstrapServers} could not be established. Node may not be available.`,
      NETWORK_LOGGER,
    );
  }
  return cluster;
}

/**
 * Waits for a call of the cluster. One that never found a node fails with Kafka's words for it.
 *
 * @param name of the call as Kafka's admin client names it
 */
export async function named<T>(name: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!foundNoNode(error)) throw error;
    throw new ApiError(
      Errors.REQUEST_TIMED_OUT,
      `Timed out waiting for a node assignment. Call: ${name}`,
    );
  }
}

/** Whether a call's time was up before it had a node to talk to. */
export function foundNoNode(error: unknown): boolean {
  return error instanceof ApiError && error.code === Errors.REQUEST_TIMED_OUT &&
    error.cause instanceof ConnectionError && error.cause.code === "not-connected";
}

/** What the cluster knows of the topics, asked for now; those that are not there are left out. @throws {ApiError} */
export async function topicsByName(
  cluster: ClusterClient,
  names: Iterable<string>,
): Promise<ReadonlyMap<string, TopicMetadata>> {
  const wanted = [...new Set(names)];
  const { topics } = await named(
    "describeTopics",
    retry(cluster.runtime, "Metadata", cluster.options, () => cluster.refresh(wanted)),
  );
  return new Map(wanted.flatMap((name) => {
    const topic = topics.get(name);
    return topic === undefined ? [] : [[name, topic]];
  }));
}
