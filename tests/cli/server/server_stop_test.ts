import { assertEquals } from "@std/assert";
import { type OtherProcess, RuntimeError } from "../../../runtime/runtime.ts";
import { SimulatedWorld } from "../../../runtime/simulated/world.ts";
import { TestProcess } from "../simulated_tool.ts";

const FILES: Readonly<Record<string, string>> = {
  "/opt/broker.properties": "process.roles=broker\nnode.id=2\n",
  "/opt/controller.properties": "process.roles = controller\nnode.id=3\n",
  "/opt/old.properties": "broker.id=4\nzookeeper.connect=localhost:2181\n",
};
const COMMANDS = [
  "ottla",
  "kafka-server-start broker.properties --override log.dirs=/x",
  "ottla kafka-server-start -daemon /opt/controller.properties",
  "kafka-server-start old.properties --override process.roles=controller,broker",
  "ottla --role coordinator --override node.id=5",
  "ottla zookeeper-server-start zookeeper.properties",
  "kafka-topics --list",
  "ottla kafka-server-stop",
  "ottla doctor --bootstrap-server kafka:9092",
  "ottla --help",
  "ottla --no-such-flag",
];

/** Process ids are 100, 101, … in the order of the commands. */
function processes(commands: readonly string[]): OtherProcess[] {
  return commands.map((command, i) => {
    const [name, ...args] = command.split(" ");
    return { id: 100 + i, name, args, directory: "/opt" };
  });
}

interface Stop {
  readonly tool?: string;
  readonly signal?: string;
  readonly commands?: readonly string[];
  readonly fails?: RuntimeError;
  /** Whether only the first one fails. */
  readonly onlyFirstFails?: boolean;
}

async function stop(args: string, options: Stop = {}) {
  const { tool = "kafka-server-stop", signal, commands = COMMANDS } = options;
  const { fails, onlyFirstFails = false } = options;
  const world = new SimulatedWorld({ seed: 1 });
  const machine = world.node("m");
  await world.runUntil(machine.disk.makeDirectory("/opt"));
  for (const [path, text] of Object.entries(FILES)) {
    const file = machine.disk.open(path, { create: "new", write: true });
    file.writeSync(new TextEncoder().encode(text), 0);
    file.close();
  }
  const told: [number, string | number][] = [];
  const process = new TestProcess(machine, {
    environment: signal === undefined ? {} : { SIGNAL: signal },
    others: processes(commands),
    sendSignal: (id, name) => {
      if (fails !== undefined && !(onlyFirstFails && id !== 100)) throw fails;
      told.push([id, name]);
    },
  });
  const result = await world.runUntil(process.run(tool, args === "" ? [] : args.split(" ")));
  return { ...result, told };
}

const ids = async (args: string, options?: Stop) =>
  (await stop(args, options)).told.map(([id]) => id);

Deno.test("kafka-server-stop tells every node of this machine to stop, and nothing else", async () => {
  const { exitCode, stdout, stderr, told } = await stop("");
  assertEquals([exitCode, stdout, stderr], [0, "", ""]);
  assertEquals(told, [100, 101, 102, 103, 104].map((id) => [id, "SIGTERM"]));
});

Deno.test("kafka-server-stop: --process-role and --node-id choose by what a node's flags and file say (KIP-979)", async () => {
  assertEquals(await ids("--process-role=broker"), [101]);
  assertEquals(await ids("--process-role=controller"), [102, 104]);
  assertEquals(await ids("--process-role broker,controller"), [100, 103]);
  assertEquals(await ids("--node-id=3"), [102]);
  assertEquals(await ids("--node-id=4"), [103]);
  assertEquals(await ids("--node-id=1"), [100]);
  const both = await stop("--node-id=2 --process-role=controller");
  assertEquals(both.told, [[101, "SIGTERM"]]);
  assertEquals(
    both.stdout,
    "When both node-id and process-role are provided, the value for node-id will take precedence\n",
  );
});

Deno.test("kafka-server-stop and zookeeper-server-stop say that there is nothing to stop, with 1", async () => {
  const none = { commands: ["kafka-topics --list", "ottla --version"] };
  for (
    const [tool, line] of [["kafka-server-stop", "kafka"], ["zookeeper-server-stop", "zookeeper"]]
  ) {
    const { exitCode, stdout, stderr } = await stop("", { ...none, tool });
    assertEquals([exitCode, stdout, stderr], [1, `No ${line} server to stop\n`, ""]);
  }
  assertEquals((await stop("--node-id=77")).stdout, "No kafka server to stop\n");
});

Deno.test("zookeeper-server-stop tells the coordinators that stand in for ZooKeeper", async () => {
  assertEquals(await ids("", { tool: "zookeeper-server-stop" }), [105]);
});

Deno.test("SIGNAL names the signal, as a name or a number; what is none is refused in one line", async () => {
  for (const [signal, sent] of [["KILL", "SIGKILL"], ["SIGINT", "SIGINT"], ["9", 9]] as const) {
    assertEquals((await stop("--node-id=2", { signal })).told, [[101, sent]]);
  }
  const fails = new RuntimeError("io", "Unknown signal");
  const { exitCode, stderr } = await stop("", { signal: "LOUD", fails });
  assertEquals([exitCode, stderr], [1, "SIGNAL: LOUD is no signal\n"]);
});

Deno.test("A server that has ended meanwhile is as good as told; one of another user is not", async () => {
  const gone = await stop("", { fails: new RuntimeError("not-found", "gone") });
  assertEquals([gone.exitCode, gone.stderr], [0, ""]);
  const fails = new RuntimeError("permission-denied", "EPERM");
  const denied = await stop("--node-id=2", { fails });
  assertEquals([denied.exitCode, denied.stderr], [1, "EPERM\n"]);
});

Deno.test("A server of another user does not keep the others from being told", async () => {
  const fails = new RuntimeError("permission-denied", "send SIGTERM to process 100: EPERM");
  const { exitCode, stderr, told } = await stop("", { fails, onlyFirstFails: true });
  assertEquals([exitCode, stderr], [1, "send SIGTERM to process 100: EPERM\n"]);
  assertEquals(told.map(([id]) => id), [101, 102, 103, 104]);
});

Deno.test("A node whose file can't be read is left alone and told of; others are stopped", async () => {
  const commands = [
    "kafka-server-start nowhere.properties",
    "kafka-server-start broker.properties",
  ];
  const { exitCode, stderr, told } = await stop("--node-id=2", { commands });
  assertEquals([exitCode, told], [0, [[101, "SIGTERM"]]]);
  assertEquals(stderr, "process 100: /opt/nowhere.properties: no such file\n");
});
