/** What a tool prints: results to standard output; complaints and log lines to standard error. */
import type { LogLevel } from "@logtape/logtape";
import type { Clock, Terminal } from "../runtime/runtime.ts";
import { formatLogLine } from "./log_line.ts";

export class ToolOutput {
  readonly #terminal: Terminal;
  readonly #clock: Clock;
  readonly #encoder = new TextEncoder();

  constructor(terminal: Terminal, clock: Clock) {
    this.#terminal = terminal;
    this.#clock = clock;
  }

  /** @throws {RuntimeError} `connection-reset` when nobody reads any more. */
  line(text: string): void {
    this.write(`${text}\n`);
  }

  /** @throws {RuntimeError} `connection-reset` when nobody reads any more. */
  write(text: string): void {
    this.#terminal.writeOutput(this.#encoder.encode(text));
  }

  errorLine(text: string): void {
    this.writeError(`${text}\n`);
  }

  writeError(text: string): void {
    this.#terminal.writeError(this.#encoder.encode(text));
  }

  /** A log line of the tool itself, on standard error, under the name that Kafka's tool logs with. */
  log(level: LogLevel, text: string, logger: string): void {
    this.writeError(formatLogLine(this.#clock.now(), level, text, logger));
  }
}
