import { assertEquals, assertMatch } from "@std/assert";
import { fetchCommitted } from "../../client/group_offsets.ts";
import { ClusterClient } from "../../client/cluster_client.ts";
import { SimulatedNode } from "../broker/simulated_node.ts";
import { runTool, TestProcess } from "./simulated_tool.ts";

const SERVER = ["--bootstrap-server", "localhost:9092"];

async function startedNode(): Promise<SimulatedNode> {
  const node = new SimulatedNode({ settings: { "group.initial.rebalance.delay.ms": "0" } });
  return await node.start();
}

function run(node: SimulatedNode, name: string, args: readonly string[], input?: string) {
  return runTool(node.world, node.runtime, name, [...SERVER, ...args], input);
}

Deno.test("A typed line shows up in a waiting consumer at once, each behind a prompt", async () => {
  const node = await startedNode();
  const { world } = node;
  await run(node, "kafka-topics", ["--create", "--topic", "t"]);
  const consumer = new TestProcess(node.runtime);
  const consumed = consumer.run("kafka-console-consumer", [...SERVER, "--topic", "t"]);
  await world.advance(3000);
  const producer = new TestProcess(node.runtime);
  producer.terminal.isInteractive = true;
  const produced = producer.run("kafka-console-producer", [
    "--broker-list",
    "localhost:9092",
    "--topic",
    "t",
  ]);
  await world.advance(1000);
  assertEquals(producer.terminal.output, ">");
  for (const [line, seen] of [["hello", "hello\n"], ["kafka", "hello\nkafka\n"]]) {
    producer.terminal.type(`${line}\n`);
    const typedMs = world.nowMs;
    await world.runUntil(() => consumer.terminal.output === seen);
    assertEquals(world.nowMs - typedMs < 200, true, `${world.nowMs - typedMs} ms`);
  }
  producer.terminal.endInput();
  const { exitCode, stdout, stderr } = await world.runUntil(produced);
  assertEquals([exitCode, stdout, stderr], [0, ">>>", ""]);

  consumer.signal("SIGINT");
  const ended = await world.runUntil(consumed);
  assertEquals(ended, {
    exitCode: 130,
    stdout: "hello\nkafka\n",
    stderr: "Processed a total of 2 messages\n",
  });
  await node.stop();
});

Deno.test("The console producer, told to end, sends what it has read; a second signal ends it at once", async () => {
  const node = await startedNode();
  const { world } = node;
  await run(node, "kafka-topics", ["--create", "--topic", "t"]);
  const producer = new TestProcess(node.runtime);
  const args = [...SERVER, "--topic", "t", "--timeout", "60000"];
  const produced = producer.run("kafka-console-producer", args);
  producer.terminal.type("waits for the linger time\n");
  await world.advance(1000);
  producer.signal("SIGTERM");
  assertEquals((await world.runUntil(produced)).exitCode, 143);
  producer.signal("SIGTERM");
  assertEquals(producer.exited, 143);
  const read = await run(node, "kafka-console-consumer", [
    ..."--topic t --from-beginning --max-messages 1".split(" "),
  ]);
  assertEquals(read.stdout, "waits for the linger time\n");
  await node.stop();
});

Deno.test("The console consumer ends when nobody reads its output", async () => {
  const node = await startedNode();
  await run(node, "kafka-topics", ["--create", "--topic", "t"]);
  await run(node, "kafka-console-producer", ["--topic", "t"], "a\n");
  const consumer = new TestProcess(node.runtime);
  consumer.terminal.isCutOff = true;
  const result = await node.world.runUntil(
    consumer.run("kafka-console-consumer", [...SERVER, "--topic", "t", "--from-beginning"]),
  );
  assertEquals([result.exitCode, result.stderr], [
    0,
    "Unable to write to standard out, closing consumer.\nProcessed a total of 1 messages\n",
  ]);
  await node.stop();
});

