/**
 * A client of a whole cluster: finds nodes, leaders and coordinators, keeps one connection to each node, and repeats what
 * failed for reasons that pass.
 */
import type { Api } from "../protocol/api.ts";
import { Apis } from "../protocol/apis.ts";
import type { DecodedMessage, EncodableMessage, Message } from "../protocol/codec/message.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { type HostAndPort, parseBootstrapServers } from "./bootstrap.ts";
import { ClusterMetadata, type Node, type PartitionMetadata } from "./cluster_metadata.ts";
import { ConnectionError } from "./errors.ts";
import type { KafkaConnection } from "./kafka_connection.ts";
import { NodeConnections } from "./node_connections.ts";
import { retry, type RetryOptions } from "./retry.ts";

export interface ClusterOptions extends RetryOptions {
  /** `host:port,host:port`. */
  readonly bootstrapServers: string;
  /** What `bootstrapServers` names: brokers (default), or controllers (`--bootstrap-controller`, KIP-919). */
  readonly bootstrapTo?: "brokers" | "controllers";
  readonly clientId?: string | null;
  readonly requestTimeoutMs?: number;
  readonly connectTimeoutMs?: number;
  /** Metadata older than this is asked for anew; default 300000 (`metadata.max.age.ms`). */
  readonly metadataMaxAgeMs?: number;
}

/** How a request of the cluster's is sent and its answer looked at. */
export interface CallOptions<Response> extends RetryOptions {
  readonly version?: number;
  /** Milliseconds for one attempt; default: the cluster's request timeout. */
  readonly requestTimeoutMs?: number;
  /** Error code of an answer as a whole. A retriable one leads to another attempt, others are thrown as ApiError. */
  readonly errorOf?: (response: Response) => number;
}

/** `KEY_TYPE` of FindCoordinator. */
export type CoordinatorType = "group" | "transaction" | "share";
const KEY_TYPES: Record<CoordinatorType, number> = { group: 0, transaction: 1, share: 2 };
const FIRST_BATCHED_FIND_COORDINATOR = 4;
const CONTROLLER_ENDPOINTS = 2;

export class ClusterClient {
  readonly runtime: Runtime;
  readonly options: ClusterOptions;
  readonly #bootstrap: readonly HostAndPort[];
  readonly #connections: NodeConnections;
  readonly #coordinators = new Map<string, HostAndPort>();
  #metadata = new ClusterMetadata();
  #loadedAtMs = -Infinity;
  #refreshing: { key: string; done: Promise<ClusterMetadata> } | null = null;

