/**
 * Log lines of tools on standard error: of which level, as `KAFKA_TOOLS_LOG4J_LOGLEVEL` or the log4j file of
 * `KAFKA_LOG4J_OPTS` says, which Kafka's scripts and images have for it. Loaded where one of them is set.
 */
import type { LoggerLevels } from "../../config/logger_levels.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { log4jLevels, parseLogLevel, unknownLevelText } from "./log4j_levels.ts";
import { configureLoggerLevels } from "./configure_logging.ts";

const TOOLS_LEVEL = "KAFKA_TOOLS_LOG4J_LOGLEVEL";
const USUAL_LEVEL = "WARN";

/** What is no level is told, and leaves the usual one: nobody's health check should fail for it. */
export async function configureToolLogging(runtime: Runtime): Promise<LoggerLevels> {
  const text = runtime.process.env(TOOLS_LEVEL) || USUAL_LEVEL;
  const level = parseLogLevel(text);
  if (level === null) {
    const line = `${unknownLevelText(TOOLS_LEVEL, text)}\n`;
    runtime.terminal.writeError(new TextEncoder().encode(line));
  }
  const levels = await log4jLevels(runtime, level ?? USUAL_LEVEL);
  configureLoggerLevels((bytes) => runtime.terminal.writeError(bytes), levels);
  return levels;
}
