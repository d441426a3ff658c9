/** A producer: records into batches, batches to the partitions' leaders, each written once and in order (KIP-98). */
import { Apis } from "../protocol/apis.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type { NewRecord } from "../protocol/records/batch_builder.ts";
import type { RecordHeader } from "../protocol/records/record.ts";
import { recordSizeUpperBound } from "../protocol/records/record_writer.ts";
import type { Clock, Timer } from "../runtime/runtime.ts";
import type { ClusterClient } from "./cluster_client.ts";
import type { TopicMetadata } from "./cluster_metadata.ts";
import { Partitioner } from "./partitioner.ts";
import {
  ProducerBatch,
  type ProducerIdentity,
  type RecordMetadata,
  type Waiter,
} from "./producer_batch.ts";
import {
  type ProducerOptions,
  type ProducerSettings,
  producerSettings,
} from "./producer_options.ts";
import { ProducerQueue } from "./producer_queue.ts";
import { type BatchResult, sendBatches } from "./producer_request.ts";
import { backoffMs, mayRetry, retry } from "./retry.ts";

export interface ProducerRecord {
  readonly topic: string;
  /** Chosen by the key, or at random, where left out. */
  readonly partition?: number;
  readonly key?: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers?: readonly RecordHeader[];
  /** Milliseconds since the Unix epoch; default now. */
  readonly timestamp?: bigint;
}

/** Requests under way to one node. */
interface Flight {
  count: number;
}

/** The broker does not know this producer as it is: another identity helps (KIP-360). */
const LOST_STATE: ReadonlySet<number> = new Set([
  Errors.OUT_OF_ORDER_SEQUENCE_NUMBER,
  Errors.UNKNOWN_PRODUCER_ID,
  Errors.INVALID_PRODUCER_EPOCH,
]);

interface Flush {
  /** Batches, and records that are in none yet. */
  readonly waitsFor: Set<ProducerBatch | Send>;
  done(): void;
}

/** A record on its way into a batch. */
interface Send {
  readonly topic: string;
  readonly partition: number | undefined;
  readonly record: NewRecord;
  readonly sizeBytes: number;
  readonly waiter: Waiter;
}

export class Producer {
  readonly #cluster: ClusterClient;
  readonly #clock: Clock;
  readonly #settings: ProducerSettings;
  readonly #partitioner: Partitioner;
  readonly #queues = new Map<string, ProducerQueue>();
  readonly #unfinished = new Set<ProducerBatch>();
  readonly #flights = new Map<number, Flight>();
  readonly #flushes = new Set<Flush>();
  readonly #waitForTopic = new Map<string, Send[]>();
  readonly #waitForRoom: Send[] = [];
  #bufferedBytes = 0;
  #identity: ProducerIdentity | null = null;
  #identityState: "missing" | "asking" | "known" = "missing";
  #scheduled = false;
  #timer: Timer | null = null;
  #refreshing = false;
  #nextRefreshMs = 0;
  #closed = false;

  /** @throws {TypeError} If options contradict each other. */
  constructor(cluster: ClusterClient, options: ProducerOptions = {}) {
    this.#cluster = cluster;
    this.#clock = cluster.runtime.clock;
    this.#settings = producerSettings(options);
    this.#partitioner = new Partitioner(cluster.runtime.random, this.#settings.batchBytes);
  }

  /** Producer id and epoch, once known. */
  get identity(): ProducerIdentity | null {
    return this.#identity;
  }

