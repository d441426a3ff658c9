import { assertEquals } from "@std/assert";
import { SimulatedNode } from "../../broker/simulated_node.ts";
import { runTool } from "../simulated_tool.ts";

Deno.test("kafka-topics --json lists and describes as JSON, filtered as the text is", async () => {
  const node = await new SimulatedNode({ settings: {} }).start();
  const topics = async (...args: string[]) => {
    const server = ["--bootstrap-server", "localhost:9092"];
    return await runTool(node.world, node.runtime, "kafka-topics", [...server, ...args]);
  };
  await topics("--create", "--topic", "a", "--partitions", "2", "--config", "retention.ms=5");
  await topics("--create", "--topic", "b");
  assertEquals(JSON.parse((await topics("--list", "--json")).stdout), [
    { name: "a", isInternal: false },
    { name: "b", isInternal: false },
  ]);
  const [{ name, partitions, configs }, ...others] = JSON.parse(
    (await topics("--describe", "--topic", "a", "--json")).stdout,
  );
  assertEquals([name, others.length], ["a", 0]);
  assertEquals(
    partitions.map((
      { partition, leader, isr }: Record<string, unknown>,
    ) => [partition, leader, isr]),
    [[0, 1, [1]], [1, 1, [1]]],
  );
  assertEquals(configs.find((it: { name: string }) => it.name === "retention.ms").value, "5");
  const offline = await topics("--describe", "--unavailable-partitions", "--json");
  assertEquals(JSON.parse(offline.stdout), []);
  const refused = await topics("--create", "--topic", "c", "--json");
  assertEquals(refused.exitCode, 1);
  await node.stop();
});
