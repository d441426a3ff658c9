import { assertEquals, assertMatch } from "@std/assert";
import { SimulatedNode } from "../broker/simulated_node.ts";
import { screenOf } from "./screen.ts";
import { runTool, TestProcess } from "./simulated_tool.ts";

const SERVER = ["--bootstrap-server", "localhost:9092"];

async function nodeWithTopic(): Promise<SimulatedNode> {
  const node = await new SimulatedNode({
    settings: { "group.initial.rebalance.delay.ms": "0" },
  }).start();
  await runTool(node.world, node.runtime, "kafka-topics", [...SERVER, "--create", "--topic", "t"]);
  return node;
}

function load(records: number): string[] {
  const flags = `--topic t --num-records ${records} --record-size 10 --throughput 100`;
  return [...flags.split(" "), ...SERVER];
}

Deno.test("kafka-producer-perf-test shows on a terminal how far it is; then the bar is gone", async () => {
  const node = await nodeWithTopic();
  const process = new TestProcess(node.runtime);
  process.terminal.isWatched = true;
  const run = process.run("kafka-producer-perf-test", load(1000));
  await node.world.advance(2000);
  assertMatch(
    screenOf(process.terminal.errors).join("\n"),
    /^Sending records \[=+> +\] {2}(\d\d)% {2}\1\d\/1000 {2}\d+\/s {2}0:0\d left$/,
  );
  const { exitCode, stdout, stderr } = await node.world.runUntil(run);
  assertEquals(exitCode, 0);
  assertMatch(stdout, /^1000 records sent, [^\n]*\n$/);
  assertEquals(screenOf(stderr), [""]);
  await node.stop();
});

Deno.test("kafka-consumer-perf-test and kafka-producer-perf-test write no bar where nobody looks", async () => {
  const node = await nodeWithTopic();
  const sent = await runTool(node.world, node.runtime, "kafka-producer-perf-test", load(1000));
  assertEquals([sent.exitCode, sent.stderr], [0, ""]);
  const consumed = await runTool(node.world, node.runtime, "kafka-consumer-perf-test", [
    ..."--topic t --num-records 41 --timeout 3000".split(" "),
    ...SERVER,
  ]);
  assertEquals([consumed.exitCode, consumed.stderr], [0, ""]);
  await node.stop();
});

Deno.test("kafka-consumer-perf-test waits with a bar for records that do not come", async () => {
  const node = await nodeWithTopic();
  await runTool(node.world, node.runtime, "kafka-producer-perf-test", load(40));
  const process = new TestProcess(node.runtime);
  process.terminal.isWatched = true;
  const run = process.run("kafka-consumer-perf-test", [
    ..."--topic t --num-records 50 --timeout 3000 --hide-header".split(" "),
    ...SERVER,
  ]);
  await node.world.advance(3000);
  assertMatch(
    screenOf(process.terminal.errors).join("\n"),
    /^Consuming records \[=+> +\] {2}80% {2}40\/50 {2}\d+\/s {2}0:0\d left$/,
  );
  const { stderr } = await node.world.runUntil(run);
  assertEquals(screenOf(stderr), [""]);
  await node.stop();
});

Deno.test("kafka-reassign-partitions --verify says on a terminal how much of the plan is done", async () => {
  const node = await nodeWithTopic();
  const file = node.runtime.disk.open("plan.json", { create: "new", write: true });
  const partitions = [0, 1].map((partition) => ({ topic: "t", partition, replicas: [1] }));
  file.writeSync(new TextEncoder().encode(JSON.stringify({ version: 1, partitions })), 0);
  file.close();
  const args = [...SERVER, "--verify", "--reassignment-json-file", "plan.json"];
  const piped = await runTool(node.world, node.runtime, "kafka-reassign-partitions", args);
  const process = new TestProcess(node.runtime);
  process.terminal.isWatched = true;
  const watched = await node.world.runUntil(process.run("kafka-reassign-partitions", args));
  assertEquals(watched.stdout, piped.stdout);
  assertMatch(watched.stderr, /^Completed \[=+> +\] {2}50% {2}1\/2\n$/);
  assertEquals(piped.stderr, "");
  await node.stop();
});
