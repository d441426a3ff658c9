/** Reads the partitions of a fetch in order, within the limits of the whole request. */
import type { LongBytes } from "../../protocol/codec/long_bytes.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { ZERO_UUID } from "../../protocol/uuid.ts";
import type { PartitionLog } from "../../storage/partition_log.ts";
import type { ReadIsolation, ReadResult } from "../../storage/types.ts";
import type { ReplicaManager } from "../partition/replica_manager.ts";
import type { FetchedPartition, FetchPartition } from "./fetch_partition.ts";

const NOTHING = new Uint8Array(0);
/** So much of each partition is read at once, whatever else is. */
const LEAST_EAGER_BYTES = 4096;
const BEFORE_ANY_LOG: ReadonlySet<number> = new Set([
  Errors.UNKNOWN_TOPIC_ID,
  Errors.UNKNOWN_TOPIC_OR_PARTITION,
  Errors.UNKNOWN_SERVER_ERROR,
]);

export interface FetchLimits {
  readonly maxBytes: number;
  /** What the whole answer may take in memory now; less when the broker holds much for its clients. */
  readonly eagerBytes: number;
  /** Tells that what was read, or is being read, takes this much memory until it is sent. */
  hold(bytes: number): void;
  readonly isolation: ReadIsolation;
  /** Id of the fetching broker, -1 for a consumer. */
  readonly replicaId: number;
  readonly usesTopicIds: boolean;
}

export interface Fetched {
  readonly partitions: FetchedPartition[];
  readonly bytes: number;
  /** Of them, what is in memory. */
  readonly eagerBytes: number;
  /** Some partition failed or diverged: the answer must not wait. */
  readonly urgent: boolean;
}

/**
 * Reads `requests` one after the other: the first partition that gives data gives at least one whole batch even beyond
 * the limits, the later ones only what still fits. A promise only when some bytes are neither in memory nor cheap to
 * get.
 */
export function readPartitions(
  replicas: ReplicaManager,
  requests: readonly FetchPartition[],
  limits: FetchLimits,
): Fetched | Promise<Fetched> {
  return new Reading(replicas, requests, limits).from(0);
}

/** Counts what is being read: the most that it can be, and then what it is. Reads of many fetches may be under way. */
export function holdFor(
  reading: Promise<Fetched>,
  requests: readonly FetchPartition[],
  { maxBytes, eagerBytes, hold }: FetchLimits,
): void {
  let most = 0;
  for (const request of requests) most += Math.max(0, request.maxBytes);
  hold(Math.max(0, Math.min(most, maxBytes, eagerBytes)));
  reading.then(({ eagerBytes }) => hold(eagerBytes), () => hold(0));
}

class Reading {
  readonly #partitions: FetchedPartition[] = [];
  #bytes = 0;
  #eagerBytes = 0;
  #urgent = false;

  constructor(
    readonly replicas: ReplicaManager,
    readonly requests: readonly FetchPartition[],
    readonly limits: FetchLimits,
  ) {}