  /**
   * Sends a record. Calls may overlap: records of a partition keep the order of the calls.
   *
   * @throws {ApiError} What the broker says; MESSAGE_TOO_LARGE; REQUEST_TIMED_OUT.
   * @throws {ConnectionError} If the brokers can't be reached in time.
   */
  send(record: ProducerRecord): Promise<RecordMetadata> {
    return new Promise((resolve, reject) => {
      const { topic, partition, key = null, value, headers } = record;
      const timestamp = record.timestamp ?? BigInt(this.#clock.now());
      const body = { timestamp, key, value, headers };
      const sizeBytes = recordSizeUpperBound(body);
      if (this.#closed) throw new TypeError("The producer is closed");
      if (sizeBytes > this.#settings.maxRequestBytes) {
        throw new ApiError(
          Errors.MESSAGE_TOO_LARGE,
          `A record of ${sizeBytes} bytes is larger than max.request.size`,
        );
      }
      this.#take({ topic, partition, record: body, sizeBytes, waiter: { resolve, reject } });
    });
  }

  /** Resolves when everything sent before is acknowledged or has failed. */
  flush(): Promise<void> {
    for (const batch of this.#unfinished) batch.urgent = true;
    const sends = [...this.#waitForTopic.values(), this.#waitForRoom].flat();
    const waitsFor = new Set<ProducerBatch | Send>([...this.#unfinished, ...sends]);
    if (waitsFor.size === 0) return Promise.resolve();
    this.#wake();
    return new Promise((done) => this.#flushes.add({ waitsFor, done }));
  }

  /** Flushes, then takes no more. */
  async close(): Promise<void> {
    await this.flush();
    this.#closed = true;
    this.#timer?.cancel();
  }

  // ---- taking records

  /** Puts a record into a batch, or, in the order of the calls, among those that wait for their topic or for room. */
  #take(send: Send): void {
    const waiting = this.#waitForTopic.get(send.topic);
    if (waiting !== undefined) return void waiting.push(send);
    const topic = this.#cluster.metadata.topics.get(send.topic);
    if (topic === undefined || topic.partitions.length === 0) {
      this.#waitForTopic.set(send.topic, [send]);
      this.#findTopic(send.topic);
    } else if (this.#waitForRoom.length > 0 || !this.#hasRoom(send)) {
      this.#waitForRoom.push(send);
      this.#wake();
    } else this.#append(send, topic);
  }

  #hasRoom({ sizeBytes }: Send): boolean {
    return this.#bufferedBytes === 0 ||
      this.#bufferedBytes + sizeBytes <= this.#settings.bufferBytes;
  }

  #append(send: Send, known: TopicMetadata): void {
    const { topic, partition: asked, record, sizeBytes, waiter } = send;
    const partition = asked ?? this.#partitioner.choose(known, record.key, sizeBytes);
    const key = `${topic}/${partition}`;
    let queue = this.#queues.get(key);
    if (queue === undefined) this.#queues.set(key, queue = new ProducerQueue(topic, partition));
    const { batchBytes, maxRequestBytes } = this.#settings;
    let batch = queue.last;
    if (batch !== undefined && batch.sizeBytes + sizeBytes > batchBytes) {
      batch.full = true;
      batch = undefined;
    }
    const isNew = batch === undefined;
    if (batch === undefined) {
      batch = new ProducerBatch(topic, partition, this.#clock.monotonic());
      queue.waiting.push(batch);
      this.#unfinished.add(batch);
    }
    this.#bufferedBytes += sizeBytes;
    batch.append(record, sizeBytes, waiter);
    for (const { waitsFor } of this.#flushes) {
      if (!waitsFor.delete(send)) continue;
      waitsFor.add(batch);
      batch.urgent = true;
    }
    if (batch.sizeBytes >= Math.min(batchBytes, maxRequestBytes)) batch.full = true;
    if (isNew || batch.full) this.#wake();
  }

  /** Waits for a topic, then takes what waited for it. Never rejects. */
  async #findTopic(name: string): Promise<void> {
    const { runtime } = this.#cluster;
    const options = { timeoutMs: this.#settings.maxBlockMs };
    let failure: unknown = null;
    try {
      await retry(runtime, `Finding topic ${name}`, options, async () => {
        const metadata = await this.#cluster.refresh([name], { allowAutoTopicCreation: true });
        const topic = metadata.topics.get(name);
        if (topic === undefined) throw new ApiError(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        if (topic.errorCode !== Errors.NONE) throw new ApiError(topic.errorCode);
        if (topic.partitions.length === 0) throw new ApiError(Errors.LEADER_NOT_AVAILABLE);
      });
    } catch (error) {
      failure = error;
    }
    const waiting = this.#waitForTopic.get(name)!;
    this.#waitForTopic.delete(name);
    for (const send of waiting) {
      if (failure === null) this.#take(send);
      else {
        send.waiter.reject(failure);
        this.#leaveFlushes(send);
      }
    }
  }

  // ---- sending

  #wake(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#clock.endOfTurn(() => {
      this.#scheduled = false;
      this.#sendReady();
    });
  }

  #wakeIn(delayMs: number): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.setTimer(delayMs, () => {
      this.#timer = null;
      this.#wake();
    });
  }

