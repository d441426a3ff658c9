/** A record as clients see it, independent of the magic it was stored in. */
export interface LogRecord {
  readonly offset: bigint;
  /** Milliseconds since the Unix epoch; -1 for none (all of magic 0). */
  readonly timestamp: bigint;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  /** Always empty in magic 0 and 1. Keys may repeat. */
  readonly headers: readonly RecordHeader[];
}

export interface RecordHeader {
  readonly key: string;
  readonly value: Uint8Array | null;
}

/** Options of everything that looks into compressed batches. */
export interface ReadOptions {
  /** Most bytes that a batch may decompress to; default {@linkcode DEFAULT_MAX_DECOMPRESSED_BYTES}. */
  readonly maxDecompressedBytes?: number;
}

/**
 * Kafka has no such limit, and decompresses as a stream. Here a batch is decompressed at once, so something must stop
 * the megabyte that stands for gigabytes.
 */
export const DEFAULT_MAX_DECOMPRESSED_BYTES = 128 * 1024 * 1024;
