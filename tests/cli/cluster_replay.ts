/** Plays a transcript of Kafka's tools against a fresh node of ours: it makes its topics and files itself. */
import { errorMessage, Errors } from "../../protocol/errors.ts";
import { SimulatedNode } from "../broker/simulated_node.ts";
import { type KafkaVersion, NOT_RUN, type PlayedCase } from "./played_case.ts";
import { runTool, TestProcess, type ToolResult } from "./simulated_tool.ts";
import { type Called, comparable, parseCommand, readTranscript } from "./transcript.ts";

export interface ReplayOptions {
  readonly version: KafkaVersion;
  /** What else is not to be compared: figures that were measured. */
  readonly normalize?: (text: string) => string;
  /** Commands, by how they begin, that are not run: they would lead another way from there on. */
  readonly skipped?: readonly string[];
}

/** Replays `tests/fixtures/cli/NAME.txt.gz`. */
export async function replay(
  name: string,
  { version, normalize = (text) => text, skipped = [] }: ReplayOptions,
): Promise<PlayedCase[]> {
  const node = await new SimulatedNode({
    port: 19092,
    directory: "/tmp/kafka-logs",
    settings: {
      "auto.create.topics.enable": "false",
      "group.initial.rebalance.delay.ms": "0",
      "offsets.topic.num.partitions": "2",
      "transaction.state.log.num.partitions": "2",
    },
  }).start();
  const transcript = await readTranscript(name);
  for (const [path, text] of transcript.files) await writeFile(node, path, text);
  const cases: PlayedCase[] = [];
  for (const called of transcript) {
    const { command } = called;
    const isSkipped = skipped.some((start) => command.startsWith(start)) ||
      version === "3.5" && lacksFlag(called);
    const problem = isSkipped
      ? NOT_RUN
      : difference(called, await run(node, called), version, normalize);
    cases.push({ fixture: name, tool: parseCommand(command).name, command, difference: problem });
  }
  await node.stop();
  return cases;
}

/** Kafka 3.5 did not know a flag that came later: ours would go on, and what follows would find something else. */
function lacksFlag({ command, stdout, stderr }: Called): boolean {
  return !command.includes("--no-such") &&
    /unrecognized arguments|is not a recognized option/.test(stdout + stderr);
}

async function writeFile(node: SimulatedNode, path: string, text: string): Promise<void> {
  const { disk } = node.runtime;
  await node.world.runUntil(disk.makeDirectory("/tmp"));
  const file = disk.open(path, { create: "if-missing", write: true });
  file.writeSync(new TextEncoder().encode(text), 0);
  file.close();
}

async function run(node: SimulatedNode, called: Called): Promise<ToolResult> {
  const { world, runtime } = node;
  const { name, args, input } = parseCommand(called.command);
  if (called.stoppedAfterMs === null) return await runTool(world, runtime, name, args, input);
  const process = new TestProcess(runtime);
  process.terminal.endInput();
  const running = process.run(name, args);
  const timeUp = runtime.clock.sleep(called.stoppedAfterMs).then(() => null);
  const ended = await world.runUntil(Promise.race([running, timeUp]), { maxVirtualMs: 150_000 });
  if (ended !== null) return ended;
  if (process.handles("SIGTERM")) {
    process.signal("SIGTERM");
    return await world.runUntil(running, { maxVirtualMs: 150_000 });
  }
  const { output, errors } = process.terminal;
  return { stdout: output, stderr: errors, exitCode: 143 };
}

function difference(
  called: Called,
  result: ToolResult,
  version: KafkaVersion,
  normalize: (text: string) => string,
): string | null {
  const differences: string[] = [];
  for (const part of ["stdout", "stderr"] as const) {
    const compared = (text: string) =>
      withoutRepeats(comparable(normalize(withoutNoise(inOurWords(text))), { version }));
    const ours = compared(result[part]);
    const theirs = compared(called[part]);
    if (theirs !== ours) differences.push(`${part}: ${JSON.stringify({ theirs, ours }, null, 1)}`);
  }
  if (called.exitCode !== result.exitCode) {
    differences.push(`exit: ${called.exitCode}, ours ${result.exitCode}`);
  }
  return differences.length === 0 ? null : differences.join("\n");
}

