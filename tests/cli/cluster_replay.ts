/** Plays a transcript of Kafka's tools against a fresh node of ours: it makes its topics and files itself. */
import { SimulatedNode } from "../broker/simulated_node.ts";
import { runTool, TestProcess, type ToolResult } from "./simulated_tool.ts";
import { type Called, comparable, parseCommand, readTranscript } from "./transcript.ts";

export type KafkaVersion = "3.5" | "4.3";

export interface ReplayOptions {
  /** What else is not to be compared: figures that were measured. */
  readonly normalize?: (text: string) => string;
  /** Commands, by how they begin, that are not run: they would lead another way from there on. */
  readonly skipped?: readonly string[];
}

export interface ReplayResult {
  readonly equal: number;
  /** Commands that printed something else. */
  readonly different: ReadonlySet<string>;
}

/** Replays `tests/fixtures/cli/NAME.txt.gz`. */
export async function replay(
  name: string,
  version: KafkaVersion,
  { normalize = (text) => text, skipped = [] }: ReplayOptions,
): Promise<ReplayResult> {
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
  const different = new Set<string>();
  let equal = 0;
  for (const called of transcript) {
    if (skipped.some((start) => called.command.startsWith(start))) continue;
    const result = await run(node, called);
    const problem = difference(called, result, version, normalize);
    if (problem === null) equal++;
    else {
      different.add(called.command);
      if (Deno.env.has("SHOW_DIFFERENCES")) console.log(`${name} $ ${called.command}\n${problem}`);
    }
  }
  await node.stop();
  return { equal, different };
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
    const ours = comparable(normalize(withoutNoise(result[part])), { version });
    const theirs = comparable(normalize(withoutNoise(called[part])), { version });
    if (theirs !== ours) differences.push(`${part}: ${JSON.stringify({ theirs, ours }, null, 1)}`);
  }
  if (called.exitCode !== result.exitCode) {
    differences.push(`exit: ${called.exitCode}, ours ${result.exitCode}`);
  }
  return differences.length === 0 ? null : differences.join("\n");
}

/** What Kafka's clients log of their own inner life is not the tools' output. */
function withoutNoise(text: string): string {
  return text.replace(
    /^\[[^\]]{23}\] (?:WARN|ERROR) \[(?:AdminClient|Producer|Consumer|ShareConsumer) .*\n/gm,
    "",
  );
}
