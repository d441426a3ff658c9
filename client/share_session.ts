/** What a share consumer has open at one broker: partitions, and records it was given and has to answer for (KIP-932). */
import { Apis } from "../protocol/apis.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type { ClusterClient } from "./cluster_client.ts";
import { type ConsumerRecord, FetchedPartition } from "./fetched_partition.ts";
import { partitionKey, type TopicPartition } from "./topic_partition.ts";

/** What becomes of a record: it is done with, given to somebody again, or to nobody any more. */
export type Acknowledgement = "accept" | "release" | "reject";
const TYPES: Readonly<Record<Acknowledgement, number>> = { accept: 1, release: 2, reject: 3 };

export interface SharedRecord extends ConsumerRecord {
  /** 1 for the first time. */
  readonly deliveryCount: number;
}

export interface ShareFetchOptions {
  readonly groupId: string;
  readonly memberId: string;
  readonly maxWaitMs: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly maxRecords: number;
  readonly checkCrcs: boolean;
}

/** A partition with the id of its topic. */
export interface SharedPartition extends TopicPartition {
  readonly topicId: string;
}

const CLOSING_EPOCH = -1;
const MAX_EPOCH = 2147483647;

export class ShareSession {
  readonly #cluster: ClusterClient;
  readonly #nodeId: number;
  readonly #options: ShareFetchOptions;
  #epoch = 0;
  #partitions: readonly SharedPartition[] = [];
  /** Answers to give with the next request, by {@linkcode partitionKey}. */
  #answers = new Map<string, { offset: bigint; type: number }[]>();

  constructor(cluster: ClusterClient, nodeId: number, options: ShareFetchOptions) {
    this.#cluster = cluster;
    this.#nodeId = nodeId;
    this.#options = options;
  }

  acknowledge(record: ConsumerRecord, acknowledgement: Acknowledgement): void {
    const key = partitionKey(record);
    const answers = this.#answers.get(key) ?? [];
    this.#answers.set(key, answers);
    answers.push({ offset: record.offset, type: TYPES[acknowledgement] });
  }

  /** Gives the answers so far, and asks for more records of these partitions. @throws {ApiError | ConnectionError} */
  async fetch(partitions: readonly SharedPartition[]): Promise<SharedRecord[]> {
    const { groupId, memberId, maxWaitMs, minBytes, maxBytes, maxRecords } = this.#options;
    const before = this.#epoch === 0 ? [] : this.#partitions;
    const isIn = (list: readonly SharedPartition[], one: SharedPartition) =>
      list.some((it) => partitionKey(it) === partitionKey(one));
    const added = partitions.filter((it) => !isIn(before, it));
    const forgotten = before.filter((it) => !isIn(partitions, it));
    const answered = before.filter((it) => this.#answers.has(partitionKey(it)));
    const named = [...new Set([...added, ...answered])];
    const connection = await this.#cluster.node(this.#nodeId, "share-fetch");
    const topics = topicsOf(named, (partition) => this.#takeAnswers(partition));
    const response = await connection.send(Apis.ShareFetch, {
      groupId,
      memberId,
      shareSessionEpoch: this.#epoch,
      maxWaitMs,
      minBytes,
      maxBytes,
      maxRecords,
      batchSize: maxRecords,
      topics,
      forgottenTopicsData: [...Map.groupBy(forgotten, ({ topicId }) => topicId)].map(
        ([topicId, list]) => ({ topicId, partitions: list.map(({ partition }) => partition) }),
      ),
    });
    if (response.errorCode !== Errors.NONE) {
      this.#epoch = 0;
      throw new ApiError(response.errorCode, response.errorMessage ?? undefined);
    }
    this.#epoch = this.#epoch === MAX_EPOCH ? 1 : this.#epoch + 1;
    this.#partitions = partitions;
    return response.responses.flatMap(({ topicId, partitions: answers }) =>
      answers.flatMap((answer) => {
        const partition = partitions.find((it) =>
          it.topicId === topicId && it.partition === answer.partitionIndex
        );
        if (partition === undefined || answer.errorCode !== Errors.NONE) return [];
        return this.#acquired(partition, answer.records, answer.acquiredRecords);
      })
    );
  }

  /** Gives the answers so far; what has none goes to somebody else. @throws {ApiError | ConnectionError} */
  async close(): Promise<void> {
    if (this.#epoch === 0) return;
    const { groupId, memberId } = this.#options;
    const answered = this.#partitions.filter((it) => this.#answers.has(partitionKey(it)));
    const connection = await this.#cluster.node(this.#nodeId, "share-fetch");
    this.#epoch = 0;
    await connection.send(Apis.ShareAcknowledge, {
      groupId,
      memberId,
      shareSessionEpoch: CLOSING_EPOCH,
      topics: topicsOf(answered, (partition) => this.#takeAnswers(partition)),
    });
  }

  #acquired(
    partition: SharedPartition,
    bytes: Uint8Array | null,
    ranges: readonly {
      readonly firstOffset: bigint;
      readonly lastOffset: bigint;
      readonly deliveryCount: number;
    }[],
  ): SharedRecord[] {
    if (bytes === null || ranges.length === 0) return [];
    const { topic, partition: index } = partition;
    const { checkCrcs } = this.#options;
    const fetched = new FetchedPartition(
      { topic, partition: index },
      bytes,
      ranges[0].firstOffset,
      { aborted: null, checkCrcs },
    );
    const records: ConsumerRecord[] = [];
    while (!fetched.isFinished) fetched.take(Number.MAX_SAFE_INTEGER, records);
    return records.flatMap((record) => {
      const range = ranges.find(({ firstOffset, lastOffset }) =>
        record.offset >= firstOffset && record.offset <= lastOffset
      );
      return range === undefined ? [] : [{ ...record, deliveryCount: range.deliveryCount }];
    });
  }

  /** A range for each offset: neighbours may have different answers. */
  #takeAnswers(partition: SharedPartition) {
    const key = partitionKey(partition);
    const answers = this.#answers.get(key) ?? [];
    this.#answers.delete(key);
    return answers.map(({ offset, type }) => ({
      firstOffset: offset,
      lastOffset: offset,
      acknowledgeTypes: [type],
    }));
  }
}

interface AnsweredRange {
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  readonly acknowledgeTypes: readonly number[];
}

function topicsOf(
  partitions: readonly SharedPartition[],
  answers: (partition: SharedPartition) => readonly AnsweredRange[],
) {
  return [...Map.groupBy(partitions, ({ topicId }) => topicId)].map(([topicId, list]) => ({
    topicId,
    partitions: list.map((it) => ({
      partitionIndex: it.partition,
      acknowledgementBatches: answers(it),
    })),
  }));
}
