/** What a load test measured: how much was acknowledged, and how long that took. */
import type { Clock } from "../../runtime/runtime.ts";
import type { Metric } from "../output/metrics_table.ts";

const MEGABYTE = 1024 * 1024;
const MAX_SAMPLES = 500_000;
const PERCENTILES = [["50th", 0.5], ["95th", 0.95], ["99th", 0.99], ["99.9th", 0.999]] as const;

export interface StatisticsOptions {
  /** How many records there will be. */
  readonly records: number;
  /** Milliseconds between lines of progress. */
  readonly intervalMs: number;
  /** What stands in a summary behind `records sent`. */
  readonly label?: string;
  readonly print: (line: string) => void;
}

/** Sums of some time. */
interface Sums {
  startMs: number;
  records: number;
  bytes: number;
  latencyMs: number;
  maxLatencyMs: number;
}

export class ProducerStatistics {
  readonly #clock: Clock;
  readonly #options: StatisticsOptions;
  readonly #total: Sums;
  /** Every so many-th record is a sample. */
  readonly #sampling: number;
  readonly #samples: Int32Array;
  #sampleCount = 0;
  #failed = 0;
  #window: Sums;

  constructor(clock: Clock, options: StatisticsOptions) {
    this.#clock = clock;
    this.#options = options;
    this.#total = sumsFrom(clock.now());
    this.#window = sumsFrom(clock.now());
    this.#sampling = Math.max(1, Math.floor(options.records / MAX_SAMPLES));
    this.#samples = new Int32Array(Math.ceil(options.records / this.#sampling));
  }

  /** A record was acknowledged now. */
  record(sentAtMs: number, bytes: number): void {
    const nowMs = this.#clock.now();
    const latencyMs = nowMs - sentAtMs;
    if (this.#total.records % this.#sampling === 0 && this.#sampleCount < this.#samples.length) {
      this.#samples[this.#sampleCount++] = latencyMs;
    }
    for (const sums of [this.#total, this.#window]) {
      sums.records++;
      sums.bytes += bytes;
      sums.latencyMs += latencyMs;
      if (latencyMs > sums.maxLatencyMs) sums.maxLatencyMs = latencyMs;
    }
    if (nowMs - this.#window.startMs >= this.#options.intervalMs) {
      this.#options.print(windowLine(this.#window, nowMs));
      this.#window = sumsFrom(nowMs);
    }
  }

  /** A record could not be sent. */
  fail(): void {
    this.#failed++;
  }

  /** Under the names of Kafka's producer. */
  metrics(clientId: string, topic: string): Metric[] {
    const { records, bytes, startMs } = this.#total;
    const seconds = Math.max(0.001, (this.#clock.now() - startMs) / 1000);
    const failed = this.#failed;
    const client = { "client-id": clientId };
    const ofTopic = { ...client, topic };
    const group = "producer-topic-metrics";
    return [
      { group: "producer-metrics", name: "record-send-total", tags: client, value: records },
      {
        group: "producer-metrics",
        name: "record-send-rate",
        tags: client,
        value: records / seconds,
      },
      { group: "producer-metrics", name: "record-error-total", tags: client, value: failed },
      { group, name: "record-send-total", tags: ofTopic, value: records },
      { group, name: "record-send-rate", tags: ofTopic, value: records / seconds },
      { group, name: "record-error-total", tags: ofTopic, value: failed },
      { group, name: "byte-total", tags: ofTopic, value: bytes },
      { group, name: "byte-rate", tags: ofTopic, value: bytes / seconds },
    ];
  }

  printTotal(): void {
    const sums = this.#total;
    const seconds = (this.#clock.now() - sums.startMs) / 1000;
    const samples = this.#samples.subarray(0, this.#sampleCount).sort();
    const percentiles = PERCENTILES.map(([name, part]) => {
      const at = Math.min(samples.length - 1, Math.floor(part * samples.length));
      return `${samples.length === 0 ? 0 : samples[at]} ms ${name}`;
    });
    this.#options.print(
      `${sums.records}${this.#options.label ?? ""} records sent, ` +
        `${fixed(sums.records / seconds, 6)} records/sec ` +
        `(${fixed(sums.bytes / seconds / MEGABYTE, 2)} MB/sec), ` +
        `${fixed(sums.latencyMs / sums.records, 2)} ms avg latency, ` +
        `${fixed(sums.maxLatencyMs, 2)} ms max latency, ${percentiles.join(", ")}.`,
    );
  }
}

function sumsFrom(startMs: number): Sums {
  return { startMs, records: 0, bytes: 0, latencyMs: 0, maxLatencyMs: 0 };
}

function windowLine(sums: Sums, nowMs: number): string {
  const seconds = (nowMs - sums.startMs) / 1000;
  return `${sums.records} records sent, ${fixed(sums.records / seconds, 1)} records/sec ` +
    `(${fixed(sums.bytes / seconds / MEGABYTE, 2)} MB/sec), ` +
    `${fixed(sums.latencyMs / sums.records, 1)} ms avg latency, ` +
    `${fixed(sums.maxLatencyMs, 1)} ms max latency.`;
}

/** As Java prints numbers with so many decimals. */
function fixed(value: number, decimals: number): string {
  return Number.isFinite(value) || Number.isNaN(value) ? value.toFixed(decimals) : "Infinity";
}
