/** Which tool a command line means: by the name that the program was started under, or by its first argument. */
import { OWN_TOOLS } from "./own_tools.ts";
import type { Tool } from "./tool.ts";
import { toolNamed } from "./tools.ts";

export interface PickedTool {
  readonly tool: Tool;
  /** What follows the tool's name. */
  readonly args: readonly string[];
}

/** Null for a server without a tool's name. */
export function pickTool(name: string, args: readonly string[]): PickedTool | null {
  const invoked = toolNamed(name);
  if (invoked !== undefined) return { tool: invoked, args };
  const [first = ""] = args;
  const tool = toolNamed(first) ?? OWN_TOOLS.find(({ name }) => name === first);
  return tool === undefined ? null : { tool, args: args.slice(1) };
}
