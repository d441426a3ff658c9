/** Where log lines of the whole program go. One line an event; a stack trace only for what nobody expected. */
import { configureSync, type LogLevel, type LogRecord } from "@logtape/logtape";
import type { Terminal } from "../runtime/runtime.ts";
import { formatLogLine } from "./log_line.ts";

/** Sends log lines of `level` and above to standard output (servers) or standard error (tools). */
export function configureLogging(
  terminal: Terminal,
  options: { readonly level: LogLevel; readonly to: "output" | "error" },
): void {
  const encoder = new TextEncoder();
  const write = (bytes: Uint8Array) =>
    options.to === "output" ? terminal.writeOutput(bytes) : terminal.writeError(bytes);
  configureSync({
    reset: true,
    sinks: { lines: (record: LogRecord) => write(encoder.encode(formatLine(record))) },
    loggers: [
      { category: ["logtape"], sinks: ["lines"], lowestLevel: "error" },
      { category: ["ottla"], sinks: ["lines"], lowestLevel: options.level },
    ],
  });
}

/** One record as a line with its newline. */
export function formatLine(record: LogRecord): string {
  const message = record.message.map((part) => typeof part === "string" ? part : describe(part));
  return formatLogLine(record.timestamp, record.level, message.join(""), record.category.join("."));
}

/** An error by its message; what has none of its own by its text. */
function describe(value: unknown): string {
  if (value instanceof Error) return value.message || value.name;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
