/** A producer: records into batches, batches to the partitions' leaders, each written once and in order (KIP-98). */
import { ApiError, Errors } from "../protocol/errors.ts";
import type { NewRecord } from "../protocol/records/batch_builder.ts";
import type { RecordHeader } from "../protocol/records/record.ts";
import { recordSizeUpperBound } from "../protocol/records/record_writer.ts";
import type { ClusterClient } from "./cluster_client.ts";
import type { TopicMetadata } from "./cluster_metadata.ts";
import { Fifo } from "./fifo.ts";
import { Flushes } from "./flushes.ts";
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
import { ProducerSender } from "./producer_sender.ts";
import { retry } from "./retry.ts";
import { Transaction } from "./transaction.ts";

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
  readonly #settings: ProducerSettings;
  readonly #partitioner: Partitioner;
  readonly #sender: ProducerSender;
  readonly #transaction: Transaction | null;
  readonly #unfinished = new Set<ProducerBatch>();
  readonly #flushes = new Flushes<ProducerBatch | Send>();
  readonly #waitForTopic = new Map<string, Send[]>();
  readonly #waitForRoom = new Fifo<Send>();
  #bufferedBytes = 0;
  #closed = false;

  /** @throws {TypeError} If options contradict each other. */
  constructor(cluster: ClusterClient, options: ProducerOptions = {}) {
    this.#cluster = cluster;
    this.#settings = producerSettings(options);
    this.#partitioner = new Partitioner(cluster.runtime.random, this.#settings.batchBytes);
    const { transactionalId, transactionTimeoutMs } = this.#settings;
    this.#transaction = transactionalId === null
      ? null
      : new Transaction(cluster, transactionalId, transactionTimeoutMs);
    this.#sender = new ProducerSender(cluster, this.#settings, this.#transaction, {
      settled: (batch) => this.#settled(batch),
      pressed: () => this.#waitForRoom.length > 0,
    });
  }

  /** Producer id and epoch, once known. */
  get identity(): ProducerIdentity | null {
    return this.#sender.identity;
  }

  /**
   * Sends a record. Calls may overlap: records of a partition keep the order of the calls.
   *
   * @throws {ApiError} What the broker says; MESSAGE_TOO_LARGE; REQUEST_TIMED_OUT.
   * @throws {ConnectionError} If the brokers can't be reached in time.
   */
  send(record: ProducerRecord): Promise<RecordMetadata> {
    return new Promise((resolve, reject) => this.sendFor(record, { resolve, reject }));
  }

  /** As {@linkcode send}, for those who send so much that a promise for each record is too dear. */
  sendFor(record: ProducerRecord, waiter: Waiter): void {
    if (this.#closed) return waiter.reject(new TypeError("The producer is closed"));
    const { topic, partition, key = null, value, headers } = record;
    const timestamp = record.timestamp ?? BigInt(this.#cluster.runtime.clock.now());
    const body = { timestamp, key, value, headers };
    const sizeBytes = recordSizeUpperBound(body);
    if (sizeBytes > this.#settings.maxRequestBytes) {
      const why = `A record of ${sizeBytes} bytes is larger than max.request.size`;
      return waiter.reject(new ApiError(Errors.MESSAGE_TOO_LARGE, why));
    }
    this.#take({ topic, partition, record: body, sizeBytes, waiter });
  }

  /** Resolves when everything sent before is acknowledged or has failed. */
  flush(): Promise<void> {
    for (const batch of this.#unfinished) batch.urgent = true;
    this.#sender.wake();
    const sends = [...[...this.#waitForTopic.values()].flat(), ...this.#waitForRoom];
    return this.#flushes.waitFor([...this.#unfinished, ...sends]);
  }

  /**
   * Flushes, then commits or aborts what was sent since the last time.
   *
   * @throws {ApiError} PRODUCER_FENCED, INVALID_TXN_STATE, ...
   * @throws {TypeError} If the producer has no transactional id.
   */
  async endTransaction(end: "commit" | "abort"): Promise<void> {
    if (this.#transaction === null) throw new TypeError("The producer has no transactional id");
    await this.flush();
    if (this.identity === null) return;
    await this.#transaction.end(end === "commit", this.identity);
  }

  /** Flushes, then takes no more. */
  async close(): Promise<void> {
    await this.flush();
    this.#closed = true;
    this.#sender.close();
  }

  /** Puts a record into a batch, or, in the order of the calls, among those that wait for their topic or for room. */
  #take(send: Send): void {
    const waiting = this.#waitForTopic.get(send.topic);
    if (waiting !== undefined) return void waiting.push(send);
    const topic = this.#topic(send.topic);
    if (topic === undefined) {
      this.#waitForTopic.set(send.topic, [send]);
      this.#findTopic(send.topic);
    } else if (this.#waitForRoom.length > 0 || !this.#hasRoom(send)) {
      this.#waitForRoom.push(send);
      this.#sender.wake();
    } else this.#append(send, topic);
  }

  /** The topic if it is known to have partitions. */
  #topic(name: string): TopicMetadata | undefined {
    const topic = this.#cluster.metadata.topics.get(name);
    return topic === undefined || topic.partitions.length === 0 ? undefined : topic;
  }

  #hasRoom({ sizeBytes }: Send): boolean {
    return this.#bufferedBytes === 0 ||
      this.#bufferedBytes + sizeBytes <= this.#settings.bufferBytes;
  }

  #append(send: Send, known: TopicMetadata): void {
    const { topic, partition: asked, record, sizeBytes, waiter } = send;
    const partition = asked ?? this.#partitioner.choose(known, record.key, sizeBytes);
    const queue = this.#sender.queue(topic, partition);
    const { batchBytes } = this.#settings;
    let batch = queue.last;
    if (batch !== undefined && batch.sizeBytes + sizeBytes > batchBytes) {
      batch.full = true;
      batch = undefined;
    }
    const isNew = batch === undefined;
    if (batch === undefined) {
      batch = new ProducerBatch(topic, partition, this.#cluster.runtime.clock.monotonic());
      queue.waiting.push(batch);
      this.#unfinished.add(batch);
    }
    this.#bufferedBytes += sizeBytes;
    batch.append(record, sizeBytes, waiter);
    if (this.#flushes.replace(send, batch)) batch.urgent = true;
    if (batch.sizeBytes >= batchBytes) batch.full = true;
    if (isNew || batch.full) this.#sender.wake();
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
      else this.#refuse(send, failure);
    }
  }

  #settled(batch: ProducerBatch): void {
    this.#unfinished.delete(batch);
    this.#bufferedBytes -= batch.sizeBytes;
    while (this.#waitForRoom.length > 0 && this.#hasRoom(this.#waitForRoom.first!)) {
      const send = this.#waitForRoom.shift()!;
      const topic = this.#topic(send.topic);
      if (topic === undefined) {
        this.#refuse(send, new ApiError(Errors.UNKNOWN_TOPIC_OR_PARTITION));
      } else this.#append(send, topic);
    }
    this.#flushes.leave(batch);
  }

  #refuse(send: Send, error: unknown): void {
    send.waiter.reject(error);
    this.#flushes.leave(send);
  }
}
