import { assertEquals } from "@std/assert";
import { Apis } from "../../../protocol/apis.ts";
import { FakeCluster, PORT } from "../../client/fake_cluster.ts";
import { runTool, type ToolResult } from "../simulated_tool.ts";

const ZERO = "AAAAAAAAAAAAAAAAAAAAAA";
const assigned = (...partitions: number[]) => ({
  topicPartitions: [{ topicId: ZERO, topicName: "t", partitions }],
});
const GROUP = {
  errorCode: 0,
  groupId: "g848",
  groupState: "Reconciling",
  groupEpoch: 7,
  assignmentEpoch: 8,
  assignorName: "uniform",
  members: [
    {
      memberId: "one",
      instanceId: null,
      rackId: null,
      memberEpoch: 6,
      clientId: "c1",
      clientHost: "/10.1.1.1",
      subscribedTopicNames: ["t"],
      subscribedTopicRegex: null,
      assignment: assigned(1, 0),
      targetAssignment: assigned(0),
    },
    {
      memberId: "two",
      instanceId: "static-2",
      rackId: null,
      memberEpoch: 7,
      clientId: "c2",
      clientHost: "/10.1.1.2",
      subscribedTopicNames: ["t"],
      subscribedTopicRegex: null,
      assignment: { topicPartitions: [] },
      targetAssignment: assigned(1),
    },
  ],
};

async function describe(...flags: string[]): Promise<ToolResult> {
  const cluster = new FakeCluster(1);
  await cluster.start([
    cluster.api(0, Apis.ConsumerGroupDescribe, () => ({ throttleTimeMs: 0, groups: [GROUP] })),
  ]);
  const { world } = cluster;
  const where = ["--bootstrap-server", `broker-0:${PORT}`];
  const what = ["--describe", "--group", "g848", ...flags];
  return await runTool(world, world.node("client"), "kafka-consumer-groups", [...where, ...what]);
}

Deno.test("kafka-consumer-groups shows epochs and target assignments of a group of the new protocol", async () => {
  const { stdout, stderr, exitCode } = await describe("--members", "--verbose");
  assertEquals([exitCode, stderr], [0, "\nWarning: Consumer group 'g848' is rebalancing.\n"]);
  assertEquals(
    stdout,
    [
      "",
      "GROUP           CONSUMER-ID     GROUP-INSTANCE-ID HOST            CLIENT-ID       " +
      "#PARTITIONS     CURRENT-EPOCH   CURRENT-ASSIGNMENT   TARGET-EPOCH    TARGET-ASSIGNMENT   ",
      "g848            one                               /10.1.1.1       c1              " +
      "2               6               t:0,1                8               t:0                 ",
      "g848            two             static-2          /10.1.1.2       c2              " +
      "0               7               -                    8               t:1                 ",
      "",
    ].join("\n"),
  );
});

Deno.test("kafka-consumer-groups shows the epochs and the coordinator of a group of the new protocol", async () => {
  const { stdout } = await describe("--state", "--verbose");
  assertEquals(
    stdout,
    [
      "",
      "GROUP           COORDINATOR (ID)          ASSIGNMENT-STRATEGY  STATE                " +
      "GROUP-EPOCH     TARGET-ASSIGNMENT-EPOCH   #MEMBERS",
      "g848            broker-0:9092  (0)        uniform              Reconciling          " +
      "7               8                         2",
      "",
    ].join("\n"),
  );
});

Deno.test("kafka-consumer-groups --json has epochs and target assignments of a group of the new protocol", async () => {
  const { stdout } = await describe("--json");
  const [{ state, epochs, members: [one] }] = JSON.parse(stdout);
  assertEquals([state, epochs], ["Reconciling", { group: 7, assignment: 8 }]);
  assertEquals([one.memberId, one.assignment.length, one.target], [
    "one",
    2,
    { memberEpoch: 6, assignment: [{ topic: "t", partition: 0 }] },
  ]);
});
