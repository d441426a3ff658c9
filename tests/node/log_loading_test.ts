import { assertEquals } from "@std/assert";
import { SimulatedNode } from "../broker/simulated_node.ts";
import { runTool } from "../cli/simulated_tool.ts";

Deno.test("startNode tells how many of how many logs are loaded, and whether it recovers them", async () => {
  const node = await new SimulatedNode().start();
  const { world } = node;
  assertEquals(node.loading, [{ loaded: 0, total: 0, isRecovery: false }]);
  const created = await runTool(world, node.runtime, "kafka-topics", [
    ..."--create --bootstrap-server localhost:9092 --topic t --partitions 3".split(" "),
  ]);
  assertEquals(created.exitCode, 0, created.stderr);
  const counts = async () => {
    node.loading.length = 0;
    await node.start();
    return node.loading.map(({ loaded, total, isRecovery }) => [loaded, total, isRecovery]);
  };
  await node.stop();
  assertEquals(await counts(), [0, 1, 2, 3].map((loaded) => [loaded, 3, false]));
  world.crash("localhost", "process");
  assertEquals(await counts(), [0, 1, 2, 3].map((loaded) => [loaded, 3, true]));
  await node.stop();
});
