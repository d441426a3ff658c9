/** Replays transcripts of Kafka's tools with ours. */
import type { Runtime } from "../../runtime/runtime.ts";
import type { SimulatedWorld } from "../../runtime/simulated/world.ts";
import { SimulatedNode } from "../broker/simulated_node.ts";
import { type KafkaVersion, NOT_RUN, type PlayedCase } from "./played_case.ts";
import { runTool, TestProcess, type ToolResult } from "./simulated_tool.ts";
import {
  type Called,
  comparable,
  type ComparableOptions,
  parseCommand,
  readTranscript,
} from "./transcript.ts";

/** Files that the commands name, as they were made for the recording. */
const SERVER = [
  "process.roles=broker,controller",
  "node.id=1",
  "listeners=PLAINTEXT://localhost:29092,CONTROLLER://localhost:29093",
  "controller.listener.names=CONTROLLER",
  "",
].join("\n");
const STATIC_QUORUM = "controller.quorum.voters=1@localhost:29093\n";
const FILES: Readonly<Record<string, string>> = {
  "/tmp/unknown.properties": "no.such.key=1\n",
  "/tmp/broken.properties": "request.timeout.ms=abc\n",
  "/tmp/fast.properties": "default.api.timeout.ms=3000\n",
  "/tmp/fresh.properties": `${SERVER}${STATIC_QUORUM}log.dirs=/tmp/fresh-1,/tmp/fresh-2\n`,
  "/tmp/abc.properties": `${SERVER}${STATIC_QUORUM}log.dirs=/tmp/abc-1\n`,
  "/tmp/dynamic.properties":
    `${SERVER}controller.quorum.bootstrap.servers=localhost:29093\nlog.dirs=/tmp/dynamic\n`,
  "/tmp/zk.properties": "zookeeper.connect=localhost:2181\nlog.dirs=/tmp/zk\n",
  "/tmp/nonode.properties": "process.roles=broker\nlog.dirs=/tmp/nonode\n",
};

/** What was removed between the commands of kafka-storage, by the number of the next one. */
const REMOVED: Readonly<Record<number, readonly string[]>> = {
  16: ["/tmp/fresh-2"],
  18: ["/tmp/fresh-1", "/tmp/fresh-2"],
  20: ["/tmp/fresh-1", "/tmp/fresh-2"],
};

/** By transcript: commands that would lead another way from there on, since Kafka refused what we do. */
const SKIPPED: Readonly<Record<string, RegExp>> = {
  "kafka-console-producer-4.3": /kafka-console-producer --broker-list/,
};

/** A consumer that was just started has committed what it read after that time. */
const UNTIL_COMMITTED_MS = 8000;

const PLAIN_PORT = 19094;
const CLUSTER_IDS = { "3.5": "MkU3OEVBNTcwNTJENDM1Tg", "4.3": "MkU3OEVBNTcwNTJENDM1Tk" };

/** What listens on localhost:19092. */
export interface ReplayTarget {
  readonly world: SimulatedWorld;
  readonly runtime: Runtime;
  stop(): Promise<void>;
}

interface RunningTool {
  readonly process: TestProcess;
  readonly ended: Promise<ToolResult>;
}

/** Calls tools as a transcript says, against a node of ours. */
export class Replay {
  readonly #node: ReplayTarget;
  readonly #version: KafkaVersion;
  readonly #running = new Map<string, RunningTool>();
  /** The second broker of the recording, which has no authorizer. */
  #plainNode: SimulatedNode | null = null;

  private constructor(node: ReplayTarget, version: KafkaVersion) {
    this.#node = node;
    this.#version = version;
  }

  /** @param target Default: a node of ours with the settings of the recorded one. */
  static async start(version: KafkaVersion, target?: ReplayTarget): Promise<Replay> {
    const node = target ?? await new SimulatedNode({
      port: 19092,
      clusterId: CLUSTER_IDS[version],
      settings: {
        "auto.create.topics.enable": "false",
        "group.initial.rebalance.delay.ms": "0",
      },
    }).start();
    const replay = new Replay(node, version);
    await replay.#writeFiles();
    return replay;
  }

