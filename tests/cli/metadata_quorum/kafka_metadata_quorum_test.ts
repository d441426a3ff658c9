import { assertEquals, assertMatch } from "@std/assert";
import { SimulatedNode } from "../../broker/simulated_node.ts";
import { runTool } from "../simulated_tool.ts";

const BROKER = ["--bootstrap-server", "localhost:9092"];

async function started() {
  const node = await new SimulatedNode().start();
  const { world, runtime } = node;
  const write = (path: string, lines: readonly string[]) => {
    const file = runtime.disk.open(path, { create: "if-missing", write: true });
    file.writeSync(new TextEncoder().encode(`${lines.join("\n")}\n`), 0);
    file.close();
  };
  const run = async (...args: string[]) =>
    await runTool(world, runtime, "kafka-metadata-quorum", args);
  return { node, write, run };
}

const CONTROLLER = [
  "process.roles=broker,controller",
  "node.id=1",
  "log.dirs=/data",
  "listeners=PLAINTEXT://localhost:9092,CONTROLLER://:9093",
  "controller.listener.names=CONTROLLER",
  "controller.quorum.bootstrap.servers=localhost:9093",
];

Deno.test("kafka-metadata-quorum adds the controller that a file and its directory describe", async () => {
  const { node, write, run } = await started();
  write("/controller.properties", CONTROLLER);
  const file = ["--command-config", "/controller.properties"];
  const dry = await run(...BROKER, ...file, "add-controller", "--dry-run");
  assertMatch(
    dry.stdout,
    /^DRY RUN of adding controller 1 with directory id [\w-]{22} and endpoints: CONTROLLER:\/\/localhost:9093\n$/,
  );
  const refused = await run(...BROKER, ...file, "add-controller");
  assertEquals([refused.stdout, refused.exitCode], ["", 1]);
  assertMatch(refused.stderr, /^org\.apache\.kafka\.common\.errors\.UnsupportedVersionException: /);
  write("/elsewhere.properties", CONTROLLER.map((line) => line.replace("/data", "/nowhere")));
  const unformatted = await run(
    ...[...BROKER, "--command-config", "/elsewhere.properties", "add-controller"],
  );
  assertEquals(
    unformatted.stderr,
    "Unable to read meta.properties from /nowhere/meta.properties\n",
  );
  await node.stop();
});

Deno.test("kafka-metadata-quorum refuses what can't be meant", async () => {
  const { node, run } = await started();
  const remove = ["remove-controller", "--controller-directory-id"];
  for (
    const [args, message] of [
      [["describe", "--status", "--human-readable"], "only supported along with --replication"],
      [["add-controller"], "You must supply the configuration file of the controller"],
      [[...remove, "x", "--controller-id", "1"], "Failed to parse --controller-directory-id: x"],
      [
        [...remove, "AAAAAAAAAAAAAAAAAAAAAQ", "--controller-id", "-2"],
        "Invalid negative --controller-id: -2",
      ],
    ] as const
  ) {
    const { stderr, exitCode } = await run(...BROKER, ...args);
    assertEquals([exitCode, stderr.includes(message)], [1, true], stderr);
  }
  const dry = await run(
    ...[...BROKER, ...remove, "AAAAAAAAAAAAAAAAAAAAAQ", "-i", "3", "--dry-run"],
  );
  assertMatch(dry.stdout, /^DRY RUN of removing {2}KRaft controller 3 with directory id A{21}Q\n$/);
  await node.stop();
});
