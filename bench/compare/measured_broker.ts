/** The brokers that are held against each other: one node with both roles, each with the same settings. */
import { ApacheKafka } from "../../tests/interop/harness/apache_kafka.ts";
import { Background } from "../../tests/interop/harness/background.ts";
import { freePorts } from "../../tests/interop/harness/ports.ts";

const ROOT = new URL("../..", import.meta.url).pathname;
const STARTED = /Kafka Server started/;
const VERSION = "4.3.1";
const CLUSTER_ID = "MkU3OEVBNTcwNTJENDM2Qk";
/** As much as Kafka's own start script gives. */
const HEAP = "-Xmx1g";

export interface BrokerKind {
  readonly name: string;
  /** @returns what is missing, or null. */
  install(cache: string): Promise<string | null>;
  /** Makes an empty data directory ready, where that takes a command of its own. */
  format(cache: string, propertiesFile: string): Promise<void>;
  command(cache: string, propertiesFile: string): string[];
}

const ottla = (name: string, program: string[], needed: string | null): BrokerKind => ({
  name,
  install: () => Promise.resolve(needed === null || exists(needed) ? null : `${needed}`),
  format: () => Promise.resolve(),
  command: (_, file) => [...program, "--config", file],
});

/** Apache Kafka first: the others are told as ratios to it. */
export const KINDS: readonly BrokerKind[] = [
  {
    name: "kafka",
    install: (cache) => ApacheKafka.install(cache, VERSION),
    async format(cache, file) {
      const args = ["format", "-t", CLUSTER_ID, "-c", file];
      await ApacheKafka.installed(cache, VERSION).toolOk("kafka-storage", args);
    },
    command(cache, file) {
      const { folder } = ApacheKafka.installed(cache, VERSION);
      return ["java", HEAP, "-Dlog4j2.level=INFO", "-cp", `${folder}/*`, "kafka.Kafka", file];
    },
  },
  ottla("deno", [Deno.execPath(), "run", "-A", "--no-check", `${ROOT}main.ts`], null),
  ottla("bun", [`${ROOT}dist/ottla`], `${ROOT}dist/ottla`),
];

/** One data directory of a kind, and the process that serves it. */
export class MeasuredBroker {
  readonly port: number;
  readonly command: readonly string[];
  #process: Background | null = null;

  private constructor(
    readonly kind: BrokerKind,
    readonly file: string,
    port: number,
    cache: string,
  ) {
    this.port = port;
    this.command = kind.command(cache, file);
  }

  /** A formatted directory below `directory`, nothing started yet. */
  static async prepare(kind: BrokerKind, cache: string, directory: string, settings = {}) {
    const [port, controllerPort] = freePorts(2);
    await Deno.mkdir(directory, { recursive: true });
    const file = `${directory}/server.properties`;
    const all = {
      "process.roles": "broker,controller",
      "node.id": "1",
      "listeners": `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
      "controller.listener.names": "CONTROLLER",
      "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
      "controller.quorum.voters": `1@127.0.0.1:${controllerPort}`,
      "log.dirs": `${directory}/data`,
      "offsets.topic.replication.factor": "1",
      ...settings,
    };
    const text = Object.entries(all).map(([key, value]) => `${key}=${value}\n`).join("");
    await Deno.writeTextFile(file, text);
    await kind.format(cache, file);
    return new MeasuredBroker(kind, file, port, cache);
  }

  get pid(): number {
    return this.#process!.pid;
  }

  async start(): Promise<void> {
    const [program, ...args] = this.command;
    this.#process = new Background(program, args);
    await this.#process.waitForLine(STARTED, 60_000);
  }

  async stop(): Promise<void> {
    await this.#process?.stop("SIGTERM", 60_000);
    this.#process = null;
  }
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
