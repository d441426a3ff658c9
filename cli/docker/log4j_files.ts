/** The two log4j files that a container's variables stand for. The server and the tools read levels from them. */
import { type Environment, given } from "./environment.ts";

/** Of the server: `KAFKA_LOG4J_ROOT_LOGLEVEL`, `KAFKA_LOG4J_LOGGERS` (`name=LEVEL,…`). */
export function serverLog4j(environment: Environment): Map<string, string> {
  const loggers = new Map<string, string>();
  for (const text of (given(environment, "KAFKA_LOG4J_LOGGERS") ?? "").split(",")) {
    const [name, level, ...more] = text.split("=");
    if (level === undefined || more.length > 0) continue;
    loggers.set(name.trim(), level.trim());
  }
  return new Map([
    ...consoleAppender(given(environment, "KAFKA_LOG4J_ROOT_LOGLEVEL") ?? "INFO", "stdout"),
    ...[...loggers].map(([name, level]): [string, string] => [`log4j.logger.${name}`, level]),
  ]);
}

/** Of the tools: `KAFKA_TOOLS_LOG4J_LOGLEVEL`. */
export function toolsLog4j(environment: Environment): Map<string, string> {
  return new Map(
    consoleAppender(given(environment, "KAFKA_TOOLS_LOG4J_LOGLEVEL") ?? "WARN", "stderr"),
  );
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
