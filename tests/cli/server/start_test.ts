import { assertEquals, assertMatch } from "@std/assert";
import { runProgram } from "../../../cli/run.ts";
import type { StartNode, StartOptions } from "../../../cli/tool.ts";
import { SimulatedWorld } from "../../../runtime/simulated/world.ts";
import { screenOf } from "../screen.ts";
import { type ProcessOptions, TestProcess } from "../simulated_tool.ts";

const ENDPOINTS = [{ name: "PLAINTEXT", host: "localhost", port: 9092 }];

/** A program that would start a node, told what it started. */
class StartingProgram {
  readonly world = new SimulatedWorld({ seed: 1 });
  readonly process: TestProcess;
  started: StartOptions | null = null;
  stopped = false;
  start: StartNode = (options) => {
    this.started = options;
    const stop = () => {
      this.stopped = true;
      return Promise.resolve();
    };
    return Promise.resolve({ clusterId: "abc", endpoints: ENDPOINTS, stop });
  };

  constructor(options: ProcessOptions) {
    this.process = new TestProcess(this.world.node("kafka"), options);
  }

  writeFile(path: string, text: string): this {
    const { disk } = this.process.runtime;
    const file = disk.open(path, { create: "if-missing", write: true });
    file.writeSync(new TextEncoder().encode(text), 0);
    file.close();
    return this;
  }

  /** Resolves when the modules are loaded: that takes time of this world, which a simulated one does not wait for. */
  async run(): Promise<{ readonly exitCode: Promise<number> }> {
    const startNode: StartNode = (options) => this.start(options);
    const exitCode = runProgram({ runtime: this.process.runtime, startNode });
    await import("../../../cli/server/ottla.ts");
    await import("../../../cli/kafka_server_start.ts");
    await import("../../../cli/zookeeper_server_start.ts");
    return { exitCode };
  }

  /** Starts the node, then ends it with SIGTERM; gives its configuration. */
  async configured() {
    const { exitCode } = await this.run();
    await this.world.runUntil(() => this.started !== null, { maxVirtualMs: 10_000 });
    await this.world.advance(1);
    this.process.signal("SIGTERM");
    assertEquals([await this.world.runUntil(exitCode), this.stopped], [143, true]);
    return this.started!;
  }

  /** The exit code and what is on standard error. */
  async refused(): Promise<[number, string]> {
    const { exitCode } = await this.run();
    return [await this.world.runUntil(exitCode), this.process.terminal.errors];
  }
}

Deno.test("ottla without anything starts both roles on localhost, and may format", async () => {
  const program = new StartingProgram({});
  const { config, mayFormat } = await program.configured();
  assertEquals([config.node.isBroker, config.node.isController, mayFormat], [true, true, true]);
  assertEquals(config.node.logDirs, ["./data"]);
  assertMatch(
    program.process.terminal.output,
    /\[KafkaServer id=1\] started \(kafka\.server\.KafkaServer\)\n/,
  );
  assertMatch(program.process.terminal.output, /Transitioning from RECOVERY to RUNNING/);
});

Deno.test("ottla takes flags before variables, variables before the file", async () => {
  const program = new StartingProgram({
    args: ["--config", "f", "--role", "broker", "--override", "num.partitions=3"],
    environment: { KAFKA_NUM_PARTITIONS: "2", KAFKA_LOG_RETENTION_HOURS: "7", KAFKA_OPTS: "-Dx" },
  }).writeFile("f", "num.partitions=1\nlog.retention.hours=5\nlog.segment.bytes=2000000\n");
  const { config } = await program.configured();
  assertEquals(config.node.isController, false);
  const given = (key: string) => config.given.get(key);
  assertEquals(
    ["num.partitions", "log.retention.hours", "log.segment.bytes"].map(given),
    ["3", "7", "2000000"],
  );
});

