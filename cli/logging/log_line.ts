/** Log lines as Kafka's: `[2026-01-31 12:00:00,123] INFO Serving PLAINTEXT on localhost:9092 (ottla.network)`. */
import type { LogLevel } from "@logtape/logtape";
import type { LogLevelName } from "../../config/logger_levels.ts";
import { localOffsetMs } from "../../runtime/local_time.ts";

const LEVELS: Readonly<Record<LogLevel, LogLevelName>> = {
  trace: "TRACE",
  debug: "DEBUG",
  info: "INFO",
  warning: "WARN",
  error: "ERROR",
  fatal: "FATAL",
};

/** Kafka's name of a level of the logging library. */
export function levelName(level: LogLevel): LogLevelName {
  return LEVELS[level];
}

/**
 * One line with its newline, whatever the text holds.
 *
 * @param timestampMs since the Unix epoch
 */
export function formatLogLine(
  timestampMs: number,
  level: LogLevel,
  text: string,
  logger: string,
): string {
  const oneLine = text.replaceAll("\n", " ");
  return `[${timestamp(timestampMs)}] ${LEVELS[level]} ${oneLine} (${logger})\n`;
}

function timestamp(ms: number): string {
  const local = new Date(ms + localOffsetMs(ms)).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 19)},${local.slice(20, 23)}`;
}
