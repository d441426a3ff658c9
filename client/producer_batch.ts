/** Records of one partition that travel together, and who waits for them. */
import { BatchBuilder, type NewRecord } from "../protocol/records/batch_builder.ts";
import type { CompressionName } from "../protocol/records/compression/codec.ts";

/** Where a record went. */
export interface RecordMetadata {
  readonly topic: string;
  readonly partition: number;
  /** -1 when unknown: acks=0, or a duplicate of a batch that was written long ago. */
  readonly offset: bigint;
  readonly timestamp: bigint;
}

export interface ProducerIdentity {
  readonly producerId: bigint;
  readonly producerEpoch: number;
}

export interface BatchSettings {
  readonly compression: CompressionName;
  readonly level?: number;
  readonly transactional: boolean;
}

/** Who waits for a record to be written. */
export interface Waiter {
  resolve(metadata: RecordMetadata): void;
  reject(error: unknown): void;
}

export class ProducerBatch {
  readonly records: NewRecord[] = [];
  /** Bytes before compression, about. */
  sizeBytes = 0;
  /** Takes no more records. */
  full = false;
  /** Does not linger: someone waits for it. */
  urgent = false;
  /** Failed attempts to send it. */
  attempts = 0;
  /** Sequence of the first record; -1 until it has one. */
  sequence = -1;
  readonly #waiters: Waiter[] = [];
  #bytes: Uint8Array | null = null;

  /** @param createdMs On the monotonic clock. */
  constructor(readonly topic: string, readonly partition: number, readonly createdMs: number) {}

  append(record: NewRecord, sizeBytes: number, waiter: Waiter): void {
    this.records.push(record);
    this.sizeBytes += sizeBytes;
    this.#waiters.push(waiter);
  }

  /** The encoded batch, the same at every attempt. */
  bytes(identity: ProducerIdentity | null, settings: BatchSettings): Uint8Array {
    if (this.#bytes !== null) return this.#bytes;
    const builder = new BatchBuilder(
      { ...settings, ...identity, baseSequence: identity === null ? undefined : this.sequence },
      this.sizeBytes + 128,
    );
    for (const record of this.records) builder.append(record);
    return this.#bytes = builder.build();
  }

  /** Forgets sequence and bytes: the producer has another identity. */
  resetSequence(): void {
    this.sequence = -1;
    this.#bytes = null;
  }

  /** @param logAppendTimeMs -1 unless the broker set timestamps. */
  succeed(baseOffset: bigint, logAppendTimeMs: bigint): void {
    const { topic, partition } = this;
    this.#waiters.forEach(({ resolve }, i) => {
      const offset = baseOffset < 0n ? -1n : baseOffset + BigInt(i);
      const timestamp = logAppendTimeMs < 0n ? this.records[i].timestamp : logAppendTimeMs;
      resolve({ topic, partition, offset, timestamp });
    });
  }

  fail(error: unknown): void {
    for (const { reject } of this.#waiters) reject(error);
  }
}
