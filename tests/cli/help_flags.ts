/** The flags that the help of Kafka's tools names, and whether ours know them. */
import { SimulatedWorld } from "../../runtime/simulated/world.ts";
import type { KafkaVersion } from "./played_case.ts";
import { TestProcess } from "./simulated_tool.ts";
import { parseCommand, readTranscript } from "./transcript.ts";

const TRANSCRIPTS = new URL("../fixtures/cli/", import.meta.url);

/** A flag of a tool, or of a command of a tool. */
export interface HelpFlag {
  readonly tool: string;
  /** `format` of kafka-storage; empty for the tool itself. */
  readonly command: string;
  readonly flag: string;
}

/** Every flag that stands in a help of that version's transcripts, once. */
export async function helpFlags(version: KafkaVersion): Promise<HelpFlag[]> {
  const flags = new Map<string, HelpFlag>();
  for (const transcript of transcriptsOf(version)) {
    for (const called of await readTranscript(transcript)) {
      const { name: tool, args } = parseCommand(called.command);
      const isHelp = args.length === 0 || args.at(-1) === "--help" && args.length <= 2;
      const command = args.length === 2 ? args[0] : "";
      if (!isHelp || command.startsWith("-")) continue;
      for (const flag of flagsIn(called.stdout + called.stderr, command)) {
        flags.set(`${tool} ${command} ${flag}`, { tool, command, flag });
      }
    }
  }
  return [...flags.values()];
}

function transcriptsOf(version: KafkaVersion): string[] {
  const ending = `-${version}.txt.gz`;
  return [...Deno.readDirSync(TRANSCRIPTS)]
    .filter(({ name }) => name.endsWith(ending))
    .map(({ name }) => name.slice(0, -".txt.gz".length))
    .sort();
}

/** Those at the beginning of a line of the table, and those that a usage names behind the command. */
function flagsIn(help: string, command: string): string[] {
  const table = /^Option(?: \(\* = required\))? +Description[^]*/m.exec(help)?.[0] ?? "";
  const usage = /^usage: .*\n(?: {7,}.*\n)*/m.exec(help)?.[0] ?? "";
  const ofCommand = usage.slice(command === "" ? 0 : usage.indexOf(` ${command} `));
  return [
    ...table.matchAll(/^(?:\* )?--([a-z][\w.-]*)/gm),
    ...ofCommand.replace(/-\n +/g, "-").matchAll(/--([a-z][\w.-]*)/g),
  ].map(([, flag]) => flag);
}

/** Asks our tool, with something wrong behind the flag, which ends the tool before anything is done. */
export async function isKnown({ tool, command, flag }: HelpFlag): Promise<boolean> {
  const asked = [`--${flag}=x`, "--no-such-flag"];
  if (command === "") return await takes(tool, flag, asked);
  // Some want the server before the command.
  return await takes(tool, flag, [command, ...asked]) ||
    await takes(tool, flag, ["--bootstrap-server=x", command, ...asked]);
}

async function takes(tool: string, flag: string, args: readonly string[]): Promise<boolean> {
  const process = new TestProcess(new SimulatedWorld({ seed: 1 }).node("client"));
  const { stderr } = await process.run(tool, args);
  const isRefused = stderr.includes(`${flag} is not a recognized option`) ||
    stderr.includes(`'--${flag}=x'`);
  return stderr.includes("no-such-flag") && !isRefused;
}