  #sendReady(): void {
    if (this.#settings.idempotence && !this.#hasIdentity()) return;
    const nowMs = this.#clock.monotonic();
    let waitMs = Infinity;
    let more = true;
    while (more) {
      more = false;
      const byNode = new Map<number, ProducerQueue[]>();
      for (const queue of this.#queues.values()) {
        const first = queue.waiting[0];
        if (first === undefined) continue;
        const dueMs = this.#dueMs(queue, first);
        if (dueMs > nowMs) {
          waitMs = Math.min(waitMs, dueMs - nowMs);
          continue;
        }
        if (!queue.mayHaveInFlight(this.#settings.maxInFlight)) continue;
        const node = this.#leaderOf(queue);
        if (node < 0) {
          waitMs = Math.min(waitMs, this.#settings.retryBackoffMs);
          continue;
        }
        const queues = byNode.get(node);
        if (queues === undefined) byNode.set(node, [queue]);
        else queues.push(queue);
      }
      for (const [node, queues] of byNode) more = this.#sendTo(node, queues) || more;
    }
    if (waitMs < Infinity) this.#wakeIn(waitMs);
  }

  /** When the first batch of a queue should go. */
  #dueMs(queue: ProducerQueue, first: ProducerBatch): number {
    const ready = first.full || first.urgent || queue.waiting.length > 1 ||
      this.#waitForRoom.length > 0;
    return Math.max(queue.retryAtMs, ready ? 0 : first.createdMs + this.#settings.lingerMs);
  }

  #leaderOf(queue: ProducerQueue): number {
    const { topic, partition } = queue;
    const leader = this.#cluster.metadata.partition(topic, partition)?.leader ?? -1;
    if (leader < 0 || this.#cluster.metadataIsStale) this.#refresh();
    if (leader < 0) this.#expire(queue);
    return leader;
  }

  /** Asks for new metadata, once at a time and not too often. */
  #refresh(): void {
    const nowMs = this.#clock.monotonic();
    if (this.#refreshing || nowMs < this.#nextRefreshMs) return;
    this.#refreshing = true;
    this.#nextRefreshMs = nowMs + this.#settings.retryBackoffMs;
    const topics = new Set([...this.#queues.values()].map(({ topic }) => topic));
    this.#cluster.refresh([...topics], { allowAutoTopicCreation: true })
      .catch(() => {})
      .finally(() => {
        this.#refreshing = false;
        this.#wake();
      });
  }

  /** Sends one batch of each queue in one request. Returns whether it did. */
  #sendTo(node: number, queues: readonly ProducerQueue[]): boolean {
    let flight = this.#flights.get(node);
    if (flight === undefined) this.#flights.set(node, flight = { count: 0 });
    if (flight.count >= this.#settings.maxInFlight) return false;
    const taken: [ProducerQueue, ProducerBatch][] = [];
    let bytes = 0;
    for (const queue of queues) {
      const size = queue.waiting[0].sizeBytes;
      if (taken.length > 0 && bytes + size > this.#settings.maxRequestBytes) break;
      bytes += size;
      taken.push([queue, queue.take(this.#settings.idempotence)]);
    }
    flight.count++;
    this.#exchange(node, taken).finally(() => {
      flight.count--;
      this.#wake();
    });
    return true;
  }

  async #exchange(node: number, taken: readonly [ProducerQueue, ProducerBatch][]): Promise<void> {
    const batches = taken.map(([, batch]) => batch);
    try {
      const results = await sendBatches(
        this.#cluster,
        node,
        batches,
        this.#identity,
        this.#settings,
      );
      taken.forEach(([queue, batch], i) => this.#finish(queue, batch, results[i]));
    } catch (error) {
      for (const [queue, batch] of taken) this.#finish(queue, batch, { error });
    }
  }

  // ---- results

  #finish(queue: ProducerQueue, batch: ProducerBatch, result: BatchResult): void {
    if (!("error" in result)) {
      queue.succeeded(batch);
      this.#settle(batch);
      return batch.succeed(result.baseOffset, result.logAppendTimeMs);
    }
    const { error } = result;
    const remedy = this.#remedy(queue, batch, error);
    if (remedy === "give up") {
      queue.gaveUp(batch);
      // The broker waits for its sequence: go on under another identity.
      if (batch.sequence >= 0) this.#identityState = "missing";
      return this.#giveUp(batch, error);
    }
    if (remedy === "renew") this.#identityState = "missing";
    queue.sendAgain(batch);
    const pauseMs = backoffMs(this.#cluster.runtime.random, batch.attempts - 1, {
      backoffMs: this.#settings.retryBackoffMs,
    });
    queue.retryAtMs = this.#clock.monotonic() + pauseMs;
    this.#refresh();
  }

  /** What to do about a batch that failed: give up, send again, or send again under another identity. */
  #remedy(
    queue: ProducerQueue,
    batch: ProducerBatch,
    error: unknown,
  ): "give up" | "again" | "renew" {
    if (!this.#hasTimeLeft(batch)) return "give up";
    if (mayRetry(error)) return "again";
    if (!this.#settings.idempotence || !(error instanceof ApiError)) return "give up";
    // Only the first batch that is not acknowledged can tell that the broker lost what it knew of this producer: those
    // after it fail because it did.
    if (error.code === Errors.OUT_OF_ORDER_SEQUENCE_NUMBER && queue.hasEarlier(batch)) {
      return "again";
    }
    return LOST_STATE.has(error.code) ? "renew" : "give up";
  }

  #hasTimeLeft(batch: ProducerBatch): boolean {
    const age = this.#clock.monotonic() - batch.createdMs;
    return age < this.#settings.deliveryTimeoutMs && batch.attempts < this.#settings.retries;
  }

  /** Gives up batches of a partition without leader whose time is over. */
  #expire(queue: ProducerQueue): void {
    while (queue.waiting.length > 0 && !this.#hasTimeLeft(queue.waiting[0])) {
      const batch = queue.waiting.shift()!;
      if (batch.sequence >= 0) this.#identityState = "missing";
      const { topic, partition } = batch;
      this.#giveUp(
        batch,
        new ApiError(
          Errors.REQUEST_TIMED_OUT,
          `${topic}-${partition} had no leader for ${this.#settings.deliveryTimeoutMs} ms`,
        ),
      );
    }
  }

  #giveUp(batch: ProducerBatch, error: unknown): void {
    this.#settle(batch);
    batch.fail(error);
  }

  #settle(batch: ProducerBatch): void {
    this.#unfinished.delete(batch);
    this.#bufferedBytes -= batch.sizeBytes;
    const { topics } = this.#cluster.metadata;
    while (this.#waitForRoom.length > 0 && this.#hasRoom(this.#waitForRoom[0])) {
      const send = this.#waitForRoom.shift()!;
      const topic = topics.get(send.topic);
      if (topic !== undefined && topic.partitions.length > 0) this.#append(send, topic);
      else {
        send.waiter.reject(new ApiError(Errors.UNKNOWN_TOPIC_OR_PARTITION));
        this.#leaveFlushes(send);
      }
    }
    this.#leaveFlushes(batch);
  }

  #leaveFlushes(done: ProducerBatch | Send): void {
    for (const flush of this.#flushes) {
      flush.waitsFor.delete(done);
      if (flush.waitsFor.size > 0) continue;
      this.#flushes.delete(flush);
      flush.done();
    }
  }

  // ---- identity

  /** Whether batches may be sent under the present identity; if not, sees to it. */
  #hasIdentity(): boolean {
    if (this.#identityState === "known") return true;
    const inFlight = [...this.#flights.values()].some(({ count }) => count > 0);
    if (this.#identityState === "missing" && !inFlight && this.#unfinished.size > 0) {
      this.#identityState = "asking";
      this.#askIdentity();
    }
    return false;
  }

  /** Gets a producer id. Never rejects. */
  async #askIdentity(): Promise<void> {
    const { maxBlockMs } = this.#settings;
    try {
      const { producerId, producerEpoch } = await this.#cluster.callAny(
        Apis.InitProducerId,
        { transactionalId: null, transactionTimeoutMs: 2147483647 },
        { timeoutMs: maxBlockMs, errorOf: ({ errorCode }) => errorCode },
      );
      this.#identity = { producerId, producerEpoch };
      for (const queue of this.#queues.values()) queue.resetSequences();
      this.#identityState = "known";
    } catch (error) {
      this.#identityState = "missing";
      for (const queue of this.#queues.values()) {
        for (const batch of queue.waiting.splice(0)) this.#giveUp(batch, error);
      }
    }
    this.#wake();
  }
}
