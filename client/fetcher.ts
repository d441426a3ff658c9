/** Fetches for a consumer: one request at a time to each node, answers into the partitions they belong to. */
import { Apis } from "../protocol/apis.ts";
import type { DecodedMessage } from "../protocol/codec/message.ts";
import { ApiError, Errors, isRetriable } from "../protocol/errors.ts";
import { ZERO_UUID } from "../protocol/uuid.ts";
import type { ClusterClient } from "./cluster_client.ts";
import type { ConsumerSettings } from "./consumer_options.ts";
import type { ConsumerPartition } from "./consumer_partition.ts";
import { FetchedPartition } from "./fetched_partition.ts";
import { FetchSession, type FetchTarget } from "./fetch_session.ts";
import { ISOLATION_LEVELS } from "./list_offsets.ts";
import { partitionKey } from "./topic_partition.ts";

type Response = DecodedMessage<(typeof Apis.Fetch)["response"]>;
type PartitionAnswer = Response["responses"][number]["partitions"][number];

/** Partitions asked for in one request, with the seeks they had then. */
type Asked = Map<string, { readonly partition: ConsumerPartition; readonly seeks: number }>;

interface NodeFetches {
  readonly session: FetchSession;
  busy: boolean;
}

const LAST_VERSION_WITH_NAMES = 12;
const FIRST_VERSION_WITH_SESSIONS = 7;
/** How long a replica named by the leader is fetched from (`metadata.max.age.ms`). */
const PREFERRED_REPLICA_MS = 300000;

export interface FetcherEvents {
  /** Something came, or failed in a way that passes. */
  changed(): void;
  /** The partition's position is not in the log. */
  outOfRange(partition: ConsumerPartition): void;
  /** Something that does not pass. */
  failed(partition: ConsumerPartition, error: ApiError): void;
}

export class Fetcher {
  readonly #cluster: ClusterClient;
  readonly #settings: ConsumerSettings;
  readonly #events: FetcherEvents;
  readonly #nodes = new Map<number, NodeFetches>();
  /** A fetch may wait for records while others want answers. */
  readonly #lane: string;
  #refreshing = false;

  constructor(cluster: ClusterClient, settings: ConsumerSettings, events: FetcherEvents) {
    this.#cluster = cluster;
    this.#settings = settings;
    this.#events = events;
    this.#lane = `fetch-${cluster.runtime.random.uniqueId()}`;
  }

  /** Asks nodes that are not busy for what is wanted of them. */
  fetch(partitions: Iterable<ConsumerPartition>): void {
    const nowMs = this.#cluster.runtime.clock.monotonic();
    const byNode = new Map<number, ConsumerPartition[]>();
    for (const partition of partitions) {
      const { position, paused, fetched, retryAtMs } = partition;
      if (position === null || paused || fetched !== null || retryAtMs > nowMs) continue;
      const node = this.#nodeFor(partition, nowMs);
      if (node < 0) {
        this.#backOff(partition);
        continue;
      }
      const list = byNode.get(node);
      if (list === undefined) byNode.set(node, [partition]);
      else list.push(partition);
    }
    if (this.#cluster.metadataIsStale) this.#refresh(partitions);
    for (const [id, list] of byNode) {
      let node = this.#nodes.get(id);
      if (node === undefined) {
        node = { session: new FetchSession(this.#settings.fetchSessions), busy: false };
        this.#nodes.set(id, node);
      }
      if (!node.busy) this.#fetchFrom(id, node, list);
    }
  }

  close(): void {
    this.#cluster.closeLane(this.#lane);
  }

  #nodeFor(partition: ConsumerPartition, nowMs: number): number {
    const { preferredReplica, preferredUntilMs, topic, partition: index } = partition;
    if (preferredReplica >= 0 && nowMs < preferredUntilMs) return preferredReplica;
    return this.#cluster.metadata.partition(topic, index)?.leader ?? -1;
  }

  /** Never rejects. */
  async #fetchFrom(id: number, node: NodeFetches, partitions: ConsumerPartition[]): Promise<void> {
    node.busy = true;
    const asked: Asked = new Map();
    for (const partition of partitions) {
      asked.set(partitionKey(partition), { partition, seeks: partition.seeks });
    }
    try {
      const response = await this.#ask(id, node.session, partitions);
      if (node.session.answered(response.errorCode, response.sessionId)) {
        this.#take(response, asked);
      }
    } catch {
      // Whatever was lost, or can't be read: the next attempt asks anew, perhaps elsewhere.
      node.session.failed();
      for (const partition of partitions) this.#backOff(partition);
    }
    node.busy = false;
    this.#events.changed();
  }

  async #ask(id: number, session: FetchSession, partitions: readonly ConsumerPartition[]) {
    const { metadata } = this.#cluster;
    const settings = this.#settings;
    const connection = await this.#cluster.node(id, this.#lane);
    const targets = partitions.map((partition): FetchTarget => ({
      topic: partition.topic,
      partition: partition.partition,
      topicId: metadata.topics.get(partition.topic)?.topicId ?? ZERO_UUID,
      fetchOffset: partition.position!,
      currentLeaderEpoch: partition.preferredReplica >= 0
        ? -1
        : metadata.partition(partition.topic, partition.partition)?.leaderEpoch ?? -1,
      partitionMaxBytes: settings.maxPartitionBytes,
    }));
    const newest = connection.versionFor(Apis.Fetch);
    const haveIds = targets.every(({ topicId }) => topicId !== ZERO_UUID);
    const version = haveIds ? newest : Math.min(newest, LAST_VERSION_WITH_NAMES);
    const { fetchMaxWaitMs: maxWaitMs, fetchMinBytes: minBytes } = settings;
    const own = version >= FIRST_VERSION_WITH_SESSIONS ? session : new FetchSession(false);
    const request = {
      maxWaitMs,
      minBytes,
      maxBytes: settings.fetchMaxBytes,
      isolationLevel: ISOLATION_LEVELS[settings.isolation],
      rackId: settings.rack,
      ...own.next(targets),
    };
    const timeoutMs = settings.requestTimeoutMs;
    return await connection.send(Apis.Fetch, request, { version, timeoutMs });
  }