  async stop(): Promise<void> {
    await this.#plainNode?.stop();
    await this.#node.stop();
  }

  /** Runs all commands of a tool. */
  async run(tool: string): Promise<PlayedCase[]> {
    const fixture = `${tool}-${this.#version}`;
    const cases: PlayedCase[] = [];
    for (const [index, called] of (await readTranscript(fixture)).entries()) {
      const { command, before } = called;
      for (const note of before) await this.#follow(note);
      if (SKIPPED[fixture]?.test(command)) {
        cases.push({ fixture, tool, command, difference: NOT_RUN });
        continue;
      }
      if (tool === "kafka-storage") await this.#remove(REMOVED[index] ?? []);
      cases.push({ fixture, tool, command, difference: await this.#difference(called) });
    }
    return cases;
  }

  /** Null if the same was printed, and the exit code is the same. */
  async #difference(called: Called): Promise<string | null> {
    const { command } = called;
    const { name, args, input } = parseCommand(command);
    const { world, runtime } = await this.#nodeOf(command);
    const result = await runTool(world, runtime, name, args, input);
    const options: ComparableOptions = {
      // Topics are described, and partitions read, in an order that Kafka leaves to a hash table.
      sorted: /kafka-acls| --describe| --list| --all-groups| three |\|three'/.test(command),
      version: this.#version,
    };
    const differences: string[] = [];
    for (const part of ["stdout", "stderr"] as const) {
      const ours = comparable(result[part], options);
      const theirs = ofServedApis(comparable(called[part], options), ours);
      if (theirs !== ours) differences.push(`${part}: ${JSON.stringify({ theirs, ours })}`);
    }
    if (called.exitCode !== result.exitCode) {
      differences.push(`exit: ${called.exitCode}, ours ${result.exitCode}`);
    }
    return differences.length === 0 ? null : differences.join("\n");
  }

  async #nodeOf(command: string): Promise<ReplayTarget> {
    if (!command.includes(`:${PLAIN_PORT}`)) return this.#node;
    return this.#plainNode ??= await new SimulatedNode({ port: PLAIN_PORT }).start();
  }

  /** Does what a remark tells of; other remarks are for readers. */
  async #follow(note: string): Promise<void> {
    const { world, runtime } = this.#node;
    const [, path, text] = /^the file (\S+) holds: (.*)$/.exec(note) ?? [];
    if (path !== undefined) this.#writeFile(path, text.replaceAll("\\n", "\n"));
    const [, started, command] = /^running meanwhile as (\w+): (.*)$/.exec(note) ?? [];
    if (started !== undefined) {
      const process = new TestProcess(runtime);
      const { name, args } = parseCommand(command);
      this.#running.set(started, { process, ended: process.run(name, args) });
      await world.advance(UNTIL_COMMITTED_MS);
    }
    const [, stopped] = /^(\w+) stopped$/.exec(note) ?? [];
    if (stopped === undefined) return;
    const { process, ended } = this.#running.get(stopped)!;
    process.signal("SIGINT");
    await world.runUntil(ended);
  }

  async #writeFiles(): Promise<void> {
    await this.#node.world.runUntil(this.#node.runtime.disk.makeDirectory("/tmp"));
    for (const [path, text] of Object.entries(FILES)) this.#writeFile(path, text);
  }

  #writeFile(path: string, text: string): void {
    const file = this.#node.runtime.disk.open(path, { create: "if-missing", write: true });
    file.writeSync(new TextEncoder().encode(text), 0);
    file.close();
  }

  async #remove(paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      await this.#node.world.runUntil(this.#node.runtime.disk.remove(path));
    }
  }
}

/** A node that does not serve an API yet says so; the others' lines are the same. */
function ofServedApis(theirs: string, ours: string): string {
  let text = theirs;
  for (const [, api] of ours.matchAll(/^\t(\w+\(\d+\)): UNSUPPORTED/gm)) {
    const line = new RegExp(`^(\\t${api.replace(/[()]/g, "\\$&")}): [^\\n,]*`, "m");
    text = text.replace(line, "$1: UNSUPPORTED");
  }
  return text;
}
