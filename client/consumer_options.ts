/** Settings of a consumer, named after Kafka's, with Kafka's defaults. */
import type { IsolationLevel } from "./list_offsets.ts";

/** What to do without a valid offset: go to an end, or fail. */
export type OffsetReset = "earliest" | "latest" | "none";

export interface ConsumerOptions {
  /** Default latest (`auto.offset.reset`). */
  readonly offsetReset?: OffsetReset;
  /** Default read_uncommitted. */
  readonly isolation?: IsolationLevel;
  /** Default 1 (`fetch.min.bytes`). */
  readonly fetchMinBytes?: number;
  /** Default 500 (`fetch.max.wait.ms`). */
  readonly fetchMaxWaitMs?: number;
  /** Default 52428800 (`fetch.max.bytes`). */
  readonly fetchMaxBytes?: number;
  /** Default 1048576 (`max.partition.fetch.bytes`). */
  readonly maxPartitionBytes?: number;
  /** Most records that one poll gives; default 500 (`max.poll.records`). */
  readonly maxPollRecords?: number;
  /** Default true (`check.crcs`). */
  readonly checkCrcs?: boolean;
  /** Lets brokers name a closer replica to fetch from (`client.rack`, KIP-392). */
  readonly rack?: string;
  /** Incremental fetch sessions (KIP-227); default true. */
  readonly fetchSessions?: boolean;
  /** Default 30000 (`request.timeout.ms`). */
  readonly requestTimeoutMs?: number;
  /** Default 100 (`retry.backoff.ms`). */
  readonly retryBackoffMs?: number;
}

export type ConsumerSettings = Required<ConsumerOptions>;

export function consumerSettings(options: ConsumerOptions): ConsumerSettings {
  return {
    offsetReset: options.offsetReset ?? "latest",
    isolation: options.isolation ?? "read_uncommitted",
    fetchMinBytes: options.fetchMinBytes ?? 1,
    fetchMaxWaitMs: options.fetchMaxWaitMs ?? 500,
    fetchMaxBytes: options.fetchMaxBytes ?? 52428800,
    maxPartitionBytes: options.maxPartitionBytes ?? 1048576,
    maxPollRecords: options.maxPollRecords ?? 500,
    checkCrcs: options.checkCrcs ?? true,
    rack: options.rack ?? "",
    fetchSessions: options.fetchSessions ?? true,
    requestTimeoutMs: options.requestTimeoutMs ?? 30000,
    retryBackoffMs: options.retryBackoffMs ?? 100,
  };
}
