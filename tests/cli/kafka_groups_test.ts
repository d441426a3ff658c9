import { assertEquals, assertMatch } from "@std/assert";
import { GroupServer } from "./group_server.ts";
import { runTool } from "./simulated_tool.ts";

const GROUPS = [
  ["classic", "consumer"],
  ["classic", "connect"],
  ["classic", ""],
  ["consumer", "consumer"],
  ["share", "share"],
  ["streams", "streams"],
  // Brokers before 3.8 don't tell types.
  ["", "consumer"],
].map(([groupType, protocolType], i) => ({ groupId: `g${i}`, groupType, protocolType }));

async function listed(...flags: string[]): Promise<string> {
  const server = await new GroupServer(GROUPS).start(9092);
  const args = ["--bootstrap-server", "localhost:9092", "--list", ...flags];
  const { stdout, exitCode } = await runTool(server.world, server.runtime, "kafka-groups", args);
  assertEquals(exitCode, 0);
  return [...stdout.matchAll(/^g\d/gm)].join(" ");
}

Deno.test("kafka-groups lists groups by what their types and protocols are", async () => {
  assertEquals(await listed(), "g0 g1 g2 g3 g4 g5 g6");
  assertEquals(await listed("--consumer"), "g0 g2 g3 g6");
  assertEquals(await listed("--share"), "g4");
  assertEquals(await listed("--streams"), "g5");
  assertEquals(await listed("--group-type", "Classic"), "g0 g1 g2");
  assertEquals(await listed("--protocol", "connect"), "g1");
  assertEquals(await listed("--protocol", "consumer", "--group-type", "classic"), "g0");
});

Deno.test("kafka-groups reports a cluster that nobody answers for", async () => {
  const server = await new GroupServer([]).start(9092);
  const args = ["--bootstrap-server", "localhost:1", "--list"];
  const result = await runTool(server.world, server.runtime, "kafka-groups", args);
  assertEquals(result.exitCode, 1);
  assertMatch(
    result.stdout,
    /^Error while executing groups command : Failed to find brokers to send ListGroups$/m,
  );
});