Deno.test("The console consumer commits what it printed, not what it read, and only for a named group", async () => {
  const node = await startedNode();
  await run(node, "kafka-topics", ["--create", "--topic", "t"]);
  await run(node, "kafka-console-producer", ["--topic", "t"], "0\n1\n2\n3\n4\n");
  const consume = (more: readonly string[]) =>
    run(node, "kafka-console-consumer", ["--topic", "t", "--from-beginning", ...more]);
  const named = ["--group", "g", "--max-messages", "2"];
  assertEquals((await consume(named)).stdout, "0\n1\n");
  assertEquals((await consume(named)).stdout, "2\n3\n");
  assertEquals((await consume(["--max-messages", "2"])).stdout, "0\n1\n");
  const cluster = new ClusterClient(node.runtime, { bootstrapServers: "localhost:9092" });
  const committed = await node.world.runUntil(fetchCommitted(cluster, "g", null));
  assertEquals(committed.map(({ topic, offset }) => [topic, offset]), [["t", 4n]]);
  cluster.close();
  await node.stop();
});

Deno.test("The console consumer, told to end, does not wait for a broker that is gone", async () => {
  const node = await startedNode();
  const { world } = node;
  await run(node, "kafka-topics", ["--create", "--topic", "t"]);
  const consumer = new TestProcess(node.runtime);
  const args = ["--bootstrap-server", "localhost:9092", "--topic", "t", "--group", "g"];
  const consumed = consumer.run("kafka-console-consumer", args);
  await world.advance(2000);
  await node.stop();
  await world.advance(2000);
  const toldMs = world.nowMs;
  consumer.signal("SIGINT");
  const { exitCode, stderr } = await world.runUntil(consumed);
  assertEquals([exitCode, world.nowMs - toldMs < 7000], [130, true]);
  assertMatch(stderr, /Processed a total of 0 messages\n$/);
});

Deno.test("The console consumer waits for a topic that comes later", async () => {
  const node = new SimulatedNode({
    settings: { "auto.create.topics.enable": "false", "group.initial.rebalance.delay.ms": "0" },
  });
  await node.start();
  const consumer = new TestProcess(node.runtime);
  const consumed = consumer.run("kafka-console-consumer", [
    ...SERVER,
    ..."--topic later --from-beginning --max-messages 1".split(" "),
  ]);
  await node.world.advance(5000);
  assertMatch(
    consumer.terminal.errors,
    /WARN .* reported a recoverable issue: \{later=UNKNOWN_TOPIC_OR_PARTITION\} \(org\.apache\.kafka\.clients\.NetworkClient\)\n$/,
  );
  await run(node, "kafka-topics", ["--create", "--topic", "later"]);
  await run(node, "kafka-console-producer", ["--topic", "later"], "x\n");
  assertEquals((await node.world.runUntil(consumed)).stdout, "x\n");
  await node.stop();
});

Deno.test("The console producer creates a topic on its way, like Kafka's, and many lines arrive in order", async () => {
  const node = await startedNode();
  const lines = Array.from({ length: 30_000 }, (_, i) => `${i}\n`).join("");
  const sent = await run(node, "kafka-console-producer", ["--topic", "new"], lines);
  assertEquals(sent, { stdout: "", stderr: "", exitCode: 0 });
  const read = await run(node, "kafka-console-consumer", [
    ..."--topic new --partition 0 --offset earliest --max-messages 30000".split(" "),
  ]);
  assertEquals(read.stdout === lines, true);
  await node.stop();
});

Deno.test("kafka-topics pages through partitions and finds topics by their ids", async () => {
  const node = await startedNode();
  for (const topic of ["a", "b", "c"]) {
    await run(node, "kafka-topics", ["--create", "--topic", topic, "--partitions", "5"]);
  }
  const all = await run(node, "kafka-topics", ["--describe"]);
  const paged = await run(node, "kafka-topics", [
    ..."--describe --partition-size-limit-per-response 2".split(" "),
  ]);
  assertEquals(paged, all);
  assertEquals(all.stdout.split("\n").length, 3 * 6 + 1);
  const topicId = /Topic: b\tTopicId: (\S+)/.exec(all.stdout)![1];
  const one = await run(node, "kafka-topics", ["--describe", "--topic-id", topicId]);
  assertMatch(one.stdout, /^Topic: b\t/);
  assertEquals(one.stdout.split("\n").length, 7);
  await node.stop();
});
