/** What a cluster's metadata say, asked of the coordinator at an address, or of the one that a broker there names. */
import { describeQuorum } from "../../client/admin/quorum.ts";
import { ClusterClient, type ClusterOptions } from "../../client/cluster_client.ts";
import type { MetadataImage } from "../../metadata/image/image.ts";
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import * as header from "../../protocol/records/batch_header.ts";
import { BatchIterator } from "../../protocol/records/batch_iterator.ts";
import { ConfigError } from "../../config/config_error.ts";
import { formatHostPort } from "../../config/address.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { loadImage } from "../metadata_shell/load_image.ts";
import { readMetadataLog } from "./metadata_log.ts";

const USUAL_TIMEOUT_MS = 10_000;

export interface ClusterState {
  readonly clusterId: string;
  readonly controllerId: number;
  /** Counts the elections of controllers. */
  readonly controllerEpoch: number;
  /** When the controller was elected, in milliseconds since the Unix epoch. */
  readonly electedAtMs: number;
  readonly image: MetadataImage;
  /** When the record at an offset of the metadata log was written. */
  timeOf(offset: number): number;
}

/**
 * @param servers `host:port,host:port`
 * @param timeoutMs how long each step may take
 * @throws {ConnectionError} `not-connected` where nobody listens, another code where Kafka's protocol is not spoken.
 * @throws {ApiError}
 */
export async function readClusterState(
  runtime: Runtime,
  servers: string,
  timeoutMs = USUAL_TIMEOUT_MS,
): Promise<ClusterState> {
  const options: ClusterOptions = {
    bootstrapServers: servers,
    connectTimeoutMs: timeoutMs,
    requestTimeoutMs: timeoutMs,
    timeoutMs,
  };
  const controllers = await controllerServers(runtime, options);
  const cluster = new ClusterClient(runtime, {
    ...options,
    bootstrapServers: controllers,
    bootstrapTo: "controllers",
  });
  try {
    // The one that was asked for: where it listens for others need not be known here.
    const given = await cluster.anyNode();
    const { clusterId, controllerId } = await cluster.refresh([]);
    const bytes = await readMetadataLog(given, clusterId!).catch(async (error) => {
      if (!(error instanceof ApiError) || error.code !== Errors.NOT_LEADER_OR_FOLLOWER) throw error;
      return await readMetadataLog(await cluster.node(controllerId), clusterId!);
    });
    return { clusterId: clusterId!, controllerId, image: loadImage(bytes), ...timesOf(bytes) };
  } finally {
    cluster.close();
  }
}

/** The addresses themselves, or where the brokers there say that the quorum's leader is. */
async function controllerServers(runtime: Runtime, options: ClusterOptions): Promise<string> {
  const cluster = opened(runtime, options);
  try {
    const node = await cluster.anyNode();
    if (node.listedVersions(Apis.BrokerRegistration.key) !== undefined) {
      return options.bootstrapServers;
    }
    const { leaderId, endpoints } = await describeQuorum(cluster);
    const [endpoint] = endpoints.get(leaderId) ?? [];
    if (endpoint !== undefined) return formatHostPort(endpoint);
    throw new ApiError(
      Errors.UNSUPPORTED_VERSION,
      `${options.bootstrapServers} is a broker that does not say where its coordinator listens`,
    );
  } finally {
    cluster.close();
  }
}

/** @throws {ConfigError} Where the addresses can't be read. */
function opened(runtime: Runtime, options: ClusterOptions): ClusterClient {
  try {
    return new ClusterClient(runtime, options);
  } catch (error) {
    throw new ConfigError((error as Error).message);
  }
}

function timesOf(bytes: Uint8Array) {
  const batches: { readonly last: number; readonly epoch: number; readonly timeMs: number }[] = [];
  const iterator = new BatchIterator(bytes);
  while (iterator.next()) {
    const { position } = iterator;
    batches.push({
      last: header.lastOffsetAsNumber(bytes, position),
      epoch: header.partitionLeaderEpoch(bytes, position),
      timeMs: header.maxTimestampAsNumber(bytes, position),
    });
  }
  const controllerEpoch = batches.at(-1)?.epoch ?? 0;
  return {
    controllerEpoch,
    electedAtMs: batches.find(({ epoch }) => epoch === controllerEpoch)?.timeMs ?? -1,
    timeOf: (offset: number) => batches.find(({ last }) => last >= offset)?.timeMs ?? -1,
  };
}
