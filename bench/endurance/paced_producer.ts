/** Produces over some connections: as fast as answers come, or at a rate, however long answers take. */
import type { KafkaConnection } from "../../client/kafka_connection.ts";
import { Apis } from "../../protocol/apis.ts";
import type { Clock } from "../../runtime/runtime.ts";
import type { Latencies } from "./latencies.ts";
import { batchOf, checkProduced, PRODUCE_VERSION, produceBody } from "./requests.ts";

const BATCH_BYTES = 64 * 1024;
const PACE_MS = 5;
/** Batches carry the time of about now: retention goes by it, and the age that consumers see. */
const NEW_BATCH_MS = 1000;

export class PacedProducer {
  bytes = 0;
  readonly errors: string[] = [];
  #batch: Uint8Array;
  #batchMs: number;
  #next = 0;
  #running = true;

  constructor(
    readonly clock: Clock,
    readonly connections: readonly KafkaConnection[],
    readonly topic: string,
    readonly partitions: number,
    readonly latencies: Latencies,
  ) {
    this.#batchMs = clock.now();
    this.#batch = batchOf(BATCH_BYTES, this.#batchMs);
  }

  /** Keeps `depth` requests under way on each connection for a while. @returns bytes per second. */
  async atMost(depth: number, ms: number): Promise<number> {
    const startMs = this.clock.monotonic();
    const startBytes = this.bytes;
    const loop = async (connection: KafkaConnection) => {
      while (this.#running && this.clock.monotonic() < startMs + ms) await this.#send(connection);
    };
    const depths = Array.from({ length: depth });
    await Promise.all(this.connections.flatMap((one) => depths.map(() => loop(one))));
    return (this.bytes - startBytes) / (this.clock.monotonic() - startMs) * 1000;
  }

  /** Resolves after {@linkcode PacedProducer.stop}. */
  async atRate(bytesPerSecond: number): Promise<void> {
    const startMs = this.clock.monotonic();
    let sent = 0;
    const underWay = new Set<Promise<void>>();
    while (this.#running) {
      const due = (this.clock.monotonic() - startMs) / 1000 * bytesPerSecond;
      while (sent + this.#batch.length <= due) {
        const sending = this.#send(this.connections[this.#next % this.connections.length]);
        underWay.add(sending);
        sending.finally(() => underWay.delete(sending));
        sent += this.#batch.length;
      }
      await this.clock.sleep(PACE_MS);
    }
    await Promise.all(underWay);
  }

  stop(): void {
    this.#running = false;
  }

  async #send(connection: KafkaConnection): Promise<void> {
    const records = this.#freshBatch();
    const body = produceBody(this.topic, this.#next++ % this.partitions, records);
    const startMs = this.clock.monotonic();
    try {
      checkProduced(await connection.send(Apis.Produce, body, { version: PRODUCE_VERSION }));
      this.latencies.add(this.clock.monotonic() - startMs);
      this.bytes += records.length;
    } catch (error) {
      this.errors.push(String(error));
      this.stop();
    }
  }

  #freshBatch(): Uint8Array {
    const nowMs = this.clock.now();
    if (nowMs - this.#batchMs > NEW_BATCH_MS) {
      this.#batchMs = nowMs;
      this.#batch = batchOf(BATCH_BYTES, nowMs);
    }
    return this.#batch;
  }
}
