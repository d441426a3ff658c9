/**
 * Log lines as Kafka's: `[2026-01-31 12:00:00,123] INFO Serving PLAINTEXT on localhost:9092 (ottla.network)`. One line
 * an event; a stack trace only for what nobody expected.
 */
import { configureSync, type LogLevel, type LogRecord } from "@logtape/logtape";
import type { Terminal } from "../runtime/runtime.ts";

const LEVELS: Readonly<Record<LogLevel, string>> = {
  trace: "TRACE",
  debug: "DEBUG",
  info: "INFO",
  warning: "WARN",
  error: "ERROR",
  fatal: "FATAL",
};

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
  const text = message.join("").replaceAll("\n", " ");
  return `[${timestamp(record.timestamp)}] ${LEVELS[record.level]} ${text} (${
    record.category.join(".")
  })\n`;
}

/** An error by its message; what has none of its own by its text. */
function describe(value: unknown): string {
  if (value instanceof Error) return value.message || value.name;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function timestamp(ms: number): string {
  const date = new Date(ms);
  const pad = (value: number, width = 2) => String(value).padStart(width, "0");
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  const time = `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
  return `${day} ${time},${pad(date.getMilliseconds(), 3)}`;
}