  /** @throws {TypeError} If the bootstrap servers can't be read. */
  constructor(runtime: Runtime, options: ClusterOptions) {
    this.runtime = runtime;
    this.options = options;
    this.#bootstrap = parseBootstrapServers(options.bootstrapServers);
    const { clientId, requestTimeoutMs, connectTimeoutMs } = options;
    this.#connections = new NodeConnections(runtime, {
      clientId,
      requestTimeoutMs,
      connectTimeoutMs,
    });
  }

  /** What is known now, perhaps nothing. */
  get metadata(): ClusterMetadata {
    return this.#metadata;
  }

  /** Whether the metadata is older than `metadata.max.age.ms`. */
  get metadataIsStale(): boolean {
    const maxAgeMs = this.options.metadataMaxAgeMs ?? 300000;
    return this.runtime.clock.monotonic() - this.#loadedAtMs >= maxAgeMs;
  }

  /** Closes all connections; what is under way fails with ConnectionError. */
  close(): void {
    this.#connections.close();
  }

  /**
   * Closes the connections of a lane: those asked for under its name, which whoever may wait long for answers has for
   * itself.
   */
  closeLane(lane: string): void {
    this.#connections.closeLane(lane);
  }

  // ---- finding nodes

  /**
   * Asks for metadata, once. Equal questions at the same time are one.
   *
   * @param topics null for all topics.
   * @throws {ConnectionError} If no node answers.
   */
  refresh(
    topics: readonly string[] | null,
    { allowAutoTopicCreation = false }: { readonly allowAutoTopicCreation?: boolean } = {},
  ): Promise<ClusterMetadata> {
    const key = JSON.stringify([topics, allowAutoTopicCreation]);
    if (this.#refreshing?.key === key) return this.#refreshing.done;
    const done = this.#load(topics, allowAutoTopicCreation).finally(() => {
      if (this.#refreshing?.done === done) this.#refreshing = null;
    });
    this.#refreshing = { key, done };
    return done;
  }

  /** A connection to some node that answers. @throws {ConnectionError} If there is none. */
  async anyNode(): Promise<KafkaConnection> {
    const known = [...this.#metadata.nodes.values()];
    const { random } = this.runtime;
    const candidates: HostAndPort[] = [];
    while (known.length > 0) candidates.push(...known.splice(random.below(known.length), 1));
    candidates.sort((a, b) =>
      Number(this.#connections.known(b) !== undefined) -
      Number(this.#connections.known(a) !== undefined)
    );
    let failure: unknown;
    for (const candidate of [...candidates, ...this.#bootstrap]) {
      try {
        return await this.#connections.get(candidate);
      } catch (error) {
        if (!(error instanceof ConnectionError)) throw error;
        failure ??= error;
      }
    }
    throw failure;
  }

  /**
   * A connection to a node by its id.
   *
   * @throws {ApiError} BROKER_NOT_AVAILABLE if there is no such node.
   * @throws {ConnectionError}
   */
  async node(id: number, lane?: string): Promise<KafkaConnection> {
    let node = this.#metadata.nodes.get(id);
    if (node === undefined) node = (await this.refresh([])).nodes.get(id);
    if (node === undefined) {
      throw new ApiError(Errors.BROKER_NOT_AVAILABLE, `There is no node ${id} in the cluster`);
    }
    return await this.#connections.get(node, lane);
  }

  /** All live nodes, asked for now. */
  async nodes(): Promise<Node[]> {
    const { nodes } = await this.#retry("Listing the nodes", {}, () => this.refresh([]));
    return [...nodes.values()].sort((a, b) => a.id - b.id);
  }

  /**
   * A partition with a leader, from the cache or asked for.
   *
   * @throws {ApiError} UNKNOWN_TOPIC_OR_PARTITION, LEADER_NOT_AVAILABLE, or the topic's own error. All but the last may
   * pass.
   */
  async leader(topic: string, partition: number): Promise<PartitionMetadata> {
    let found = this.#metadata.partition(topic, partition);
    if (found === undefined || found.leader < 0) {
      const metadata = await this.refresh([topic]);
      const known = metadata.topics.get(topic);
      if (known !== undefined && known.errorCode !== Errors.NONE) {
        throw new ApiError(known.errorCode, `${topic}: ${new ApiError(known.errorCode).message}`);
      }
      found = metadata.partition(topic, partition);
    }
    const name = `${topic}-${partition}`;
    if (found === undefined) {
      throw new ApiError(Errors.UNKNOWN_TOPIC_OR_PARTITION, `There is no partition ${name}`);
    }
    if (found.leader < 0) {
      throw new ApiError(Errors.LEADER_NOT_AVAILABLE, `${name} has no leader`);
    }
    return found;
  }

  /** Where a group or transaction has its coordinator, from the cache or asked for. */
  async coordinator(
    type: CoordinatorType,
    key: string,
    lane = "coordinator",
  ): Promise<KafkaConnection> {
    const id = `${type}/${key}`;
    const known = this.#coordinators.get(id) ?? await this.#findCoordinator(type, key);
    this.#coordinators.set(id, known);
    return await this.#connections.get(known, lane);
  }

  /** To be called after NOT_COORDINATOR and the like. */
  forgetCoordinator(type: CoordinatorType, key: string): void {
    this.#coordinators.delete(`${type}/${key}`);
  }

  // ---- calls

  /** Sends a request to some node. */
  callAny<Request extends Message<any>, Response extends Message<any>>(
    api: Api<Request, Response>,
    request: EncodableMessage<Request>,
    options: CallOptions<DecodedMessage<Response>> = {},
  ): Promise<DecodedMessage<Response>> {
    return this.#call(api, request, options, () => this.anyNode());
  }

  /** Sends a request to one node. */
  callNode<Request extends Message<any>, Response extends Message<any>>(
    nodeId: number,
    api: Api<Request, Response>,
    request: EncodableMessage<Request>,
    options: CallOptions<DecodedMessage<Response>> = {},
  ): Promise<DecodedMessage<Response>> {
    return this.#call(api, request, options, () => this.node(nodeId));
  }

  /**
   * Sends a request to the controller, or to a broker that passes it on (KIP-590). NOT_CONTROLLER, told by `errorOf`,
   * leads to another attempt.
   */
  callController<Request extends Message<any>, Response extends Message<any>>(
    api: Api<Request, Response>,
    request: EncodableMessage<Request>,
    options: CallOptions<DecodedMessage<Response>> = {},
  ): Promise<DecodedMessage<Response>> {
    return this.#call(api, request, options, async (attempt) => {
      const known = this.#metadata.controllerId >= 0 && attempt === 0;
      const { controllerId } = known ? this.#metadata : await this.refresh([]);
      return controllerId >= 0 ? await this.node(controllerId) : await this.anyNode();
    });
  }

  /** Sends a request to a group's or transaction's coordinator. */
  callCoordinator<Request extends Message<any>, Response extends Message<any>>(
    type: CoordinatorType,
    key: string,
    api: Api<Request, Response>,
    request: EncodableMessage<Request>,
    options: CallOptions<DecodedMessage<Response>> = {},
  ): Promise<DecodedMessage<Response>> {
    return this.#call(api, request, options, (attempt) => {
      if (attempt > 0) this.forgetCoordinator(type, key);
      return this.coordinator(type, key);
    });
  }

  #call<Request extends Message<any>, Response extends Message<any>>(
    api: Api<Request, Response>,
    request: EncodableMessage<Request>,
    options: CallOptions<DecodedMessage<Response>>,
    connect: (attempt: number) => Promise<KafkaConnection>,
  ): Promise<DecodedMessage<Response>> {
    const { version, errorOf } = options;
    const requestTimeoutMs = options.requestTimeoutMs ?? this.options.requestTimeoutMs ?? 30000;
    return this.#retry(api.name, options, async (attempt, leftMs) => {
      const connection = await connect(attempt);
      const timeoutMs = Math.min(requestTimeoutMs, leftMs);
      const response = await connection.send(api, request, { version, timeoutMs });
      const errorCode = errorOf?.(response) ?? Errors.NONE;
      if (errorCode !== Errors.NONE) throw new ApiError(errorCode, messageOf(response, errorCode));
      return response;
    });
  }

  /** Repeats `attempt` with the cluster's own settings where `options` say nothing. */
  #retry<T>(
    what: string,
    options: RetryOptions,
    attempt: (number: number, leftMs: number) => Promise<T>,
  ): Promise<T> {
    const { timeoutMs, backoffMs, maxBackoffMs } = this.options;
    return retry(
      this.runtime,
      what,
      {
        timeoutMs: options.timeoutMs ?? timeoutMs,
        backoffMs: options.backoffMs ?? backoffMs,
        maxBackoffMs: options.maxBackoffMs ?? maxBackoffMs,
      },
      attempt,
    );
  }

  // ---- loading

  async #load(topics: readonly string[] | null, allowAutoTopicCreation: boolean) {
    const connection = await this.anyNode();
    if (this.options.bootstrapTo === "controllers") return await this.#loadControllers(connection);
    const response = await connection.send(Apis.Metadata, {
      topics: topics === null ? null : topics.map((name) => ({ name })),
      allowAutoTopicCreation,
    });
    if (response.errorCode !== Errors.NONE) throw new ApiError(response.errorCode);
    this.#loadedAtMs = this.runtime.clock.monotonic();
    return this.#metadata = this.#metadata.updatedBy(response, topics === null);
  }

  async #loadControllers(connection: KafkaConnection): Promise<ClusterMetadata> {
    const response = await connection.send(Apis.DescribeCluster, {
      includeClusterAuthorizedOperations: false,
      endpointType: CONTROLLER_ENDPOINTS,
    });
    const { errorCode, errorMessage, clusterId, controllerId } = response;
    if (errorCode !== Errors.NONE) throw new ApiError(errorCode, errorMessage ?? undefined);
    const nodes = response.brokers.map(({ brokerId, host, port, rack }): [number, Node] => [
      brokerId,
      { id: brokerId, host, port, rack },
    ]);
    this.#loadedAtMs = this.runtime.clock.monotonic();
    return this.#metadata = new ClusterMetadata(clusterId, controllerId, new Map(nodes));
  }

  async #findCoordinator(type: CoordinatorType, key: string): Promise<HostAndPort> {
    const connection = await this.anyNode();
    const version = connection.versionFor(Apis.FindCoordinator);
    const keyType = KEY_TYPES[type];
    const batched = version >= FIRST_BATCHED_FIND_COORDINATOR;
    const request = batched ? { keyType, coordinatorKeys: [key] } : { key, keyType };
    const response = await connection.send(Apis.FindCoordinator, request, { version });
    const found = batched ? response.coordinators[0] : response;
    if (found.errorCode !== Errors.NONE) {
      throw new ApiError(found.errorCode, found.errorMessage ?? undefined);
    }
    return { host: found.host, port: found.port };
  }
}

function messageOf(response: unknown, errorCode: number): string {
  const { errorMessage } = response as { errorMessage?: string | null };
  return errorMessage || new ApiError(errorCode).message;
}
