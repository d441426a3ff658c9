/** A consumer of partitions that its user names: positions, fetching, handing out records. */
import { ApiError, Errors } from "../protocol/errors.ts";
import type { Clock } from "../runtime/runtime.ts";
import type { ClusterClient } from "./cluster_client.ts";
import {
  type ConsumerOptions,
  type ConsumerSettings,
  consumerSettings,
} from "./consumer_options.ts";
import { ConsumerPartition } from "./consumer_partition.ts";
import type { ConsumerRecord } from "./fetched_partition.ts";
import { Fetcher } from "./fetcher.ts";
import { EARLIEST, LATEST, listOffsets } from "./list_offsets.ts";
import { mayRetry } from "./retry.ts";
import { partitionKey, type TopicPartition } from "./topic_partition.ts";

/** Longest time that a poll sleeps at once: what it waits for may come without a sign. */
const LONGEST_NAP_MS = 100;

export class Consumer {
  readonly cluster: ClusterClient;
  readonly settings: ConsumerSettings;
  readonly #clock: Clock;
  readonly #fetcher: Fetcher;
  #partitions = new Map<string, ConsumerPartition>();
  /** Errors for the next poll to throw. */
  readonly #failures: unknown[] = [];
  #wake: (() => void) | null = null;
  /** Where the last poll stopped, so that every partition gets its turn. */
  #turn = 0;

