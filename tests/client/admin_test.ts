import { assertEquals, assertRejects } from "@std/assert";
import { alterConfigs, describeConfigs } from "../../client/admin/configs.ts";
import { deleteGroups, describeClassicGroup, listGroups } from "../../client/admin/groups.ts";
import { deleteRecords } from "../../client/admin/records.ts";
import {
  createTopics,
  deleteTopics,
  describeTopic,
  listTopics,
} from "../../client/admin/topics.ts";
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { FakeCluster } from "./fake_cluster.ts";

/** Two brokers; `api` of each tells which one was asked. */
async function started(handlers: (cluster: FakeCluster, broker: number) => any[]) {
  const cluster = new FakeCluster(2);
  for (const broker of [0, 1]) await cluster.startBroker(broker, handlers(cluster, broker));
  const { world } = cluster;
  return {
    cluster,
    client: cluster.client(),
    run: <T>(promise: Promise<T>) => world.runUntil(promise),
  };
}

Deno.test("createTopics asks the controller, again while it moves, and keeps the order of the question", async () => {
  let moving = 2;
  const requests: any[] = [];
  const { client, run } = await started((cluster, broker) => [
    cluster.api(broker, Apis.CreateTopics, (request) => {
      requests.push(request);
      const errorCode = moving-- > 0 ? Errors.NOT_CONTROLLER : Errors.NONE;
      return {
        topics: [
          { name: "b", errorCode: errorCode || Errors.TOPIC_ALREADY_EXISTS, errorMessage: "there" },
          { name: "a", errorCode, topicId: "AAAAAAAAAAAAAAAAAAAABQ", numPartitions: 3 },
        ],
      };
    }),
  ]);
  const topics = [
    { name: "a", partitions: 3, configs: { "retention.ms": "5" } },
    { name: "b", assignments: new Map([[0, [1, 0]]]) },
  ];
  const [a, b] = await run(createTopics(client, topics));
  assertEquals([a.name, a.partitions, a.error], ["a", 3, null]);
  assertEquals([b.error?.code, b.error?.message], [Errors.TOPIC_ALREADY_EXISTS, "there"]);
  assertEquals(requests.length, 3);
  const [first, second] = requests[0].topics;
  assertEquals([first.numPartitions, first.replicationFactor], [3, -1]);
  assertEquals(first.configs, [{ name: "retention.ms", value: "5" }]);
  assertEquals([second.numPartitions, second.assignments], [-1, [
    { partitionIndex: 0, brokerIds: [1, 0] },
  ]]);
});

Deno.test("deleteTopics, listTopics and describeTopic speak of topics by name", async () => {
  const { cluster, client, run } = await started((cluster, broker) => [
    cluster.api(broker, Apis.DeleteTopics, ({ topics }) => ({
      responses: topics.map(({ name }) => ({
        name,
        errorCode: cluster.topics.delete(name!) ? 0 : Errors.UNKNOWN_TOPIC_OR_PARTITION,
      })),
    })),
  ]);
  for (const name of ["b", "a"]) cluster.createTopic(name, 2);
  assertEquals((await run(listTopics(client))).map(({ name }) => name), ["a", "b"]);
  assertEquals((await run(describeTopic(client, "b"))).partitions.length, 2);
  const outcomes = await run(deleteTopics(client, ["b", "nope"]));
  assertEquals(outcomes.map(({ error }) => error?.code ?? 0), [
    0,
    Errors.UNKNOWN_TOPIC_OR_PARTITION,
  ]);
  const error = await assertRejects(() => run(describeTopic(client, "b")), ApiError);
  assertEquals(error.code, Errors.UNKNOWN_TOPIC_OR_PARTITION);
});

