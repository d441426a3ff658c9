/** An Ottla process: `deno run main.ts`, or the command that the environment variable OTTLA names. */
import { Background } from "./background.ts";
import { run } from "./command.ts";
import { freePorts } from "./ports.ts";

const MAIN = new URL("../../../main.ts", import.meta.url).pathname;
const STARTED = /Kafka Server started/;

export interface OttlaOptions {
  /** Data goes to `data` in it, what is logged to `server.log`. */
  readonly directory: string;
  /** Added to the settings that give it ports and a place of its own; these win. */
  readonly overrides?: Readonly<Record<string, string>>;
  /** Settings go into a file that Apache Kafka could be started with too, {@linkcode Ottla.propertiesFile}. */
  readonly byFile?: boolean;
}

/** Program and first arguments of Ottla. */
export function ottlaCommand(): string[] {
  const given = Deno.env.get("OTTLA");
  return given ? given.split(" ") : [Deno.execPath(), "run", "-A", "--no-check", MAIN];
}

/** Runs one of Ottla's own tools to its end. */
export function ottlaTool(tool: string, args: readonly string[], input?: string) {
  const [program, ...first] = ottlaCommand();
  return run(program, [...first, tool, ...args], { input });
}

/** One node with both roles, on free ports that it keeps over restarts. */
export class Ottla {
  readonly port: number;
  readonly controllerPort: number;
  readonly dataDirectory: string;
  readonly logFile: string;
  #process: Background | null = null;

  constructor(readonly options: OttlaOptions) {
    [this.port, this.controllerPort] = freePorts(2);
    this.dataDirectory = `${options.directory}/data`;
    this.logFile = `${options.directory}/server.log`;
    Deno.mkdirSync(options.directory, { recursive: true });
  }

  /** For clients: host and port. */
  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.process.pid;
  }

  get process(): Background {
    if (this.#process === null) throw new Error("Ottla is not running");
    return this.#process;
  }

  /** Written by the first start with `byFile`, or by {@linkcode writeProperties}. */
  get propertiesFile(): string {
    return `${this.options.directory}/server.properties`;
  }

  /** Resolves when it serves. */
  async start(): Promise<void> {
    const args = this.options.byFile
      ? ["--config", await this.writeProperties()]
      : Object.entries(this.#settings()).flatMap(([key, value]) => [
        "--override",
        `${key}=${value}`,
      ]);
    const [program, ...first] = ottlaCommand();
    this.#process = new Background(program, [...first, ...args], { logFile: this.logFile });
    await this.#process.waitForLine(STARTED);
  }

  /** A complete server.properties of a node with both roles. @returns its path. */
  async writeProperties(): Promise<string> {
    const settings = {
      "process.roles": "broker,controller",
      "node.id": "1",
      "controller.listener.names": "CONTROLLER",
      "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
      "offsets.topic.replication.factor": "1",
      "transaction.state.log.replication.factor": "1",
      "transaction.state.log.min.isr": "1",
      ...this.#settings(),
    };
    const text = Object.entries(settings).map(([key, value]) => `${key}=${value}\n`).join("");
    await Deno.writeTextFile(this.propertiesFile, text);
    return this.propertiesFile;
  }

  #settings(): Record<string, string> {
    return {
      "listeners":
        `PLAINTEXT://127.0.0.1:${this.port},CONTROLLER://127.0.0.1:${this.controllerPort}`,
      "controller.quorum.voters": `1@127.0.0.1:${this.controllerPort}`,
      "log.dirs": this.dataDirectory,
      "group.initial.rebalance.delay.ms": "0",
      ...this.options.overrides,
    };
  }

  /** Ends it in order. @returns its exit code. */
  async stop(): Promise<number> {
    const code = await this.process.stop("SIGTERM");
    this.#process = null;
    return code;
  }

  /** kill -9. */
  async kill(): Promise<void> {
    await this.#process?.stop("SIGKILL");
    this.#process = null;
  }
}
