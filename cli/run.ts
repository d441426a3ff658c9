/** The program: one of Kafka's tools, by the name it was started under or by its first argument; else a server. */
import type { LoggerLevels } from "../config/logger_levels.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { configureLogging } from "./logging/configure_logging.ts";
import type { StartNode } from "./tool.ts";
import { OWN_TOOLS } from "./own_tools.ts";
import { pickTool } from "./pick_tool.ts";
import { TOOLS } from "./tools.ts";

export interface ProgramContext {
  readonly runtime: Runtime;
  readonly startNode: StartNode;
}

/** They take care of their log lines themselves. */
const SERVERS: ReadonlySet<string> = new Set(["kafka-server-start", "zookeeper-server-start"]);

/** @returns The exit code. */
export async function runProgram({ runtime, startNode }: ProgramContext): Promise<number> {
  const { name, args } = runtime.process;
  configureLogging((bytes) => runtime.terminal.writeError(bytes), "warning");
  const picked = pickTool(name, args);
  if (picked !== null) {
    const loggerLevels = SERVERS.has(picked.tool.name) ? undefined : await toolLevels(runtime);
    return await picked.tool.run({ runtime, args: picked.args, startNode, loggerLevels });
  }
  const { runOttla } = await import("./server/ottla.ts");
  return await runOttla({ runtime, args, startNode }, { kafkas: TOOLS, own: OWN_TOOLS });
}

/** Undefined where no variable asks for other levels than the usual ones. */
async function toolLevels(runtime: Runtime): Promise<LoggerLevels | undefined> {
  const { process } = runtime;
  if (!process.env("KAFKA_TOOLS_LOG4J_LOGLEVEL") && !process.env("KAFKA_LOG4J_OPTS")) return;
  const { configureToolLogging } = await import("./logging/tool_logging.ts");
  return await configureToolLogging(runtime);
}
