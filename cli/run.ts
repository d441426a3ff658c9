/** The program: one of Kafka's tools, by the name it was started under or by its first argument; else a server. */
import type { Runtime } from "../runtime/runtime.ts";
import { configureLogging } from "./logging.ts";
import type { StartNode } from "./tool.ts";
import { OWN_TOOLS } from "./own_tools.ts";
import { toolNamed, TOOLS } from "./tools.ts";

export interface ProgramContext {
  readonly runtime: Runtime;
  readonly startNode: StartNode;
}

/** @returns The exit code. */
export async function runProgram({ runtime, startNode }: ProgramContext): Promise<number> {
  const { name, args } = runtime.process;
  configureLogging(runtime.terminal, { level: "warning", to: "error" });
  const invoked = toolNamed(name);
  if (invoked !== undefined) return await invoked.run({ runtime, args, startNode });
  const [first = ""] = args;
  const tool = toolNamed(first) ?? OWN_TOOLS.find(({ name }) => name === first);
  if (tool !== undefined) return await tool.run({ runtime, args: args.slice(1), startNode });
  const { runOttla } = await import("./server/ottla.ts");
  return await runOttla({ runtime, args, startNode }, { kafkas: TOOLS, own: OWN_TOOLS });
}