Deno.test("ottla with --role and the address of one coordinator lacks nothing, and may format", async () => {
  const program = new StartingProgram({
    args: ["--role", "broker", "--override", "controller.quorum.voters=1000@elsewhere:19093"],
  });
  const { config, mayFormat } = await program.configured();
  assertEquals(config.node.voters, [{ id: 1000, host: "elsewhere", port: 19093 }]);
  assertEquals([config.node.id, config.node.logDirs, mayFormat], [1, ["./data"], true]);

  const several = "controller.quorum.voters=1@one:9093,2@two:9093";
  const [exitCode, errors] = await new StartingProgram({
    args: ["--role", "coordinator", "--override", several],
  }).refused();
  assertEquals([exitCode, errors], [
    1,
    'Missing required configuration "node.id" which has no default value.\n',
  ]);
});

Deno.test("kafka-server-start takes its file alone, and leaves formatting of a KRaft node to its user", async () => {
  const program = new StartingProgram({
    name: "kafka-server-start",
    args: ["-daemon", "server.properties", "--override", "node.id=5"],
    environment: { KAFKA_NUM_PARTITIONS: "2" },
  }).writeFile(
    "server.properties",
    "process.roles=broker\nnode.id=4\ncontroller.quorum.voters=9@elsewhere:9093\n" +
      "controller.listener.names=CONTROLLER\n",
  );
  const { config, mayFormat } = await program.configured();
  assertEquals([config.node.id, config.given.get("num.partitions"), mayFormat], [
    5,
    undefined,
    false,
  ]);
  assertEquals(program.process.terminal.errors, "-daemon: the process stays in the foreground\n");
});

Deno.test("kafka-server-start makes a node with both roles of a 3.x file when no ZooKeeper is there", async () => {
  const program = new StartingProgram({ args: ["kafka-server-start.sh", "server.properties"] })
    .writeFile("server.properties", "broker.id=0\nzookeeper.connect=localhost:2181\nlog.dirs=/l\n");
  const { config, mayFormat } = await program.configured();
  assertEquals([config.node.id, config.node.isController, mayFormat], [0, true, true]);
});

Deno.test("zookeeper-server-start starts a coordinator on ZooKeeper's port", async () => {
  const program = new StartingProgram({ name: "zookeeper-server-start", args: ["z"] })
    .writeFile("z", "dataDir=/zoo\nclientPort=2181\n");
  const { config, mayFormat } = await program.configured();
  const { isBroker, isController, controllerListeners, metadataLogDir } = config.node;
  assertEquals([isBroker, isController, controllerListeners[0].port], [false, true, 2181]);
  assertEquals([metadataLogDir, mayFormat], ["/zoo/coordinator", true]);
  assertMatch(program.process.terminal.output, /binding to port 0\.0\.0\.0\/0\.0\.0\.0:2181 /);
});

Deno.test("A start that can't be is refused in one line", async () => {
  const refused = (options: ProcessOptions) => new StartingProgram(options).refused();
  assertEquals(await refused({ args: ["--override", "num.partitions=x"] }), [
    1,
    "Invalid value x for configuration num.partitions: Not a number of type INT\n",
  ]);
  assertEquals(await refused({ environment: { KAFKA_NUM_PARTITIONS: "0" } }), [
    1,
    "Invalid value 0 for configuration num.partitions: Value must be at least 1\n",
  ]);
  assertEquals(await refused({ args: ["--config", "/nope"] }), [1, "/nope: no such file\n"]);
  assertEquals(await refused({ args: ["kafka-topicz"] }), [
    1,
    "ottla: kafka-topicz is no tool of Ottla; ottla --help lists them\n",
  ]);
  assertEquals(await refused({ args: ["--nope"] }), [
    1,
    "ottla: nope is not a recognized option\n",
  ]);
  assertEquals(await refused({ name: "kafka-server-start", args: ["a", "b"] }), [
    1,
    "Found non argument parameters: b\n",
  ]);
});