/** Kafka's standing texts for errors that are in the transcripts; ours are others. */
const ERROR_TEXTS: ReadonlyMap<string, number> = new Map([
  [
    "The requested offset is not within the range of offsets maintained by the server.",
    Errors.OFFSET_OUT_OF_RANGE,
  ],
  ["Request parameters do not satisfy the configured policy.", Errors.POLICY_VIOLATION],
  ["The version of API is not supported.", Errors.UNSUPPORTED_VERSION],
  ["This server does not host this topic-partition.", Errors.UNKNOWN_TOPIC_OR_PARTITION],
]);

/** Texts that are not for scripts are ours: those of errors, what a tool is for, how often something was tried. */
function inOurWords(text: string): string {
  if (text.startsWith("usage: ") && !/: +error: /.test(text)) return "HELP";
  return text
    .replace(/(errors\.\w+Exception: )(.*)/g, (all, name: string, message: string) => {
      const code = ERROR_TEXTS.get(message);
      return code === undefined ? all : name + errorMessage(code);
    })
    .replace(/^usage: .*\n(?: {7,}.*\n)*/, "usage\n")
    .replace(/^producer-performance: error:/gm, "kafka-producer-perf-test: error:")
    // Kafka's argument parser breaks lines and stretches them to one width.
    .replace(/^\S+: +error: [^]*$/m, (error) => error.replace(/-- *\n/g, "--").replace(/\s+/g, " "))
    .replace(/^(?:Warning: --\S+ is|Option --\S+ has been) deprecated.*\n/gm, "")
    .replace(/^WARNING: Positional argument usage is deprecated.*\n/gm, "")
    .replace(/^Option \(\* = required\)[^]*$/m, "<the usage table printed first>\n")
    .replace(/^ERROR: java\.\S+Exception: /gm, "ERROR: ")
    .replace(/^ERROR: Resetting offsets failed.\n/gm, "")
    .replace(/^WARN: `--\S+` is deprecated.*\n/gm, "")
    .replace(/^\S+ \S+ WARN This tool is deprecated.*\n/gm, "")
    .replace(/^java\.util\.concurrent\.ExecutionException: .*\n/gm, "")
    .replace(
      /(?<=failed due to )This server does not host this topic-partition\./g,
      errorMessage(3),
    )
    .replace(/^\tSuppressed: .*\n/gm, "")
    .replace(/^com\.fasterxml\.\S+Exception: /gm, "")
    .replace(/ synonyms=\{.*\}$/gm, "")
    .replace(/Call\(callName=.*? attempt\(s\)/gm, "TIMED OUT")
    .replace(/\(Commit:\w+\)/g, "(Commit:N)")
    .replace(/(?<=: )[A-Z][^:]* did not succeed in \d+ ms: [^.\n]*/g, "TIMED OUT")
    .replace(/^.*\n(?=Option {3,}Description|<the usage table printed first>)/gm, purposeless);
}

/** The line in front of the usage says what the tool is for, or what is wrong. */
function purposeless(line: string): string {
  return /^(?:This tool|An? |Validate|Prints)/.test(line) ? "PURPOSE\n" : line;
}

/** Kafka's tools often print a message, and then a stack trace that begins with it. */
function withoutRepeats(text: string): string {
  const lines = text.split("\n");
  return lines.filter((line, i) => {
    const last = lines[i - 1];
    return line !== last && !(line !== "" && last?.endsWith(`: ${line}`));
  }).join("\n");
}

/** What Kafka's clients log of their own inner life is not the tools' output. */
function withoutNoise(text: string): string {
  return text.replace(
    /^\[[^\]]{23}\] (?:WARN|ERROR) \[(?:AdminClient|Producer|Consumer|ShareConsumer) .*\n/gm,
    "",
  );
}
