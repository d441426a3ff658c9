/** Log lines as Kafka's: `[2026-01-31 12:00:00,123] INFO Serving PLAINTEXT on localhost:9092 (ottla.network)`. */
import type { LogLevel } from "@logtape/logtape";

const LEVELS: Readonly<Record<LogLevel, string>> = {
  trace: "TRACE",
  debug: "DEBUG",
  info: "INFO",
  warning: "WARN",
  error: "ERROR",
  fatal: "FATAL",
};

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
  const date = new Date(ms);
  const pad = (value: number, width = 2) => String(value).padStart(width, "0");
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  const time = `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
  return `${day} ${time},${pad(date.getMilliseconds(), 3)}`;
}