Deno.test("A node that can't start or go on ends the program with 1", async () => {
  const program = new StartingProgram({});
  class AddressTaken extends Error {
    override name = "AddressTaken";
  }
  program.start = () => Promise.reject(new AddressTaken("listen on localhost:9092: taken"));
  assertEquals(await program.refused(), [1, "listen on localhost:9092: taken\n"]);

  const failing = new StartingProgram({});
  const { exitCode } = await failing.run();
  await failing.world.runUntil(() => failing.started !== null);
  failing.started!.onFatal(new AddressTaken("the disk is gone"));
  assertEquals([await failing.world.runUntil(exitCode), failing.stopped], [1, true]);
  assertEquals(failing.process.terminal.errors, "the disk is gone\n");
});

Deno.test("A signal during a start ends the program; a second one does not wait for the stop", async () => {
  const waiting = new StartingProgram({});
  waiting.start = () => new Promise(() => {});
  const { exitCode } = await waiting.run();
  await waiting.world.advance(10);
  waiting.process.signal("SIGINT");
  assertEquals(await waiting.world.runUntil(exitCode), 130);

  const slow = new StartingProgram({});
  slow.start = () =>
    Promise.resolve({ clusterId: "abc", endpoints: [], stop: () => new Promise(() => {}) });
  await slow.run();
  await slow.world.advance(10);
  slow.process.signal("SIGINT");
  await slow.world.advance(10);
  slow.process.signal("SIGTERM");
  assertEquals(slow.process.exited, 143);
});

Deno.test("ottla --version and --help tell of the program and its tools", async () => {
  const version = new StartingProgram({ args: ["--version"] });
  assertEquals(await version.refused(), [0, ""]);
  assertMatch(version.process.terminal.output, /^ottla \d+\.\d+\.\d+ \(Apache Kafka 4\.3\.1\)\n$/);
  const help = new StartingProgram({ args: ["--help"] });
  assertEquals(await help.refused(), [0, ""]);
  assertMatch(help.process.terminal.output, /\n {2}kafka-topics +Create/);
});

/** What a terminal shows while a node loads 20 logs, one in `stepMs`. */
async function loadingLogs(stepMs: number, isRecovery: boolean) {
  await import("../../../cli/output/progress.ts");
  const program = new StartingProgram({});
  const { terminal } = program.process;
  terminal.isWatched = true;
  const { start } = program;
  const loaded = Promise.withResolvers<void>();
  const given = Promise.withResolvers<StartOptions>();
  program.start = async (options) => {
    given.resolve(options);
    await loaded.promise;
    return await start(options);
  };
  const { exitCode } = await program.run();
  const { onLogsLoaded } = await program.world.runUntil(given.promise);
  const shown: string[] = [];
  for (let count = 0; count <= 20; count++) {
    onLogsLoaded!({ loaded: count, total: 20, isRecovery });
    await program.world.advance(stepMs);
    // A module that is loaded already comes in time of this world.
    await new Promise((resolve) => setTimeout(resolve));
    shown.push(screenOf(terminal.errors).join("\n"));
  }
  loaded.resolve();
  await program.world.runUntil(() => program.started !== null);
  await program.world.advance(1);
  program.process.signal("SIGTERM");
  assertEquals(await program.world.runUntil(exitCode), 143);
  return { shown, written: terminal.errors };
}

Deno.test("A server shows on a terminal how many logs are recovered, until all are", async () => {
  const { shown } = await loadingLogs(200, true);
  assertEquals(shown[0], "");
  assertMatch(shown[10], /^Recovering logs \[=+> +\] {2}50% {2}10\/20 {2}\d\.\d\/s {2}0:02 left$/);
  assertEquals(shown.at(-1), "");
});

Deno.test("A server that loads its logs quickly shows no bar", async () => {
  assertEquals((await loadingLogs(10, false)).written, "");
});
