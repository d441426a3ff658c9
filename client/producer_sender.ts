/** Sends a producer's batches to the partitions' leaders, and again when that may help. */
import { ApiError, Errors } from "../protocol/errors.ts";
import type { Clock, Timer } from "../runtime/runtime.ts";
import type { ClusterClient } from "./cluster_client.ts";
import type { ProducerBatch, ProducerIdentity } from "./producer_batch.ts";
import { IdentitySource } from "./producer_identity.ts";
import type { ProducerSettings } from "./producer_options.ts";
import { ProducerQueue } from "./producer_queue.ts";
import { type BatchResult, sendBatches } from "./producer_request.ts";
import { backoffMs, mayRetry } from "./retry.ts";
import type { Transaction } from "./transaction.ts";

export interface SenderEvents {
  /** A batch is acknowledged or given up, and those who wait for its records are told. */
  settled(batch: ProducerBatch): void;
  /** Whether batches should not linger: records wait for room. */
  pressed(): boolean;
}

/** The broker does not know this producer as it is: another identity helps (KIP-360). */
const LOST_STATE: ReadonlySet<number> = new Set([
  Errors.OUT_OF_ORDER_SEQUENCE_NUMBER,
  Errors.UNKNOWN_PRODUCER_ID,
  Errors.INVALID_PRODUCER_EPOCH,
]);

type Taken = readonly [queue: ProducerQueue, batch: ProducerBatch];

export class ProducerSender {
  readonly #cluster: ClusterClient;
  readonly #clock: Clock;
  readonly #settings: ProducerSettings;
  readonly #events: SenderEvents;
  readonly #identity: IdentitySource;
  readonly #transaction: Transaction | null;
  readonly #queues = new Map<string, ProducerQueue>();
  /** Requests under way, by node. */
  readonly #inFlight = new Map<number, number>();
  #scheduled = false;
  #timer: Timer | null = null;
  #refreshing = false;
  #nextRefreshMs = 0;

  constructor(
    cluster: ClusterClient,
    settings: ProducerSettings,
    transaction: Transaction | null,
    events: SenderEvents,
  ) {
    this.#cluster = cluster;
    this.#transaction = transaction;
    this.#clock = cluster.runtime.clock;
    this.#settings = settings;
    this.#events = events;
    this.#identity = new IdentitySource(cluster, settings.maxBlockMs, transaction, {
      renewed: () => {
        for (const queue of this.#queues.values()) queue.resetSequences();
        this.wake();
      },
      failed: (error) => {
        for (const queue of this.#queues.values()) {
          for (const batch of queue.waiting.splice(0)) this.#giveUp(batch, error);
        }
      },
    });
  }

  get identity(): ProducerIdentity | null {
    return this.#identity.current;
  }

  queue(topic: string, partition: number): ProducerQueue {
    const key = `${topic}/${partition}`;
    let queue = this.#queues.get(key);
    if (queue === undefined) this.#queues.set(key, queue = new ProducerQueue(topic, partition));
    return queue;
  }

  /** Looks at the end of the turn what there is to send. */
  wake(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#clock.endOfTurn(() => {
      this.#scheduled = false;
      this.#sendReady();
    });
  }

  close(): void {
    this.#timer?.cancel();
  }

  #wakeIn(delayMs: number): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.setTimer(delayMs, () => {
      this.#timer = null;
      this.wake();
    });
  }

  // ---- sending

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

  /** Whether batches may be sent under the present identity; if not, sees to it once nothing is in flight. */
  #hasIdentity(): boolean {
    if (this.#identity.isKnown) return true;
    const idle = [...this.#inFlight.values()].every((count) => count === 0);
    const waiting = [...this.#queues.values()].some(({ waiting }) => waiting.length > 0);
    if (idle && waiting) this.#identity.ask();
    return false;
  }

  /** When the first batch of a queue should go. */
  #dueMs(queue: ProducerQueue, first: ProducerBatch): number {
    const ready = first.full || first.urgent || queue.waiting.length > 1 || this.#events.pressed();
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
        this.wake();
      });
  }

  /** Sends one batch of each queue in one request. Returns whether it did. */
  #sendTo(node: number, queues: readonly ProducerQueue[]): boolean {
    const inFlight = this.#inFlight.get(node) ?? 0;
    if (inFlight >= this.#settings.maxInFlight) return false;
    const taken: Taken[] = [];
    let bytes = 0;
    for (const queue of queues) {
      const size = queue.waiting[0].sizeBytes;
      if (taken.length > 0 && bytes + size > this.#settings.maxRequestBytes) break;
      bytes += size;
      taken.push([queue, queue.take(this.#settings.idempotence)]);
    }
    this.#inFlight.set(node, inFlight + 1);
    this.#exchange(node, taken).finally(() => {
      this.#inFlight.set(node, this.#inFlight.get(node)! - 1);
      this.wake();
    });
    return true;
  }

  async #exchange(node: number, taken: readonly Taken[]): Promise<void> {
    const batches = taken.map(([, batch]) => batch);
    const { current } = this.#identity;
    const identity = this.#settings.idempotence ? current : null;
    let results: BatchResult[];
    try {
      const transaction = this.#transaction;
      if (transaction !== null) await transaction.add(batches, identity!);
      const id = transaction?.transactionalId ?? null;
      results = await sendBatches(this.#cluster, node, batches, identity, this.#settings, id);
    } catch (error) {
      results = batches.map(() => ({ error }));
    }
    taken.forEach(([queue, batch], i) => this.#finish(queue, batch, results[i]));
  }

  // ---- results

  #finish(queue: ProducerQueue, batch: ProducerBatch, result: BatchResult): void {
    if (!("error" in result)) {
      queue.succeeded(batch);
      batch.succeed(result.baseOffset, result.logAppendTimeMs);
      return this.#events.settled(batch);
    }
    const remedy = this.#remedy(queue, batch, result.error);
    if (remedy === "give up") {
      queue.gaveUp(batch);
      return this.#giveUp(batch, result.error);
    }
    if (remedy === "renew") this.#identity.giveUp();
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
      const { topic, partition } = batch;
      const message =
        `${topic}-${partition} had no leader for ${this.#settings.deliveryTimeoutMs} ms`;
      this.#giveUp(batch, new ApiError(Errors.REQUEST_TIMED_OUT, message));
    }
  }

  #giveUp(batch: ProducerBatch, error: unknown): void {
    // The broker waits for the batch's sequence: it goes on under another identity.
    if (batch.sequence >= 0) this.#identity.giveUp();
    batch.fail(error);
    this.#events.settled(batch);
  }
}
