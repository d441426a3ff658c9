/** What `--json` prints of what our own node does not show: share and streams groups, transactions, tokens, ACLs. */
import { assertEquals } from "@std/assert";
import type { ApiHandler } from "../../../network/api.ts";
import { Apis } from "../../../protocol/apis.ts";
import { ZERO_UUID } from "../../../protocol/uuid.ts";
import { FakeCluster, PORT } from "../../client/fake_cluster.ts";
import { AclServer } from "../acl_server.ts";
import { runTool, type ToolResult } from "../simulated_tool.ts";

const ASSIGNED = {
  topicPartitions: [{ topicId: ZERO_UUID, topicName: "t", partitions: [0, 1] }],
};
const MEMBER = {
  memberId: "m",
  rackId: null,
  memberEpoch: 3,
  clientId: "c",
  clientHost: "/10.0.0.1",
};
const TASKS = {
  activeTasks: [{ subtopologyId: "0", partitions: [0] }],
  standbyTasks: [],
  warmupTasks: [],
};
const COORDINATOR = { host: "broker-0", port: PORT, id: 0 };

function handlers(cluster: FakeCluster): ApiHandler[] {
  const group = { errorCode: 0, errorMessage: null, groupEpoch: 4, assignmentEpoch: 3 };
  const endpoint = { processId: "p", clientTags: [], taskOffsets: [], taskEndOffsets: [] };
  return [
    cluster.api(0, Apis.ListGroups, ({ typesFilter: [groupType = ""] }) => ({
      errorCode: 0,
      groups: [{ groupId: "g", protocolType: groupType, groupState: "Stable", groupType }],
    })),
    cluster.api(0, Apis.ShareGroupDescribe, ({ groupIds }) => ({
      throttleTimeMs: 0,
      groups: groupIds.map((groupId) => ({
        ...group,
        groupId,
        groupState: "Stable",
        assignorName: "simple",
        members: [{ ...MEMBER, subscribedTopicNames: ["t"], assignment: ASSIGNED }],
      })),
    })),
    cluster.api(0, Apis.DescribeShareGroupOffsets, ({ groups }) => ({
      throttleTimeMs: 0,
      groups: groups.map(({ groupId }) => ({
        groupId,
        errorCode: 0,
        topics: [{
          topicName: "t",
          topicId: ZERO_UUID,
          partitions: [
            { partitionIndex: 0, startOffset: 7n, leaderEpoch: 1, lag: 2n, errorCode: 0 },
            { partitionIndex: 1, startOffset: -1n, leaderEpoch: 0, lag: -1n, errorCode: 0 },
          ],
        }],
      })),
    })),
    cluster.api(0, Apis.StreamsGroupDescribe, ({ groupIds }) => ({
      throttleTimeMs: 0,
      groups: groupIds.map((groupId) => ({
        ...group,
        groupId,
        groupState: "Stable",
        topology: {
          epoch: 1,
          subtopologies: [{
            subtopologyId: "0",
            sourceTopics: ["t"],
            repartitionSinkTopics: [],
            stateChangelogTopics: [],
            repartitionSourceTopics: [],
          }],
        },
        members: [{
          ...MEMBER,
          ...endpoint,
          instanceId: null,
          topologyEpoch: 1,
          assignment: TASKS,
          targetAssignment: TASKS,
          isClassic: false,
        }],
      })),
    })),
    cluster.api(0, Apis.ListTransactions, () => ({
      throttleTimeMs: 0,
      errorCode: 0,
      unknownStateFilters: [],
      transactionStates: [{ transactionalId: "x", producerId: 9n, transactionState: "Ongoing" }],
    })),
    cluster.api(0, Apis.DescribeTransactions, ({ transactionalIds }) => ({
      throttleTimeMs: 0,
      transactionStates: transactionalIds.map((transactionalId, i) => ({
        errorCode: 0,
        transactionalId,
        transactionState: "Ongoing",
        transactionTimeoutMs: 60_000,
        transactionStartTimeMs: i === 0 && transactionalId === "x" ? 1n : -1n,
        producerId: 9n,
        producerEpoch: 2,
        topics: [{ topic: "t", partitions: [0, 1] }],
      })),
    })),
    cluster.api(0, Apis.DescribeDelegationToken, () => ({
      throttleTimeMs: 0,
      errorCode: 0,
      tokens: [{
        principalType: "User",
        principalName: "o",
        tokenRequesterPrincipalType: "User",
        tokenRequesterPrincipalName: "q",
        issueTimestamp: 1n,
        expiryTimestamp: 2n,
        maxTimestamp: 3n,
        tokenId: "id",
        hmac: new Uint8Array([1, 2, 3]),
        renewers: [{ principalType: "User", principalName: "r" }],
      }],
    })),
  ];
}

async function run(name: string, ...args: string[]): Promise<ToolResult> {
  const cluster = new FakeCluster(1);
  cluster.createTopic("t", 2);
  await cluster.start(handlers(cluster));
  const runtime = cluster.world.node("client");
  runtime.disk.open("/client.properties", { create: "if-missing", write: true }).close();
  const all = ["--bootstrap-server", `broker-0:${PORT}`, ...args, "--json"];
  return await runTool(cluster.world, runtime, name, all);
}

