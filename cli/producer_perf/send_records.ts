/** Sends the records of a load test as fast as they are taken, or as fast as is asked for. */
import type { Producer } from "../../client/producer.ts";
import type { Waiter } from "../../client/producer_batch.ts";
import type { Clock } from "../../runtime/runtime.ts";
import type { ThroughputThrottler } from "../throughput_throttler.ts";
import type { Payloads } from "./payloads.ts";

/** Records between looks at the clock and the network: few enough that neither waits long. */
const BURST = 500;
/** Records on their way: enough for every request that may be, and few enough to be cheap to keep. */
const MAX_UNSETTLED = 20_000;
/** Of a record in a batch, at most. */
const OVERHEAD_BYTES = 32;

export interface LoadOptions {
  readonly topic: string;
  readonly records: number;
  readonly payloads: Payloads;
  /** Bytes that may be on their way: as many as the producer buffers. */
  readonly bufferBytes: number;
  readonly throttler: ThroughputThrottler;
  /** Told of each record that was acknowledged. */
  readonly acknowledged: (index: number, sentAtMs: number, bytes: number) => void;
  readonly failed: (error: unknown) => void;
  /** Called before each record with the number of those that were sent; null if there is nothing to wait for. */
  readonly between?: (sent: number) => Promise<void> | null;
}

export class LoadSender {
  readonly #clock: Clock;
  readonly #producer: Producer;
  readonly #options: LoadOptions;
  #unsettled = 0;
  #unsettledBytes = 0;
  #wake: (() => void) | null = null;
  #isStopped = false;

  constructor(clock: Clock, producer: Producer, options: LoadOptions) {
    this.#clock = clock;
    this.#producer = producer;
    this.#options = options;
  }

  /** Makes {@linkcode run} return soon. */
  stop(): void {
    this.#isStopped = true;
    this.#options.throttler.stop();
    this.#wake?.();
  }

  /** Resolves when all records are handed to the producer; that they are acknowledged takes a flush. */
  async run(): Promise<void> {
    const { records, payloads, throttler, between } = this.#options;
    for (let sent = 0; sent < records && !this.#isStopped;) {
      const waiting = between?.(sent);
      if (waiting) await waiting;
      this.#send(sent, payloads(sent));
      sent++;
      while (this.#isFull && !this.#isStopped) await this.#settlement();
      if (throttler.shouldThrottle(sent)) await throttler.throttle();
      else if (sent % BURST === 0) await this.#turn();
    }
  }

  get #isFull(): boolean {
    return this.#unsettledBytes >= this.#options.bufferBytes || this.#unsettled >= MAX_UNSETTLED;
  }

  #send(index: number, value: Uint8Array): void {
    const { topic, acknowledged, failed } = this.#options;
    const sentAtMs = this.#clock.now();
    this.#unsettled++;
    this.#unsettledBytes += value.length + OVERHEAD_BYTES;
    const waiter: Waiter = {
      resolve: () => {
        this.#settled(value.length);
        acknowledged(index, sentAtMs, value.length);
      },
      reject: (error) => {
        this.#settled(value.length);
        failed(error);
      },
    };
    this.#producer.sendFor({ topic, value }, waiter);
  }

  #settled(bytes: number): void {
    this.#unsettled--;
    this.#unsettledBytes -= bytes + OVERHEAD_BYTES;
    this.#wake?.();
  }

  /** Until some record is acknowledged or has failed. */
  async #settlement(): Promise<void> {
    await new Promise<void>((resolve) => this.#wake = resolve);
    this.#wake = null;
  }

  /** Lets the network have its turn. */
  #turn(): Promise<void> {
    return new Promise((resolve) => this.#clock.endOfTurn(resolve));
  }
}
