/** Kafka's tools were called, and printed this; ours are called the same way, against a node of ours. */
import { assertEquals } from "@std/assert";
import { AclServer } from "./acl_server.ts";
import { GroupServer, type KnownGroup } from "./group_server.ts";
import { Replay, type ReplayTarget } from "./replay.ts";
import { DIFFERENCES } from "./transcript_differences.ts";
import { BY_CHANCE } from "./transcript_reasons.ts";

interface Recording {
  readonly version: "3.5" | "4.3";
  /** In the order in which they were recorded: each finds what the last one left. */
  readonly tools: readonly string[];
  /** Default: starts a node of ours. */
  readonly start?: () => Promise<ReplayTarget>;
  /** How many commands print just what Kafka printed. */
  readonly leastEqual: number;
}

const EVERYDAY = ["kafka-topics", "kafka-console-producer", "kafka-console-consumer"];
const CLUSTER_TOOLS = [
  "kafka-cluster",
  "kafka-features",
  "kafka-metadata-quorum",
  "kafka-delegation-tokens",
];
const withAuthorizer = () => new AclServer().start(19092);

/** What the tools that were recorded before kafka-groups had left. */
const withGroups = () =>
  new GroupServer([
    { groupId: "vc3", groupType: "consumer", protocolType: "consumer" },
    ...["static", "vc2", "g-rest", "vc"].map(classic("consumer")),
    ...[92327, 1653, 33189, 57928, 45476].map((id) => `perf-consumer-${id}`).map(
      classic("consumer"),
    ),
    ...[1795493701887, 1795493698399, 1795493706139].map((id) => `test-group-${id}`).map(
      classic(""),
    ),
  ]).start(19092);

function classic(protocolType: string): (groupId: string) => KnownGroup {
  return (groupId) => ({ groupId, groupType: "classic", protocolType });
}

const RECORDINGS: readonly Recording[] = [
  {
    version: "4.3",
    tools: [
      ...EVERYDAY,
      "kafka-storage",
      "kafka-consumer-groups",
      "kafka-configs",
      "kafka-client-metrics",
      "kafka-broker-api-versions",
    ],
    leastEqual: 350,
  },
  {
    version: "3.5",
    tools: [...EVERYDAY, "kafka-consumer-groups", "kafka-configs"],
    leastEqual: 248,
  },
  { version: "4.3", tools: CLUSTER_TOOLS, leastEqual: 36 },
  { version: "3.5", tools: CLUSTER_TOOLS, leastEqual: 16 },
  { version: "4.3", tools: ["kafka-groups"], start: withGroups, leastEqual: 10 },
  { version: "4.3", tools: ["kafka-acls"], start: withAuthorizer, leastEqual: 39 },
  { version: "3.5", tools: ["kafka-acls"], start: withAuthorizer, leastEqual: 23 },
];

for (const { version, tools, start, leastEqual } of RECORDINGS) {
  Deno.test(`${tools.join(", ")} print what those of Kafka ${version} printed, but for the listed commands`, async () => {
    const replay = await Replay.start(version, await start?.());
    const unexpected: Record<string, string[]> = {};
    for (const tool of tools) {
      const name = `${tool}-${version}`;
      const different = await replay.run(tool);
      const listed = DIFFERENCES[name] ?? [];
      for (const [command, reason] of listed) {
        if (!different.delete(command) && !BY_CHANCE.has(reason)) {
          different.add(`equal: ${command}`);
        }
      }
      if (different.size > 0) unexpected[name] = [...different];
    }
    await replay.stop();
    assertEquals(unexpected, {});
    assertEquals(replay.equal >= leastEqual, true, `${replay.equal} are equal`);
  });
}
