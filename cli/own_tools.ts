/** What Ottla has beyond Kafka's tools: reached through `ottla NAME` alone, not by a link's name. */
import type { Tool, ToolProgram } from "./tool.ts";
import { TOOLS } from "./tools.ts";

export const OWN_TOOLS: readonly Tool[] = [
  tool(
    "doctor",
    "Explain why clients here do or do not reach a cluster",
    async () => (await import("./doctor.ts")).doctor,
  ),
  tool(
    "healthcheck",
    "End with 0 if the node of this machine serves",
    async () => (await import("./healthcheck.ts")).healthcheck,
  ),
  tool(
    "completion",
    "Print a completion script for bash, zsh or fish",
    async () => (await import("./completion.ts")).completion([...TOOLS, ...OWN_TOOLS]),
  ),
];

function tool(name: string, summary: string, load: () => Promise<ToolProgram>): Tool {
  return { name, summary, load, run: async (context) => await (await load()).run(context) };
}
