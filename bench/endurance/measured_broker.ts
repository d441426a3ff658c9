/** A broker process of its own, with what the system tells about it. */
import { KafkaConnection } from "../../client/kafka_connection.ts";
import { Apis } from "../../protocol/apis.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { residentMegabytes } from "../compare/process_usage.ts";
import { Ottla } from "../../tests/interop/harness/ottla.ts";

const HOST = "127.0.0.1";

export class MeasuredBroker {
  readonly #ottla: Ottla;

  constructor(readonly runtime: Runtime, overrides: Readonly<Record<string, string>> = {}) {
    const directory = Deno.makeTempDirSync({ prefix: "ottla-endurance-" });
    this.#ottla = new Ottla({ directory, overrides });
  }

  get address(): string {
    return this.#ottla.address;
  }

  get target() {
    return { host: HOST, port: this.#ottla.port };
  }

  start(): Promise<void> {
    return this.#ottla.start();
  }

  /** Ends it and removes its data. */
  async stop(): Promise<void> {
    await this.#ottla.stop();
    await Deno.remove(this.#ottla.options.directory, { recursive: true });
  }

  connect(): Promise<KafkaConnection> {
    return KafkaConnection.open(this.runtime, { ...this.target, clientId: "endurance" });
  }

  /** Megabytes of resident memory. */
  residentMb(): number {
    return Math.round(residentMegabytes(this.#ottla.pid));
  }

  /** What it logged of warnings and errors so far. */
  complaints(): string[] {
    return this.#ottla.process.lines.filter((line) => /\b(WARN|ERROR|FATAL)\b/.test(line));
  }

  async createTopic(
    name: string,
    numPartitions: number,
    configs: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const connection = await this.connect();
    const { topics } = await connection.send(Apis.CreateTopics, {
      topics: [{
        name,
        numPartitions,
        replicationFactor: 1,
        assignments: [],
        configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
      }],
      timeoutMs: 10_000,
    });
    connection.close();
    if (topics[0].errorCode !== 0) throw new Error(`CreateTopics: ${topics[0].errorMessage}`);
  }
}
