import { assertEquals } from "@std/assert";
import { SimulatedWorld } from "../../runtime/simulated/world.ts";
import { runTool } from "./simulated_tool.ts";

/** Where in their arguments the tools want the cluster's address. */
const WHERE = "--bootstrap-server localhost:1";

Deno.test("Administrative tools wait for the cluster, then name the call that found nobody", async () => {
  const world = new SimulatedWorld({ seed: 1 });
  const runtime = world.node("client");
  const settings = runtime.disk.open("/fast.properties", { create: "if-missing", write: true });
  settings.writeSync(new TextEncoder().encode("default.api.timeout.ms=3000\n"), 0);
  settings.close();
  for (
    const [name, args, call] of [
      ["kafka-configs", `${WHERE} --describe --topic t`, "listTopics"],
      ["kafka-configs", `${WHERE} --describe --entity-type users`, "describeClientQuotas"],
      ["kafka-configs", `${WHERE} --alter --topic t --add-config a=b`, "incrementalAlterConfigs"],
      ["kafka-acls", `${WHERE} --list`, "describeAcls"],
      ["kafka-client-metrics", `${WHERE} --list`, "listConfigResources"],
      ["kafka-features", `${WHERE} SETTINGS describe`, "describeFeatures"],
      ["kafka-features", `${WHERE} SETTINGS upgrade --feature a=1`, "updateFeatures"],
      [
        "kafka-metadata-quorum",
        `${WHERE} SETTINGS describe --replication`,
        "describeMetadataQuorum",
      ],
      ["kafka-cluster", `unregister ${WHERE} --id 1`, "unregisterBroker"],
      ["kafka-cluster", `list-endpoints ${WHERE} --include-fenced-brokers`, "listNodes"],
      ["kafka-delegation-tokens", `${WHERE} --describe`, "describeDelegationToken"],
    ] as const
  ) {
    const flags = "--command-config /fast.properties";
    const line = args.includes("SETTINGS") ? args.replace("SETTINGS", flags) : `${args} ${flags}`;
    const startedMs = world.nowMs;
    const result = await runTool(world, runtime, name, line.split(" "));
    const said = result.stdout + result.stderr;
    const text = `Timed out waiting for a node assignment. Call: ${call}`;
    assertEquals([result.exitCode, said.includes(text)], [1, true], `${name} ${line}\n${said}`);
    assertEquals(world.nowMs - startedMs < 31_000, true, `${name} ${line}`);
  }
});

Deno.test("Tools that list groups say that no broker can be asked for them", async () => {
  const world = new SimulatedWorld({ seed: 1 });
  for (const name of ["kafka-groups", "kafka-share-groups", "kafka-streams-groups"]) {
    const args = [...WHERE.split(" "), "--list"];
    const { stdout } = await runTool(world, world.node("client"), name, args);
    assertEquals(/Failed to find brokers to send ListGroups$/m.test(stdout), true, stdout);
  }
});
