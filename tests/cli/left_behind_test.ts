/** What tools leave on the broker, as Kafka's leave it. */
import { assertEquals, assertMatch } from "@std/assert";
import { SimulatedNode } from "../broker/simulated_node.ts";
import { runTool } from "./simulated_tool.ts";

const SERVER = ["--bootstrap-server", "localhost:9092"];

async function withNode(body: (run: Run) => Promise<void>): Promise<void> {
  const node = await new SimulatedNode({
    settings: { "group.initial.rebalance.delay.ms": "0" },
  }).start();
  await body(async (name, args, input) => {
    const result = await runTool(node.world, node.runtime, name, [...SERVER, ...args], input);
    assertEquals(result.exitCode, 0, result.stderr);
    return result.stdout;
  });
  await node.stop();
}

type Run = (tool: string, args: readonly string[], input?: string) => Promise<string>;

Deno.test("kafka-console-consumer commits with the leader epoch of what it read last", () =>
  withNode(async (run) => {
    await run("kafka-console-producer", ["--topic", "t"], "a\nb\nc\n");
    const read = ["--topic", "t", "--group", "g", "--from-beginning", "--max-messages", "3"];
    assertEquals(await run("kafka-console-consumer", read), "a\nb\nc\n");
    const describe = () =>
      run("kafka-consumer-groups", ["--describe", "--group", "g", "--offsets", "--verbose"]);
    const described = await describe();
    // LEADER-EPOCH, CURRENT-OFFSET, LOG-END-OFFSET, LAG
    assertMatch(described, /^g +t +0 +0 +3 +3 +0 /m);
    // One that finds nothing to read leaves what was committed as it was.
    await run("kafka-console-consumer", ["--topic", "t", "--group", "g", "--timeout-ms", "9000"]);
    assertEquals(await describe(), described);
  }));

Deno.test("kafka-e2e-latency sends keys that are empty, not absent", () =>
  withNode(async (run) => {
    await run("kafka-e2e-latency", [
      ...["--topic", "t", "--num-records", "3", "--producer-acks", "all", "--record-size", "4"],
    ]);
    const read = ["--topic", "t", "--from-beginning", "--max-messages", "1"];
    const shown = await run("kafka-console-consumer", [...read, "--property", "print.key=true"]);
    assertMatch(shown, /^\t[A-Z]{4}\n$/);
  }));
