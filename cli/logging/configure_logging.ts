/** Where log lines of the whole program go. One line an event; a stack trace only for what nobody expected. */
import { configureSync, type LogLevel, type LogRecord } from "@logtape/logtape";
import type { LoggerLevels, LogLevelName } from "../../config/logger_levels.ts";
import { formatLogLine } from "./log_line.ts";

/** Levels of Kafka's config APIs as the logging library calls them. */
const LEVELS: Readonly<Record<LogLevelName, LogLevel>> = {
  TRACE: "trace",
  DEBUG: "debug",
  INFO: "info",
  WARN: "warning",
  ERROR: "error",
  FATAL: "fatal",
};

/** Writes of each logger the lines of its level and above, also when that changes. */
export function configureLoggerLevels(
  write: (bytes: Uint8Array) => void,
  levels: LoggerLevels,
): void {
  const configure = () =>
    configureSync({
      reset: true,
      sinks: { lines: lineWriter(write) },
      loggers: [
        { category: ["logtape"], sinks: ["lines"], lowestLevel: "error" },
        ...levels.categories().map(({ category, level }) => ({
          category: [...category],
          sinks: ["lines" as const],
          // A logger may let through what its parent holds back.
          parentSinks: "override" as const,
          lowestLevel: LEVELS[level],
        })),
      ],
    });
  levels.onChange = configure;
  configure();
}

/** Writes the lines of `level` and above of all loggers. */
export function configureLogging(write: (bytes: Uint8Array) => void, level: LogLevel): void {
  configureSync({
    reset: true,
    sinks: { lines: lineWriter(write) },
    loggers: [
      { category: ["logtape"], sinks: ["lines"], lowestLevel: "error" },
      { category: ["ottla"], sinks: ["lines"], lowestLevel: level },
    ],
  });
}

function lineWriter(write: (bytes: Uint8Array) => void) {
  const encoder = new TextEncoder();
  return (record: LogRecord) => write(encoder.encode(formatLine(record)));
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
