import { assertEquals } from "@std/assert";
import { configureSync, getLogger } from "@logtape/logtape";
import { configureLoggerLevels } from "../../../cli/logging/configure_logging.ts";
import { LoggerLevels } from "../../../config/logger_levels.ts";

/** What `log` writes to standard output, without times. */
function written(use: (levels: LoggerLevels) => void): string[] {
  const lines: string[] = [];
  const write = (bytes: Uint8Array) => {
    lines.push(new TextDecoder().decode(bytes).trimEnd().replace(/^\[.*?\] /, ""));
  };
  const levels = new LoggerLevels();
  configureLoggerLevels(write, levels);
  try {
    use(levels);
  } finally {
    configureSync({ reset: true, sinks: {}, loggers: [] });
  }
  return lines;
}

Deno.test("configureLoggerLevels: a logger's level counts at once, below its parent's too", () => {
  const broker = getLogger(["ottla", "broker"]);
  const network = getLogger(["ottla", "network"]);
  const lines = written((levels) => {
    broker.debug("hidden");
    broker.info("shown");
    levels.set("ottla.broker", "DEBUG");
    broker.debug("detail");
    network.debug("hidden");
    levels.set("root", "ERROR");
    network.info("hidden");
    network.error("bad");
    broker.debug("still");
    levels.set("ottla.broker", null);
    broker.info("hidden");
  });
  assertEquals(lines, [
    "INFO shown (ottla.broker)",
    "DEBUG detail (ottla.broker)",
    "ERROR bad (ottla.network)",
    "DEBUG still (ottla.broker)",
  ]);
});
