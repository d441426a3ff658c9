/** The two log4j files that a container's variables stand for. The server and the tools read levels from them. */
import { parseLogLevel, unknownLevelText } from "../logging/log4j_levels.ts";
import { type Environment, given } from "./environment.ts";

const ROOT = "KAFKA_LOG4J_ROOT_LOGLEVEL";
const LOGGERS = "KAFKA_LOG4J_LOGGERS";
const TOOLS = "KAFKA_TOOLS_LOG4J_LOGLEVEL";

/** Of the server: `KAFKA_LOG4J_ROOT_LOGLEVEL`, `KAFKA_LOG4J_LOGGERS` (`name=LEVEL,…`). */
export function serverLog4j(environment: Environment): Map<string, string> {
  const properties = new Map(consoleAppender(given(environment, ROOT) ?? "INFO", "stdout"));
  for (const [name, level] of loggersOf(environment)) properties.set(`log4j.logger.${name}`, level);
  return properties;
}

/** Of the tools: `KAFKA_TOOLS_LOG4J_LOGLEVEL`. */
export function toolsLog4j(environment: Environment): Map<string, string> {
  return new Map(consoleAppender(given(environment, TOOLS) ?? "WARN", "stderr"));
}

/** A line for each variable with a level that is none. It stands in the file, and has no effect. */
export function unknownLevels(environment: Environment): string[] {
  const levels: [string, string][] = [
    ...[ROOT, TOOLS].map((name): [string, string] => [name, given(environment, name) ?? "INFO"]),
    ...[...loggersOf(environment).values()].map((level): [string, string] => [LOGGERS, level]),
  ];
  return levels.filter(([, level]) => parseLogLevel(level) === null)
    .map(([name, level]) => unknownLevelText(name, level));
}

/** Parts without exactly one `=` are left out, as by the image that this one stands in for. */
function loggersOf(environment: Environment): Map<string, string> {
  const loggers = new Map<string, string>();
  for (const text of (given(environment, LOGGERS) ?? "").split(",")) {
    const [name, level, ...more] = text.split("=");
    if (level === undefined || more.length > 0) continue;
    loggers.set(name.trim(), level.trim());
  }
  return loggers;
}

function consoleAppender(level: string, name: "stdout" | "stderr"): [string, string][] {
  return [
    ["log4j.rootLogger", `${level}, ${name}`],
    [`log4j.appender.${name}`, "org.apache.log4j.ConsoleAppender"],
    [`log4j.appender.${name}.layout`, "org.apache.log4j.PatternLayout"],
    [`log4j.appender.${name}.layout.ConversionPattern`, "[%d] %p %m (%c)%n"],
    ...name === "stderr"
      ? [["log4j.appender.stderr.Target", "System.err"] as [string, string]]
      : [],
  ];
}
