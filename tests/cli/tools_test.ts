import { assertEquals } from "@std/assert";
import { KAFKA_VERSION } from "../../cli/version.ts";
import { toolNamed, TOOLS } from "../../cli/tools.ts";
import { SimulatedWorld } from "../../runtime/simulated/world.ts";
import { runTool } from "./simulated_tool.ts";

Deno.test("toolNamed finds a tool with and without .sh, and nothing else", () => {
  assertEquals(toolNamed("kafka-topics")?.name, "kafka-topics");
  assertEquals(toolNamed("kafka-topics.sh")?.name, "kafka-topics");
  assertEquals(toolNamed("topics"), undefined);
});

Deno.test("Every tool loads, and answers a wrong flag on standard error with 1", async () => {
  for (const { name } of TOOLS) {
    const world = new SimulatedWorld({ seed: 1 });
    const result = await runTool(world, world.node("m"), name, ["--no-such-flag"]);
    assertEquals([result.exitCode, result.stdout], [1, ""], name);
    assertEquals(result.stderr.includes("no-such-flag"), true, name);
  }
});

Deno.test("Tools whose command line is flags tell Kafka's version, and help with 1", async () => {
  const names = ["kafka-topics", "kafka-console-producer", "kafka-console-consumer"];
  for (const name of names) {
    const world = new SimulatedWorld({ seed: 1 });
    const version = await runTool(world, world.node("m"), name, ["--version"]);
    assertEquals(version, { exitCode: 0, stdout: `${KAFKA_VERSION}\n`, stderr: "" });
    const help = await runTool(world, world.node("m"), name, ["--help"]);
    assertEquals([help.exitCode, help.stdout], [1, ""]);
    assertEquals(help.stderr.includes("--bootstrap-server <String: "), true);
  }
});
