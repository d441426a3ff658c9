/** Every flag that the help of Kafka's tools names, of 3.5 and of 4.3, is known to ours. */
import { assertEquals } from "@std/assert";
import { TOOLS } from "../../cli/tools.ts";
import { SimulatedWorld } from "../../runtime/simulated/world.ts";
import { TestProcess } from "./simulated_tool.ts";
import { readTranscript } from "./transcript.ts";

const VERSIONS = ["3.5", "4.3"] as const;

/** Flags in a table of two columns, whose descriptions may name others. */
function flagsIn(usage: string): string[] {
  if (!/^Option(?: \(\* = required\))? +Description/m.test(usage)) return [];
  return [...usage.matchAll(/^(?:\* )?--([a-z][\w.-]*)/gm)].map(([, name]) => name);
}

async function flagsOf(tool: string, version: string): Promise<string[]> {
  try {
    const called = await readTranscript(`${tool}-${version}`);
    const first = called.find(({ command, stderr }) =>
      command.split(" ")[0] === tool && stderr.includes("Description")
    );
    return flagsIn(first?.stderr ?? "");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

for (const version of VERSIONS) {
  Deno.test(`Tools know the flags that the help of Kafka ${version} names`, async () => {
    const unknown: string[] = [];
    let known = 0;
    for (const { name } of TOOLS) {
      for (const flag of await flagsOf(name, version)) {
        const process = new TestProcess(new SimulatedWorld({ seed: 1 }).node("client"));
        // A flag that nobody knows ends it behind this one, before anything is done.
        const args = [`--${flag}=x`, "--no-such-flag"];
        const { stderr } = await process.run(name, args);
        if (stderr.includes(`${flag} is not a recognized option`)) {
          unknown.push(`${name} --${flag}`);
        } else if (stderr.includes("no-such-flag is not a recognized option")) known++;
        else unknown.push(`${name} --${flag}: ${stderr.slice(0, 100)}`);
      }
    }
    assertEquals(unknown, []);
    assertEquals(known > 100, true, `${known}`);
  });
}
