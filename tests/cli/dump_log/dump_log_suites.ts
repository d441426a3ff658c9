/** What Kafka's kafka-dump-log printed, of single files and of whole data directories, as suites. */
import { SimulatedWorld } from "../../../runtime/simulated/world.ts";
import { unpackDirectory } from "../../storage/kafka_directory.ts";
import type { KafkaVersion, PlayedCase } from "../played_case.ts";
import { runTool, type ToolResult } from "../simulated_tool.ts";
import { parseCommand, readTranscript } from "../transcript.ts";
import type { TranscriptSuite } from "../transcript_suites.ts";
import { findingsOf, type GoldenCall, readGoldenDump } from "./golden_dump.ts";

const TOOL = "kafka-dump-log";
const FIXTURE = `${TOOL}-4.3`;
const DATA = "/tmp/kafka-logs";
const MISSING = `${TOOL} --files ${DATA}/missing.log`;
const NO_SUCH =
  `${TOOL} --files ${DATA}/plain-0/00000000000000000000.log --value-decoder-class no.Such`;

const OF_TRANSCRIPT = {
  name: FIXTURE,
  version: "4.3",
  differences: { [FIXTURE]: [[MISSING, "says why"], [NO_SUCH, "says why"]] },
  leastEqual: 14,
} as const;

const SAMPLES = [
  "kafka-3.5-clean",
  "kafka-3.5-killed",
  "kafka-3.9-clean",
  "kafka-3.9-killed",
  "kafka-4.3-clean",
  "kafka-4.3-killed",
  "kafka-4.3-snapshots",
];

export const DUMP_LOG_SUITES: readonly TranscriptSuite[] = [
  { ...OF_TRANSCRIPT, play: playTranscript },
  ...SAMPLES.map(ofDirectory),
];

/** Commands on files of a data directory. */
async function playTranscript(): Promise<PlayedCase[]> {
  const world = new SimulatedWorld({ seed: 1 });
  const runtime = world.node("m");
  await world.runUntil(unpackDirectory("kafka-4.3-clean", runtime.disk, DATA));
  const cases: PlayedCase[] = [];
  for (const called of await readTranscript(FIXTURE)) {
    const { command } = called;
    const { name, args } = parseCommand(command);
    const result = await runTool(world, runtime, name, args);
    const difference = differenceOf(called, result);
    cases.push({ fixture: FIXTURE, tool: TOOL, command, difference });
  }
  return cases;
}

/** All but the text of help is compared byte for byte. */
function differenceOf(theirs: ToolResult, ours: ToolResult): string | null {
  const isHelp = [theirs, ours].every(({ stderr }) =>
    /^Option +Description|^<the usage/m.test(stderr)
  );
  const differs = theirs.stdout !== ours.stdout || theirs.exitCode !== ours.exitCode ||
    theirs.stderr !== ours.stderr && !isHelp;
  return differs ? JSON.stringify({ theirs, ours }, null, 1) : null;
}

/** All files of a directory that Kafka of that version wrote. */
function ofDirectory(sample: string): TranscriptSuite {
  const version = sample.startsWith("kafka-4") ? "4.3" : "3.5";
  return {
    name: `${TOOL} of the files in ${sample}`,
    version,
    differences: {},
    leastEqual: 4,
    play: async () => {
      const world = new SimulatedWorld({ seed: 1 });
      const runtime = world.node("m");
      const calls = readGoldenDump(sample);
      await world.runUntil(unpackDirectory(sample, runtime.disk, dataDirectory(calls)));
      const cases: PlayedCase[] = [];
      for (const call of calls) {
        const args = [...call.flags, "--files", call.files.join(",")];
        const result = await runTool(world, runtime, TOOL, args);
        const difference = differenceOfDump(call, result, version);
        cases.push({ fixture: sample, tool: TOOL, command: call.what, difference });
      }
      return cases;
    },
  };
}

function dataDirectory(calls: readonly GoldenCall[]): string {
  return /^(.*)\/[^/]+\/[^/]+$/.exec(calls[0].files[0])![1];
}

function differenceOfDump(
  { lines, findings }: GoldenCall,
  { stdout, stderr, exitCode }: ToolResult,
  version: KafkaVersion,
): string | null {
  const is4 = version === "4.3";
  const asOf = (line: string) => (is4 ? line : as3(line)).trimEnd();
  const ours = stdout.trimEnd().split("\n").map(asOf);
  const differing = ours.findIndex((line, at) => line !== asOf(lines[at] ?? ""));
  if (differing >= 0) return JSON.stringify({ theirs: lines[differing], ours: ours[differing] });
  if (ours.length !== lines.length) return `${lines.length} lines, ours ${ours.length}`;
  if (exitCode !== 0) return `exit: 0, ours ${exitCode}`;
  if (findings === null) return null;
  // 4.x takes every file that does not start at 0 for one with a gap.
  const told = findingsOf(stderr.split("\n").filter((one) => is4 || !one.startsWith("  -1 is ")));
  if (told.symmetricDifference(findings).size === 0) return null;
  return JSON.stringify({ theirs: [...findings], ours: [...told] }, null, 1);
}

/** Where 3.x has other words than 4.3: elections, and the coordinators' records. */
function as3(line: string): string {
  return line
    .replace(/ (?:controlType: LEADER_CHANGE\(2\)|LeaderChange: .*)$/, " LEADER_CHANGE")
    .replace(
      / key: (?:\{"type":"\d+",|offset_commit::|group_metadata::|transaction_metadata::).*/,
      " RECORD",
    );
}
