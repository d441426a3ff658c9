/** What a tool prints: results to standard output; complaints and log lines to standard error. */
import type { LogLevel } from "@logtape/logtape";
import type { LoggerLevels } from "../../config/logger_levels.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { jsonText } from "./json_output.ts";
import type { Listing, Table } from "./listing.ts";
import { formatLogLine, levelName } from "../logging/log_line.ts";
import { isWatched, type Paint, paintFor } from "./paint.ts";
import { terminalTable } from "./terminal_table.ts";
import { textTable } from "./text_table.ts";

type OutputRuntime = Pick<Runtime, "terminal" | "clock" | "process">;

interface OutputOptions {
  readonly isJson?: boolean;
  /** Which log lines are written; all if not given. */
  readonly loggerLevels?: LoggerLevels;
}

export class ToolOutput {
  readonly #runtime: OutputRuntime;
  readonly #encoder = new TextEncoder();
  /** Colours for a person who looks at it. */
  readonly paint: Paint;
  /** Standard output is a JSON document alone; text goes to standard error. */
  readonly isJson: boolean;
  /** A person looks at it. Everywhere else text is Kafka's, byte for byte. */
  readonly isTerminal: boolean;
  readonly #levels: LoggerLevels | undefined;

  constructor(runtime: OutputRuntime, { isJson = false, loggerLevels }: OutputOptions = {}) {
    this.#levels = loggerLevels;
    this.#runtime = runtime;
    this.isJson = isJson;
    this.isTerminal = !isJson && isWatched(runtime);
    this.paint = paintFor(runtime, this.isTerminal);
  }

  /** The same output, with results as JSON. */
  asJson(): ToolOutput {
    return new ToolOutput(this.#runtime, { isJson: true, loggerLevels: this.#levels });
  }

  /** @throws {RuntimeError} `connection-reset` when nobody reads any more. */
  line(text: string): void {
    this.write(`${text}\n`);
  }

  /** @throws {RuntimeError} `connection-reset` when nobody reads any more. */
  write(text: string): void {
    if (this.isJson) this.writeError(text);
    else this.#runtime.terminal.writeOutput(this.#encoder.encode(text));
  }

  /** A line over what follows. With JSON there is none. */
  heading(text: string): void {
    if (!this.isJson) this.line(this.asHeading(text));
  }

  /** A text that stands out on a terminal, and has no tabs there. */
  asHeading(text: string): string {
    return this.isTerminal ? this.paint.strong(text.replaceAll("\t", "  ")) : text;
  }

  /** The document that is all of standard output. Where no JSON is wanted there is none. */
  json(document: unknown): void {
    if (!this.isJson) return;
    this.#runtime.terminal.writeOutput(this.#encoder.encode(`${jsonText(document)}\n`));
  }

  /** Text that is the same for everybody, or JSON. */
  report(document: unknown, text: string): void {
    if (this.isJson) this.json(document);
    else this.write(text);
  }

  /** A part of what a tool lists, under its heading. With JSON there is none. */
  show<Row>(table: Table<Row>): void {
    if (!this.isJson) this.write(this.table(table));
  }

  /** What a tool lists: as JSON, for a person, or as Kafka's tool prints it. */
  list<Row>({ json, ...table }: Listing<Row>): void {
    this.report(json ?? table.rows, this.isJson ? "" : this.table(table));
  }

  /** The text that {@linkcode list} writes where it is no JSON. */
  table<Row>({ columns, rows, kafka = textTable }: Table<Row>): string {
    const isNothing = rows.length === 0 && kafka(columns, rows) === "";
    if (isNothing || !this.isTerminal) return kafka(columns, rows);
    return terminalTable(columns, rows, {
      paint: this.paint,
      width: () => this.#runtime.terminal.outputColumns(),
    });
  }

  errorLine(text: string): void {
    this.writeError(`${text}\n`);
  }

  writeError(text: string): void {
    this.#runtime.terminal.writeError(this.#encoder.encode(text));
  }

  /** A log line of the tool itself, on standard error, under the name that Kafka's tool logs with. */
  log(level: LogLevel, text: string, logger: string): void {
    if (this.#levels?.lets(levelName(level), logger) === false) return;
    this.writeError(formatLogLine(this.#runtime.clock.now(), level, text, logger));
  }
}