async function json(name: string, ...args: string[]): Promise<unknown> {
  const { stdout, stderr, exitCode } = await run(name, ...args);
  assertEquals(exitCode, 0, `${name} ${args}: ${stdout}${stderr}`);
  return JSON.parse(stdout);
}

Deno.test("--json of kafka-share-groups tells all of a group, whatever view is asked for", async () => {
  const listed = { groupId: "g", protocolType: "share", state: "Stable", type: "share" };
  for (const flags of [[], ["--state"]]) {
    assertEquals(await json("kafka-share-groups", "--list", ...flags), [listed]);
  }
  for (const flags of [[], ["--members"], ["--state"]]) {
    assertEquals(await json("kafka-share-groups", "--describe", "--group", "g", ...flags), [{
      groupId: "g",
      state: "Stable",
      assignor: "simple",
      epochs: { group: 4, assignment: 3 },
      coordinator: COORDINATOR,
      members: [{
        memberId: "m",
        clientId: "c",
        host: "/10.0.0.1",
        memberEpoch: 3,
        assignment: [{ topic: "t", partition: 0 }, { topic: "t", partition: 1 }],
      }],
      partitions: [
        { topic: "t", partition: 0, leaderEpoch: 1, startOffset: 7, lag: 2 },
        { topic: "t", partition: 1, leaderEpoch: null, startOffset: null, lag: null },
      ],
    }]);
  }
  const reset = ["--reset-offsets", "--group", "g", "--topic", "t:1", "--to-earliest", "--dry-run"];
  assertEquals(await json("kafka-share-groups", ...reset), [
    { groupId: "g", topic: "t", partition: 1, offset: 0 },
  ]);
});

Deno.test("--json of kafka-streams-groups tells all of a group, whatever view is asked for", async () => {
  const listed = { groupId: "g", protocolType: "streams", state: "Stable", type: "streams" };
  assertEquals(await json("kafka-streams-groups", "--list"), [listed]);
  const offsets = { topic: "t", committed: null, leaderEpoch: null, end: 0, lag: 0 };
  for (const flags of [[], ["--members"], ["--state"]]) {
    assertEquals(await json("kafka-streams-groups", "--describe", "--group", "g", ...flags), [{
      groupId: "g",
      state: "Stable",
      epochs: { group: 4, assignment: 3 },
      coordinator: COORDINATOR,
      members: [{
        memberId: "m",
        groupInstanceId: null,
        clientId: "c",
        host: "/10.0.0.1",
        processId: "p",
        protocol: "streams",
        memberEpoch: 3,
        topologyEpoch: 1,
        assignment: TASKS,
        target: { assignment: TASKS },
      }],
      partitions: [{ ...offsets, partition: 0 }, { ...offsets, partition: 1 }],
    }]);
  }
});

Deno.test("--json of kafka-transactions: one that runs, and one that has not begun", async () => {
  const listed = {
    transactionalId: "x",
    coordinatorId: 0,
    producerId: 9,
    transactionState: "Ongoing",
  };
  assertEquals(await json("kafka-transactions", "list"), [listed]);
  const describe = async (id: string) =>
    await json("kafka-transactions", "describe", "--transactional-id", id) as [
      { readonly transactionDurationMs: number },
    ];
  const [{ transactionDurationMs, ...running }] = await describe("x");
  assertEquals(typeof transactionDurationMs, "number");
  const described = { ...listed, producerEpoch: 2, transactionTimeoutMs: 60_000 };
  const topicPartitions = [{ topic: "t", partition: 0 }, { topic: "t", partition: 1 }];
  assertEquals(running as unknown, {
    ...described,
    currentTransactionStartTimeMs: 1,
    topicPartitions,
  });
  assertEquals((await describe("y"))[0] as unknown, {
    ...described,
    transactionalId: "y",
    currentTransactionStartTimeMs: null,
    transactionDurationMs: null,
    topicPartitions,
  });
});

Deno.test("--json of kafka-delegation-tokens", async () => {
  const args = ["--describe", "--command-config", "/client.properties"];
  assertEquals(await json("kafka-delegation-tokens", ...args), [{
    tokenId: "id",
    hmac: "AQID",
    owner: "User:o",
    requester: "User:q",
    renewers: ["User:r"],
    issueTimestamp: 1,
    expiryTimestamp: 2,
    maxTimestamp: 3,
  }]);
});

Deno.test("--json of kafka-acls: an object for each ACL, of the principals that are asked for", async () => {
  const server = await new AclServer().start(9092);
  const acls = async (...args: string[]) => {
    const all = ["--bootstrap-server", "localhost:9092", ...args];
    return (await runTool(server.world, server.runtime, "kafka-acls", all)).stdout;
  };
  await acls("--add", "--allow-principal", "User:a", "--operation", "Read", "--topic", "t");
  await acls("--add", "--deny-principal", "User:b", "--cluster");
  const a = {
    resourceType: "TOPIC",
    name: "t",
    patternType: "LITERAL",
    principal: "User:a",
    host: "*",
    operation: "READ",
    permissionType: "ALLOW",
  };
  const b = {
    ...a,
    resourceType: "CLUSTER",
    name: "kafka-cluster",
    principal: "User:b",
    operation: "ALL",
    permissionType: "DENY",
  };
  assertEquals(JSON.parse(await acls("--list", "--json")), [a, b]);
  assertEquals(JSON.parse(await acls("--list", "--principal", "User:a", "--json")), [a]);
});
