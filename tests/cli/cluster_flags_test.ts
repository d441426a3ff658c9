/** Every flag that the help in the clusters' transcripts names, of Kafka 3.5 and of 4.3, is known to ours. */
import { assertEquals } from "@std/assert";
import { SimulatedWorld } from "../../runtime/simulated/world.ts";
import { CLUSTER_TRANSCRIPTS_3_5 } from "./differences/cluster_3_5.ts";
import { CLUSTER_TRANSCRIPTS_4_3 } from "./differences/cluster_4_3.ts";
import { TestProcess } from "./simulated_tool.ts";
import { readTranscript } from "./transcript.ts";

/** Flags by tool: those at the beginning of a line of the table, and those that a usage names. */
async function flagsIn(transcript: string): Promise<Map<string, Set<string>>> {
  const flags = new Map<string, Set<string>>();
  for (const { command, stdout, stderr } of await readTranscript(transcript)) {
    const [tool, ...args] = command.split(" ");
    const isHelp = args.length === 0 || args.length === 1 && args[0] === "--help";
    if (!isHelp) continue;
    const found = flags.get(tool) ?? new Set();
    flags.set(tool, found);
    for (const [, name] of stderr.matchAll(/^(?:\* )?--([a-z][\w.-]*)/gm)) found.add(name);
    const usage = /^usage: .*\n(?: {7,}.*\n)*/.exec(stdout + stderr)?.[0] ?? "";
    for (const [, name] of usage.matchAll(/--([a-z][\w.-]*)/g)) found.add(name);
  }
  return flags;
}

async function isKnown(tool: string, flag: string): Promise<boolean> {
  const process = new TestProcess(new SimulatedWorld({ seed: 1 }).node("client"));
  // Whatever is wrong behind it ends the tool before anything is done.
  const { stderr } = await process.run(tool, [`--${flag}=x`, "--no-such-flag"]);
  return /no-such-flag/.test(stderr) && !stderr.includes(`'--${flag}=x'`);
}

for (const name of Object.keys({ ...CLUSTER_TRANSCRIPTS_4_3, ...CLUSTER_TRANSCRIPTS_3_5 })) {
  Deno.test(`${name}: the tools know the flags that Kafka's help names`, async () => {
    const unknown: string[] = [];
    for (const [tool, flags] of await flagsIn(name)) {
      for (const flag of flags) {
        if (!await isKnown(tool, flag)) unknown.push(`${tool} --${flag}`);
      }
    }
    assertEquals(unknown, []);
  });
}