Deno.test("describeConfigs and alterConfigs ask a broker for its own configs", async () => {
  const asked: string[] = [];
  const note = (broker: number, resources: readonly any[]) => {
    for (const { resourceType, resourceName } of resources) {
      asked.push(`${broker} ${resourceType} ${resourceName}`);
    }
    return resources.map(({ resourceType, resourceName }) => ({
      errorCode: resourceName === "nope" ? Errors.UNKNOWN_TOPIC_OR_PARTITION : 0,
      errorMessage: null,
      resourceType,
      resourceName,
      configs: [{ name: "x", value: `of ${resourceName}`, readOnly: false, isSensitive: false }],
    }));
  };
  const { client, run } = await started((cluster, broker) => [
    cluster.api(broker, Apis.DescribeConfigs, ({ resources }) => ({
      throttleTimeMs: 0,
      results: note(broker, resources) as any,
    })),
    cluster.api(broker, Apis.IncrementalAlterConfigs, ({ resources }) => ({
      throttleTimeMs: 0,
      responses: note(broker, resources),
    })),
  ]);
  const resources = [
    { type: "broker", name: "1" },
    { type: "topic", name: "nope" },
    { type: "broker", name: "0" },
  ] as const;
  const described = await run(describeConfigs(client, resources));
  assertEquals(described.map(({ entries }) => entries[0].value), ["of 1", "of nope", "of 0"]);
  assertEquals(described[1].error?.code, Errors.UNKNOWN_TOPIC_OR_PARTITION);
  assertEquals(asked.includes("1 4 1") && asked.includes("0 4 0"), true);
  asked.length = 0;
  const changes = [{ name: "x", operation: "set", value: "1" }] as const;
  await run(alterConfigs(client, [{ type: "broker", name: "1", changes }]));
  assertEquals(asked, ["1 4 1"]);
});

Deno.test("listGroups joins the lists of all brokers; other calls go to the coordinator", async () => {
  const { cluster, client, run } = await started((cluster, broker) => [
    cluster.api(broker, Apis.ListGroups, () => ({
      errorCode: 0,
      groups: [{ groupId: `g${1 - broker}`, protocolType: "consumer", groupState: "Empty" }],
    })),
    cluster.api(broker, Apis.DescribeGroups, ({ groups }) => ({
      groups: groups.map((groupId) => ({
        errorCode: broker === cluster.coordinator ? 0 : Errors.NOT_COORDINATOR,
        groupId,
        groupState: "Empty",
        protocolType: "consumer",
        protocolData: "",
        members: [],
      })),
    })),
    cluster.api(broker, Apis.DeleteGroups, ({ groupsNames }) => ({
      throttleTimeMs: 0,
      results: groupsNames.map((groupId) => ({ groupId, errorCode: Errors.NON_EMPTY_GROUP })),
    })),
  ]);
  assertEquals((await run(listGroups(client))).map(({ groupId }) => groupId), ["g0", "g1"]);
  assertEquals((await run(describeClassicGroup(client, "g0"))).groupState, "Empty");
  cluster.coordinator = 1;
  assertEquals((await run(describeClassicGroup(client, "g0"))).groupState, "Empty");
  const [{ error }] = await run(deleteGroups(client, ["g0"]));
  assertEquals(error?.code, Errors.NON_EMPTY_GROUP);
});

Deno.test("deleteRecords asks the leaders, and follows them", async () => {
  const { cluster, client, run } = await started((cluster, broker) => [
    cluster.api(broker, Apis.DeleteRecords, ({ topics }) => ({
      throttleTimeMs: 0,
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex, offset }) => {
          const leads = cluster.topics.get(name)!.partitions[partitionIndex].leader === broker;
          const errorCode = leads ? Errors.NONE : Errors.NOT_LEADER_OR_FOLLOWER;
          return { partitionIndex, lowWatermark: offset, errorCode };
        }),
      })),
    })),
  ]);
  const { partitions } = cluster.createTopic("t", 2);
  await run(client.refresh(["t"]));
  partitions[0].leader = 1;
  const before = [0, 1].map((partition) => ({ topic: "t", partition, offset: BigInt(partition) }));
  const deleted = await run(deleteRecords(client, before));
  assertEquals(deleted.map(({ lowWatermark, error }) => [lowWatermark, error]), [[0n, null], [
    1n,
    null,
  ]]);
});
