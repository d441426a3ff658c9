/** What a real Kafka 4.3.1 answered to 675 requests, asked of a node of ours in the same order. */
import { assertEquals } from "@std/assert";
import { encodeRequest } from "../../client/request_frame.ts";
import { Apis } from "../../protocol/apis.ts";
import { join } from "../network/simulated_server.ts";
import { SimulatedNode } from "./simulated_node.ts";
import { DIFFERENCES, type Reason } from "./wire_differences.ts";
import { makeTopics, PRELUDES, RECORDED_AT_MS } from "./wire_preludes.ts";
import { type WireCase, WireReplay } from "./wire_replay.ts";

/** The APIs whose cases are asked; one more as soon as it is served. */
const REPLAYED = new Set([
  "AddRaftVoter",
  "AlterClientQuotas",
  "AlterConfigs",
  "AlterPartitionReassignments",
  "AlterReplicaLogDirs",
  "AlterUserScramCredentials",
  "ApiVersions",
  "CreateAcls",
  "CreateDelegationToken",
  "CreatePartitions",
  "CreateTopics",
  "DeleteAcls",
  "DeleteGroups",
  "DeleteRecords",
  "DeleteTopics",
  "DescribeAcls",
  "DescribeClientQuotas",
  "DescribeCluster",
  "DescribeConfigs",
  "DescribeDelegationToken",
  "DescribeGroups",
  "DescribeLogDirs",
  "DescribeProducers",
  "DescribeQuorum",
  "DescribeTopicPartitions",
  "DescribeUserScramCredentials",
  "ElectLeaders",
  "ExpireDelegationToken",
  "Fetch",
  "FindCoordinator",
  "Heartbeat",
  "IncrementalAlterConfigs",
  "InitProducerId",
  "JoinGroup",
  "LeaveGroup",
  "ListConfigResources",
  "ListGroups",
  "ListOffsets",
  "ListPartitionReassignments",
  "Metadata",
  "OffsetCommit",
  "OffsetDelete",
  "OffsetFetch",
  "OffsetForLeaderEpoch",
  "Produce",
  "RemoveRaftVoter",
  "RenewDelegationToken",
  "SyncGroup",
  "UnregisterBroker",
  "UpdateFeatures",
]);

/** The recorder's broker: no rebalance delay, two partitions for offsets and for transactions. */
async function startedReplay(): Promise<WireReplay> {
  const node = new SimulatedNode({
    port: 21200,
    clusterId: "MkU3OEVBNTcwNTJENDM1Tk",
    startMs: RECORDED_AT_MS,
    directory: "/root/ref/golden/wire-4.3.1/kafka-logs",
    settings: {
      "group.initial.rebalance.delay.ms": "0",
      "offsets.topic.num.partitions": "2",
      "transaction.state.log.num.partitions": "2",
    },
  });
  const replay = new WireReplay(await node.start());
  await makeTopics(replay);
  return replay;
}

/** In two cases a request without acknowledgement came first on the same connection. */
function sentBefore(replay: WireReplay, { name }: WireCase): Uint8Array[] {
  if (!name.startsWith("produce/acks-0-")) return [];
  const { api, version, body } = replay.requestOf("produce/acks-1");
  body.acks = 0;
  if (name.includes("-bad-")) body.topicData[0].name = "nope";
  return [join(encodeRequest(api, version, 1, "wire", body))];
}

Deno.test("A node answers what Kafka 4.3.1 answered, request by request", async () => {
  const replay = await startedReplay();
  const counts = { equal: 0, "not asked": 0 };
  const reasons: Partial<Record<Reason, number>> = {};
  const unexpected: string[] = [];
  for (const one of replay.cases) {
    if (one.api !== undefined && !REPLAYED.has(one.api)) {
      counts["not asked"]++;
      continue;
    }
    await PRELUDES[one.name]?.(replay);
    const differences = await replay.run(one, sentBefore(replay, one));
    const row = DIFFERENCES.find(([name]) => name === one.name);
    if (row === undefined) {
      if (differences.length === 0) counts.equal++;
      for (const { path, kafka, ours } of differences) {
        unexpected.push(`${one.name} ${path}: Kafka ${text(kafka)}, we ${text(ours)}`);
      }
      continue;
    }
    const [, reason, ...paths] = row;
    reasons[reason] = (reasons[reason] ?? 0) + 1;
    if (differences.length === 0) unexpected.push(`${one.name} does not differ any more`);
    if (paths.length === 0) continue;
    const found = differences.map(({ path }) => path).sort();
    if (text(found) !== text(paths.sort())) unexpected.push(`${one.name} differs in ${found}`);
  }
  assertEquals(unexpected, []);
  assertEquals(replay.node.fatal, []);
  assertEquals(counts, { equal: 504, "not asked": 110 });
  assertEquals(reasons, {
    "apis": 5,
    "history": 1,
    "wording": 8,
    "legacy": 1,
    "better": 1,
    "transactions": 32,
    "share groups": 3,
    "consumer groups": 10,
  });
  await replay.node.stop();
});

Deno.test("ApiVersions lists the versions of each API that Kafka 4.3.1 lists", async () => {
  const node = await new SimulatedNode().start();
  const replay = new WireReplay(node);
  const { apiKeys } = await replay.ask(Apis.ApiVersions, 4, {
    clientSoftwareName: "test",
    clientSoftwareVersion: "1",
  });
  const recorded = replay.cases.find(({ name }) => name === "api-versions/4")!;
  const kafka = (recorded.response as { apiKeys: { apiKey: number }[] }).apiKeys;
  for (const ours of apiKeys) {
    const { apiKey, minVersion, maxVersion } = ours;
    const theirs = kafka.find((row) => row.apiKey === apiKey);
    assertEquals({ apiKey, minVersion, maxVersion }, theirs);
  }
  await node.stop();
});

function text(value: unknown): string {
  return JSON.stringify(value, (_, it) => typeof it === "bigint" ? String(it) : it) ?? "undefined";
}
