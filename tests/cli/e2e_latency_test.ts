import { assertEquals } from "@std/assert";
import { Apis } from "../../protocol/apis.ts";
import { FakeCluster, PORT } from "../client/fake_cluster.ts";
import { runTool } from "./simulated_tool.ts";

Deno.test("kafka-e2e-latency waits until the broker has heard of the topic that it made", async () => {
  const cluster = new FakeCluster(1);
  cluster.autoCreates = false;
  const broker = cluster.world.node("broker-0");
  await cluster.start([
    cluster.api(0, Apis.CreateTopics, ({ topics: [{ name }] }) => {
      broker.clock.setTimer(350, () => cluster.createTopic(name, 1));
      return { topics: [{ name, errorCode: 0, errorMessage: null }] };
    }),
  ]);
  const { stdout, stderr, exitCode } = await runTool(
    cluster.world,
    cluster.world.node("client"),
    "kafka-e2e-latency",
    [
      ...["--bootstrap-server", `broker-0:${PORT}`, "--topic", "t", "--num-records", "3"],
      ...["--producer-acks", "all", "--record-size", "8"],
    ],
  );
  assertEquals(exitCode, 0, stdout + stderr);
  assertEquals(cluster.topics.get("t")!.partitions[0].end, 3n);
});