  from(start: number): Fetched | Promise<Fetched> {
    for (let i = start; i < this.requests.length; i++) {
      const one = this.#read(this.requests[i]);
      if (one instanceof Promise) {
        return one.then((fetched) => (this.#add(fetched), this.from(i + 1)));
      }
      this.#add(one);
    }
    return {
      partitions: this.#partitions,
      bytes: this.#bytes,
      eagerBytes: this.#eagerBytes,
      urgent: this.#urgent,
    };
  }

  #add(fetched: FetchedPartition): void {
    this.#partitions.push(fetched);
    this.#eagerBytes += fetched.records.length;
    this.#bytes += fetched.records.length + (fetched.rest?.length ?? 0);
    if (fetched.errorCode !== Errors.NONE || fetched.divergingEpoch !== null) this.#urgent = true;
  }

  #read(request: FetchPartition): FetchedPartition | Promise<FetchedPartition> {
    try {
      const log = this.#log(request);
      const diverging = divergence(log, request);
      if (diverging !== null) return found(request, log, null, diverging);
      const room = Math.max(0, this.limits.maxBytes - this.#bytes);
      const read = log.read(
        request.fetchOffset,
        Math.min(request.maxBytes, room),
        this.limits.isolation,
        {
          minOneBatch: this.#bytes === 0,
          eagerBytes: Math.max(LEAST_EAGER_BYTES, this.limits.eagerBytes - this.#eagerBytes),
        },
      );
      if (read instanceof Promise) {
        return read.then((result) => found(request, log, result, null), (e) => failed(request, e));
      }
      return found(request, log, read, null);
    } catch (error) {
      return failed(request, error);
    }
  }

  #log(request: FetchPartition): PartitionLog {
    const { topic, topicId, index, currentLeaderEpoch, fetchOffset, followerLogStart } = request;
    const { usesTopicIds, replicaId } = this.limits;
    if (topic === null) throw new ApiError(Errors.UNKNOWN_TOPIC_ID);
    const partition = this.replicas.leaderPartition(topic, index, currentLeaderEpoch);
    if (usesTopicIds && topicId !== ZERO_UUID && partition.topicId !== topicId) {
      throw new ApiError(Errors.INCONSISTENT_TOPIC_ID);
    }
    if (replicaId >= 0) {
      if (!partition.state.replicas.includes(replicaId)) {
        throw new ApiError(Errors.NOT_LEADER_OR_FOLLOWER);
      }
      partition.followerFetched(replicaId, fetchOffset, followerLogStart);
    }
    return partition.log;
  }
}

/** Where the fetcher's log left the leader's, or null when it did not or can't be told. */
function divergence(log: PartitionLog, request: FetchPartition) {
  const { lastFetchedEpoch, fetchOffset } = request;
  if (lastFetchedEpoch < 0) return null;
  const end = log.endOffsetForEpoch(lastFetchedEpoch);
  if (end.epoch < 0 || end.endOffset < 0) throw new ApiError(Errors.OFFSET_OUT_OF_RANGE);
  if (fetchOffset < log.logStartOffset) throw new ApiError(Errors.OFFSET_OUT_OF_RANGE);
  return end.epoch < lastFetchedEpoch || end.endOffset < fetchOffset ? end : null;
}

function found(
  request: FetchPartition,
  log: PartitionLog,
  read: ReadResult | null,
  divergingEpoch: FetchedPartition["divergingEpoch"],
): FetchedPartition {
  return {
    request,
    errorCode: Errors.NONE,
    highWatermark: log.highWatermark,
    lastStableOffset: log.lastStableOffset,
    logStartOffset: log.logStartOffset,
    records: read?.records ?? NOTHING,
    lent: read?.lent ?? null,
    rest: read?.rest ?? null,
    abortedTransactions: read?.abortedTransactions ?? null,
    divergingEpoch,
  };
}

function failed(request: FetchPartition, error: unknown): FetchedPartition {
  if (!(error instanceof ApiError)) throw error;
  return unread(request, error.code);
}

/** What was read is not needed any more. */
export function giveBack({ partitions }: Fetched): void {
  for (const { lent, rest } of partitions) {
    lent?.release();
    rest?.close();
  }
}

/** As {@linkcode giveBack}, but some of it may still be on its way. */
export function abandon({ partitions }: Fetched): void {
  for (const { lent, rest } of partitions) {
    lent?.abandon();
    rest?.close();
  }
}

/** The records as they are sent. */
export function recordsOf({ records, lent, rest }: FetchedPartition): Uint8Array | LongBytes {
  if (rest === null || lent === null) return records;
  return {
    length: records.length + rest.length,
    first: lent,
    next: (maxBytes) => rest.next(maxBytes),
  };
}

/** What is told of a partition that could not be read. */
export function unread(request: FetchPartition, errorCode: number): FetchedPartition {
  return {
    request,
    errorCode,
    highWatermark: -1,
    lastStableOffset: -1,
    logStartOffset: -1,
    records: NOTHING,
    lent: null,
    rest: null,
    // Kafka has an empty list here where it did not get as far as a log.
    abortedTransactions: BEFORE_ANY_LOG.has(errorCode) ? [] : null,
    divergingEpoch: null,
  };
}