  constructor(cluster: ClusterClient, options: ConsumerOptions = {}) {
    this.cluster = cluster;
    this.settings = consumerSettings(options);
    this.#clock = cluster.runtime.clock;
    this.#fetcher = new Fetcher(cluster, this.settings, {
      changed: () => this.#notify(),
      outOfRange: (partition) => this.#outOfRange(partition),
      failed: (_, error) => this.#failures.push(error),
    });
  }

  /** The partitions that are consumed. */
  get assignment(): TopicPartition[] {
    return [...this.#partitions.values()]
      .map(({ topic, partition }) => ({ topic, partition }));
  }

  /** Consumes exactly these. Those that were consumed before go on where they are. */
  assign(partitions: readonly TopicPartition[]): void {
    const before = this.#partitions;
    this.#partitions = new Map();
    for (const { topic, partition } of partitions) {
      const key = partitionKey({ topic, partition });
      this.#partitions.set(key, before.get(key) ?? new ConsumerPartition(topic, partition));
    }
    for (const [key, partition] of before) {
      if (!this.#partitions.has(key)) partition.seek(null, null);
    }
    this.#notify();
  }

  /**
   * @param leaderEpoch of the record before the offset, if known
   * @throws {TypeError} If the partition is not assigned.
   */
  seek(partition: TopicPartition, offset: bigint, leaderEpoch = -1): void {
    this.#get(partition).seek(offset, null, leaderEpoch);
    this.#notify();
  }

  /** The first offset is looked up when needed. @throws {TypeError} If the partition is not assigned. */
  seekTo(end: "earliest" | "latest", partition: TopicPartition): void {
    this.#get(partition).seek(null, end);
    this.#notify();
  }

  pause(partition: TopicPartition): void {
    this.#get(partition).paused = true;
  }

  resume(partition: TopicPartition): void {
    this.#get(partition).paused = false;
    this.#notify();
  }

  /** Offset of the next record that a poll will give; null while unknown. */
  position(partition: TopicPartition): bigint | null {
    return this.#get(partition).position;
  }

  /** Leader epoch of the record before the position; -1 if it was neither read nor named by a seek. */
  positionEpoch(partition: TopicPartition): number {
    return this.#get(partition).positionEpoch;
  }

  /** End of what may be read, from the last answer; null before one came. */
  endOffset(partition: TopicPartition): bigint | null {
    const { highWatermark, lastStableOffset } = this.#get(partition);
    const end = this.settings.isolation === "read_committed" ? lastStableOffset : highWatermark;
    return end < 0n ? null : end;
  }

  /**
   * Hands out up to `max.poll.records` records, waiting up to `timeoutMs` for one.
   *
   * @param until Ends the waiting early when it says true; asked whenever something happened.
   * @throws {ApiError} OFFSET_OUT_OF_RANGE with `offsetReset: "none"`; errors that do not pass.
   * @throws {CorruptRecordError} and the like if a batch is broken.
   */
  async poll(timeoutMs: number, until: () => boolean = () => false): Promise<ConsumerRecord[]> {
    const deadlineMs = this.#clock.monotonic() + timeoutMs;
    for (;;) {
      const records = this.#collect();
      this.#lookUpPositions();
      this.#fetcher.fetch(this.#partitions.values());
      if (records.length > 0) return records;
      if (this.#failures.length > 0) throw this.#failures.shift();
      const leftMs = deadlineMs - this.#clock.monotonic();
      if (leftMs <= 0 || until()) return records;
      await this.#nap(Math.min(leftMs, LONGEST_NAP_MS));
    }
  }

  /** Ends a poll's present nap. */
  wakeUp(): void {
    this.#notify();
  }

  /** Consumes nothing any more. The cluster client stays open. */
  close(): void {
    this.assign([]);
    this.#fetcher.close();
  }

  #get(partition: TopicPartition): ConsumerPartition {
    const found = this.#partitions.get(partitionKey(partition));
    if (found === undefined) {
      throw new TypeError(`${partition.topic}-${partition.partition} is not assigned`);
    }
    return found;
  }

  #collect(): ConsumerRecord[] {
    const records: ConsumerRecord[] = [];
    const partitions = [...this.#partitions.values()];
    const first = this.#turn % Math.max(1, partitions.length);
    const { maxPollRecords } = this.settings;
    for (let i = 0; i < partitions.length && records.length < maxPollRecords; i++) {
      const at = (first + i) % partitions.length;
      const partition = partitions[at];
      if (partition.fetched === null || partition.paused) continue;
      this.#turn = partition.fetched.isFinished ? at + 1 : at;
      this.#takeFrom(partition, maxPollRecords - records.length, records);
    }
    return records;
  }

  #takeFrom(partition: ConsumerPartition, max: number, records: ConsumerRecord[]): void {
    const { fetched } = partition;
    const before = records.length;
    try {
      fetched!.take(max, records);
    } catch (error) {
      this.#failures.push(error);
      partition.fetched = null;
    }
    partition.position = fetched!.nextOffset;
    if (records.length > before) partition.positionEpoch = records.at(-1)!.leaderEpoch;
    if (fetched!.isFinished) partition.fetched = null;
  }

  #outOfRange(partition: ConsumerPartition): void {
    if (this.settings.offsetReset !== "none") return partition.seek(null, null);
    const { topic, partition: index, position } = partition;
    this.#failures.push(
      new ApiError(Errors.OFFSET_OUT_OF_RANGE, `${topic}-${index} has no offset ${position}`),
    );
  }

  /** Looks up positions that are not known, all at once. */
  #lookUpPositions(): void {
    const nowMs = this.#clock.monotonic();
    const open = [...this.#partitions.values()].filter((partition) =>
      partition.position === null && !partition.lookingUp && partition.retryAtMs <= nowMs
    );
    if (open.length === 0) return;
    const { offsetReset } = this.settings;
    if (offsetReset === "none" && open.some(({ goTo }) => goTo === null)) {
      const { topic, partition } = open.find(({ goTo }) => goTo === null)!;
      throw new ApiError(Errors.OFFSET_OUT_OF_RANGE, `No offset for ${topic}-${partition}`);
    }
    this.#lookUp(open);
  }

  /** Never rejects. */
  async #lookUp(partitions: readonly ConsumerPartition[]): Promise<void> {
    const { offsetReset, isolation, retryBackoffMs, requestTimeoutMs } = this.settings;
    const seeks = partitions.map((partition) => partition.seeks);
    for (const partition of partitions) partition.lookingUp = true;
    try {
      const answers = await listOffsets(
        this.cluster,
        partitions.map(({ topic, partition, goTo }) => ({
          topic,
          partition,
          timestamp: (goTo ?? offsetReset) === "earliest" ? EARLIEST : LATEST,
        })),
        isolation,
        { timeoutMs: requestTimeoutMs },
      );
      answers.forEach(({ offset, error }, i) => {
        const partition = partitions[i];
        if (partition.seeks !== seeks[i]) return;
        if (error === null) partition.position = offset;
        else {
          partition.retryAtMs = this.#clock.monotonic() + retryBackoffMs;
          this.#failures.push(error);
        }
      });
    } catch (error) {
      const retryAtMs = this.#clock.monotonic() + retryBackoffMs;
      for (const partition of partitions) partition.retryAtMs = retryAtMs;
      if (!mayRetry(error)) this.#failures.push(error);
    }
    for (const partition of partitions) partition.lookingUp = false;
    this.#notify();
  }

  async #nap(delayMs: number): Promise<void> {
    const woken = new Promise<void>((resolve) => this.#wake = resolve);
    await Promise.race([woken, this.#clock.sleep(delayMs)]);
    this.#wake = null;
  }

  #notify(): void {
    this.#wake?.();
  }
}
