/** A session with Kafka's shell on a snapshot of Kafka's, as a suite: one case for each line that was typed. */
import { SimulatedWorld } from "../../../runtime/simulated/world.ts";
import type { PlayedCase } from "../played_case.ts";
import { runTool, type ToolResult } from "../simulated_tool.ts";
import type { TranscriptSuite } from "../transcript_suites.ts";

const TOOL = "kafka-metadata-shell";
export const SNAPSHOT = "/snapshot.checkpoint";

export const SHELL_SUITE: TranscriptSuite = {
  name: TOOL,
  version: "4.3",
  differences: {},
  leastEqual: 46,
  play: async () => {
    const decoder = new TextDecoder();
    const input = decoder.decode(await fixture("session.in"));
    const answer = decoder.decode(await fixture("session.out"));
    const { stdout, exitCode } = await shell(["--snapshot", SNAPSHOT], input);
    const isSame = stdout === answer && exitCode === 0;
    const difference = isSame ? null : JSON.stringify({ theirs: answer, ours: stdout }, null, 1);
    const typed = input.trimEnd().split("\n");
    return typed.map((command): PlayedCase => ({
      fixture: "session",
      tool: TOOL,
      command,
      difference,
    }));
  },
};

/** Runs the shell on the recorded snapshot. */
export async function shell(args: readonly string[], input = ""): Promise<ToolResult> {
  const world = new SimulatedWorld({ seed: 1 });
  const runtime = world.node("localhost");
  const file = runtime.disk.open(SNAPSHOT, { create: "new", write: true });
  file.writeSync(await fixture("snapshot.checkpoint"), 0);
  file.close();
  return await runTool(world, runtime, TOOL, args, input);
}

async function fixture(name: string): Promise<Uint8Array> {
  const url = new URL(`../../fixtures/cli/metadata_shell/${name}.gz`, import.meta.url);
  const file = await Deno.open(url);
  const stream = file.readable.pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
