/** Settings of a producer, named after Kafka's, with Kafka's defaults. */
import type { CompressionName } from "../protocol/records/compression/codec.ts";

export interface ProducerOptions {
  /** 0, 1 or -1 (all); default -1. */
  readonly acks?: -1 | 0 | 1;
  /** `enable.idempotence`; default true unless `acks` is not -1 (KIP-98). */
  readonly idempotence?: boolean;
  readonly compression?: CompressionName;
  readonly compressionLevel?: number;
  /** Default 5 (`linger.ms`). */
  readonly lingerMs?: number;
  /** Default 16384 (`batch.size`). */
  readonly batchBytes?: number;
  /** Default 1048576 (`max.request.size`). */
  readonly maxRequestBytes?: number;
  /** Default 33554432 (`buffer.memory`): more waits for what was sent before. */
  readonly bufferBytes?: number;
  /** Default 5 (`max.in.flight.requests.per.connection`). */
  readonly maxInFlight?: number;
  /** Default 30000 (`request.timeout.ms`). */
  readonly requestTimeoutMs?: number;
  /** Default 120000 (`delivery.timeout.ms`). */
  readonly deliveryTimeoutMs?: number;
  /** How long an unknown topic is waited for; default 60000 (`max.block.ms`). */
  readonly maxBlockMs?: number;
  /** Default: no limit but the delivery timeout (`retries`). */
  readonly retries?: number;
  /** Default 100 (`retry.backoff.ms`). */
  readonly retryBackoffMs?: number;
  /** All records are sent in transactions of this id (`transactional.id`); default none. */
  readonly transactionalId?: string | null;
  /** Default 60000 (`transaction.timeout.ms`). */
  readonly transactionTimeoutMs?: number;
}

export type ProducerSettings = Required<ProducerOptions>;

/** @throws {TypeError} If options contradict each other. */
export function producerSettings(options: ProducerOptions): ProducerSettings {
  const acks = options.acks ?? -1;
  const settings = {
    acks,
    idempotence: acks === -1,
    compression: "none" as CompressionName,
    compressionLevel: NaN,
    lingerMs: 5,
    batchBytes: 16384,
    maxRequestBytes: 1048576,
    bufferBytes: 33554432,
    maxInFlight: 5,
    requestTimeoutMs: 30000,
    deliveryTimeoutMs: 120000,
    maxBlockMs: 60000,
    retries: 2147483647,
    retryBackoffMs: 100,
    transactionalId: null,
    transactionTimeoutMs: 60000,
  };
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined) Object.assign(settings, { [name]: value });
  }
  if (settings.idempotence && acks !== -1) throw new TypeError("Idempotence needs acks=all");
  if (settings.transactionalId !== null && !settings.idempotence) {
    throw new TypeError("Transactions need idempotence");
  }
  if (settings.idempotence && settings.maxInFlight > 5) {
    throw new TypeError("Idempotence allows at most 5 requests in flight");
  }
  return settings;
}
