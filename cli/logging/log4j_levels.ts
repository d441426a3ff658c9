/**
 * Levels of loggers as Kafka's start scripts give them: in the log4j file that `KAFKA_LOG4J_OPTS` names,
 * `-Dlog4j.configuration=file:/etc/kafka/log4j.properties`. Appenders and layouts have no meaning here.
 */
import {
  LOG_LEVELS,
  LoggerLevels,
  type LogLevelName,
  ROOT_LOGGER,
} from "../../config/logger_levels.ts";
import { ConfigError } from "../../config/config_error.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { readPropertiesAt } from "../client_settings.ts";

const LOGGER_KEY = "log4j.logger.";
const BY_DETAIL: readonly LogLevelName[] = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];

/**
 * Levels of loggers that are unknown here are left out; a file that is not there says nothing.
 *
 * @param root level of the root logger if the file names none
 */
export async function log4jLevels(
  runtime: Runtime,
  root: LogLevelName = "INFO",
): Promise<LoggerLevels> {
  const levels = new LoggerLevels(root);
  const options = runtime.process.env("KAFKA_LOG4J_OPTS") ?? "";
  const path = /-Dlog4j2?\.configuration(?:File)?=(?:file:)?(\S+)/.exec(options)?.[1];
  if (path === undefined) return levels;
  let properties: ReadonlyMap<string, string>;
  try {
    properties = await readPropertiesAt(runtime, path);
  } catch (error) {
    if (error instanceof ConfigError) return levels;
    throw error;
  }
  // More than one name of Kafka's may stand for one logger here: the one with the shortest name says what most lines get.
  const byLength = [...properties].sort(([a], [b]) => b.length - a.length);
  for (const [key, value] of byLength) {
    const name = key === "log4j.rootLogger"
      ? ROOT_LOGGER
      : key.startsWith(LOGGER_KEY)
      ? key.slice(LOGGER_KEY.length)
      : null;
    const level = parseLogLevel(value);
    if (name !== null && level !== null && levels.has(name)) levels.set(name, level);
  }
  return levels;
}

/** Of `WARN, stdout`, a level and where its lines go, the level; null if it is none. */
export function parseLogLevel(value: string): LogLevelName | null {
  const text = value.split(",")[0].trim().toUpperCase();
  if (text === "OFF") return "FATAL";
  if (text === "ALL") return "TRACE";
  return LOG_LEVELS.find((level) => level === text) ?? null;
}

/** A complaint about a variable whose level is none. */
export function unknownLevelText(variable: string, value: string): string {
  return `${variable}: ${value} is no log level; there are ALL, ${BY_DETAIL.join(", ")}, OFF`;
}