  #take(response: Response, asked: Asked): void {
    for (const { topic, topicId, partitions } of response.responses) {
      const name = topic !== "" ? topic : this.#cluster.metadata.topicName(topicId);
      if (name === undefined) continue;
      for (const answer of partitions) {
        const entry = asked.get(partitionKey({ topic: name, partition: answer.partitionIndex }));
        if (entry === undefined || entry.seeks !== entry.partition.seeks) continue;
        this.#takePartition(entry.partition, answer);
      }
    }
  }

  #takePartition(partition: ConsumerPartition, answer: PartitionAnswer): void {
    const { errorCode, records, preferredReadReplica } = answer;
    if (errorCode !== Errors.NONE) return this.#fail(partition, errorCode);
    partition.highWatermark = answer.highWatermark;
    partition.lastStableOffset = answer.lastStableOffset;
    partition.logStartOffset = answer.logStartOffset;
    if (preferredReadReplica >= 0) {
      partition.preferredReplica = preferredReadReplica;
      partition.preferredUntilMs = this.#cluster.runtime.clock.monotonic() + PREFERRED_REPLICA_MS;
    }
    if (records === null || records.length === 0) return;
    const aborted = this.#settings.isolation === "read_committed"
      ? answer.abortedTransactions ?? []
      : null;
    const { checkCrcs } = this.#settings;
    partition.fetched = new FetchedPartition(partition, records, partition.position!, {
      aborted,
      checkCrcs,
    });
  }

  #fail(partition: ConsumerPartition, errorCode: number): void {
    const viaReplica = partition.preferredReplica >= 0;
    partition.preferredReplica = -1;
    if (errorCode === Errors.OFFSET_OUT_OF_RANGE) {
      if (!viaReplica) this.#events.outOfRange(partition);
    } else if (isRetriable(errorCode)) this.#backOff(partition);
    else {
      const { topic, partition: index } = partition;
      const message = `${topic}-${index}: ${new ApiError(errorCode).message}`;
      this.#events.failed(partition, new ApiError(errorCode, message));
    }
  }

  #backOff(partition: ConsumerPartition): void {
    const nowMs = this.#cluster.runtime.clock.monotonic();
    partition.preferredReplica = -1;
    partition.retryAtMs = nowMs + this.#settings.retryBackoffMs;
    this.#refresh([partition]);
  }

  /** Asks for new metadata, once at a time. */
  #refresh(partitions: Iterable<ConsumerPartition>): void {
    if (this.#refreshing) return;
    this.#refreshing = true;
    const topics = new Set([...partitions].map(({ topic }) => topic));
    this.#cluster.refresh([...topics])
      .catch(() => {})
      .finally(() => {
        this.#refreshing = false;
        this.#events.changed();
      });
  }
}
