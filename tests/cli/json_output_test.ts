import { assertEquals } from "@std/assert";
import { SimulatedNode } from "../broker/simulated_node.ts";
import { runTool } from "./simulated_tool.ts";

Deno.test("--json of kafka-get-offsets and kafka-consumer-groups has what their columns have", async () => {
  const settings = { "group.initial.rebalance.delay.ms": "0" };
  const node = await new SimulatedNode({ settings }).start();
  const run = async (name: string, args: string, input?: string) => {
    const all = ["--bootstrap-server", "localhost:9092", ...args.split(" ")];
    return (await runTool(node.world, node.runtime, name, all, input)).stdout;
  };
  await run("kafka-topics", "--create --topic t");
  await run("kafka-console-producer", "--topic t", "a\nb\nc\n");
  const offsets = JSON.parse(await run("kafka-get-offsets", "--topic t --json"));
  assertEquals(offsets, [{ topic: "t", partition: 0, offset: 3 }]);
  await run("kafka-console-consumer", "--topic t --group g --from-beginning --max-messages 3");
  const listed = JSON.parse(await run("kafka-consumer-groups", "--list --json"));
  assertEquals(listed.map(({ groupId }: { groupId: string }) => groupId), ["g"]);
  const [group] = JSON.parse(await run("kafka-consumer-groups", "--describe --group g --json"));
  assertEquals([group.groupId, group.state, group.members], ["g", "Empty", []]);
  const [{ topic, committed, end, lag, memberId }] = group.partitions;
  assertEquals([topic, committed, end, lag, memberId], ["t", 3, 3, 0, null]);
  await node.stop();
});
