/** Topics, as a member of a group. */
import type { ClusterClient } from "../../client/cluster_client.ts";
import type { ConsumerRecord } from "../../client/fetched_partition.ts";
import { GroupConsumer, type GroupConsumerOptions } from "../../client/group_consumer.ts";
import { ConnectionError } from "../../client/errors.ts";
import { ApiError, errorName, Errors } from "../../protocol/errors.ts";
import type { OffsetsByPartition, RecordSource } from "./record_source.ts";

/** Longest wait in the group's own poll, which does not know when to end. */
const SLICE_MS = 100;
const LOOK_AGAIN_MS = 100;

export class GroupSource implements RecordSource {
  readonly #cluster: ClusterClient;
  readonly #options: GroupConsumerOptions;
  readonly #warn: (text: string) => void;
  #group: GroupConsumer | null = null;
  /** First offset of each partition in the last poll: where to go on if nothing of it was printed. */
  #firstOffsets = new Map<string, Map<number, bigint>>();

  /** @param warn told what the user should know while nothing comes */
  constructor(
    cluster: ClusterClient,
    options: GroupConsumerOptions,
    warn: (text: string) => void,
  ) {
    this.#cluster = cluster;
    this.#options = options;
    this.#warn = warn;
  }

  async poll(timeoutMs: number, until: () => boolean): Promise<readonly ConsumerRecord[]> {
    const { clock } = this.#cluster.runtime;
    const deadlineMs = clock.monotonic() + timeoutMs;
    const isOver = () => until() || clock.monotonic() >= deadlineMs;
    if (this.#group === null) {
      if (!await this.#findTopics(isOver)) return [];
      this.#group = new GroupConsumer(this.#cluster, this.#options);
    }
    while (true) {
      const leftMs = Math.max(0, deadlineMs - clock.monotonic());
      const records = await this.#group.poll(Math.min(leftMs, SLICE_MS));
      if (records.length > 0) this.#firstOffsets = firstOffsets(records);
      if (records.length > 0 || isOver()) return records;
    }
  }

  wakeUp(): void {
    this.#group?.consumer.wakeUp();
  }

  /** What was handed out and not printed is not committed. */
  async close(next: OffsetsByPartition): Promise<void> {
    if (this.#group === null) return;
    const { consumer } = this.#group;
    for (const { topic, partition } of this.#group.assignment) {
      const offset = next.get(topic)?.get(partition) ??
        this.#firstOffsets.get(topic)?.get(partition);
      if (offset === undefined || offset === consumer.position({ topic, partition })) continue;
      consumer.seek({ topic, partition }, offset);
    }
    await this.#group.close();
  }

  /**
   * Waits for topics that are named: the group would join without them, and look for them after minutes only.
   *
   * @returns false if that took too long.
   * @throws {ApiError} INVALID_TOPIC_EXCEPTION
   */
  async #findTopics(isOver: () => boolean): Promise<boolean> {
    const { topics } = this.#options;
    if (topics instanceof RegExp) return true;
    let hasWarned = false;
    while (true) {
      const problem = await this.#problem(topics);
      if (problem === null) return true;
      if (problem !== "" && !hasWarned) this.#warn(problem);
      hasWarned ||= problem !== "";
      if (isOver()) return false;
      await this.#cluster.runtime.clock.sleep(LOOK_AGAIN_MS);
    }
  }

  /** Null if all topics are there; else what to tell the user. */
  async #problem(topics: readonly string[]): Promise<string | null> {
    try {
      const metadata = await this.#cluster.refresh(topics, { allowAutoTopicCreation: true });
      for (const topic of topics) {
        const known = metadata.topics.get(topic);
        const errorCode = known?.errorCode ?? Errors.UNKNOWN_TOPIC_OR_PARTITION;
        if (errorCode === Errors.NONE && known!.partitions.length > 0) continue;
        if (!new ApiError(errorCode).retriable) {
          throw new ApiError(
            errorCode,
            errorCode === Errors.INVALID_TOPIC_EXCEPTION ? `Invalid topics: [${topic}]` : undefined,
          );
        }
        return "The metadata response from the cluster reported a recoverable issue: " +
          `{${topic}=${errorName(errorCode)}}`;
      }
      return null;
    } catch (error) {
      // Who opened the cluster has told that nobody answers.
      if (error instanceof ConnectionError) return "";
      throw error;
    }
  }
}

function firstOffsets(records: readonly ConsumerRecord[]): Map<string, Map<number, bigint>> {
  const offsets = new Map<string, Map<number, bigint>>();
  for (const { topic, partition, offset } of records) {
    let partitions = offsets.get(topic);
    if (partitions === undefined) offsets.set(topic, partitions = new Map());
    if (!partitions.has(partition)) partitions.set(partition, offset);
  }
  return offsets;
}
