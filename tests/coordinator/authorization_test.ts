import { assertEquals } from "@std/assert";
import { type Authorizer, Operation, Resource } from "../../coordinator/access.ts";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { Harness } from "./harness.ts";

/** Lets ANONYMOUS do everything, alice what is listed. */
function authorizer(...allowed: readonly (readonly [number, number, string])[]): Authorizer {
  return {
    authorize: ({ name }, _host, operation, type, resource) =>
      name === "ANONYMOUS" ||
      allowed.some((it) => it[0] === operation && it[1] === type && it[2] === resource),
  };
}

const ALICE = "alice";

Deno.test("CreateTopics needs CREATE, and DESCRIBE_CONFIGS to be told the configs", async () => {
  const it = await new Harness({
    authorizer: authorizer(
      [Operation.CREATE, Resource.TOPIC, "mine"],
      [Operation.CREATE, Resource.TOPIC, "seen"],
      [Operation.DESCRIBE_CONFIGS, Resource.TOPIC, "seen"],
    ),
  }).lead();
  await it.startBrokers([1]);
  const { topics } = await it.send(
    Apis.CreateTopics,
    {
      topics: ["mine", "seen", "theirs"].map((name) => ({
        name,
        numPartitions: 1,
        replicationFactor: 1,
        assignments: [],
        configs: [],
      })),
    },
    undefined,
    ALICE,
  );
  assertEquals(
    topics.map((it) => [it.name, it.errorCode, it.topicConfigErrorCode, it.numPartitions]),
    [
      ["mine", 0, Errors.TOPIC_AUTHORIZATION_FAILED, -1],
      ["seen", 0, 0, 1],
      ["theirs", Errors.TOPIC_AUTHORIZATION_FAILED, 0, -1],
    ],
  );
});

Deno.test("DeleteTopics hides topics that may not be described", async () => {
  const it = await new Harness({
    authorizer: authorizer([Operation.DESCRIBE, Resource.TOPIC, "seen"]),
  }).lead();
  await it.startBrokers([1]);
  await it.createTopic("seen", [[1]]);
  await it.createTopic("hidden", [[1]]);
  const topics = [...it.image.topics.byId.values()].map(({ id }) => ({ name: null, topicId: id }));
  const { responses } = await it.send(
    Apis.DeleteTopics,
    { topics, timeoutMs: 1 },
    undefined,
    ALICE,
  );
  assertEquals(
    responses.map(({ name, errorCode }) => [name, errorCode]).sort(),
    [
      [null, Errors.TOPIC_AUTHORIZATION_FAILED],
      ["seen", Errors.TOPIC_AUTHORIZATION_FAILED],
    ],
  );
});

Deno.test("Requests between nodes need CLUSTER_ACTION", async () => {
  const it = await new Harness({ authorizer: authorizer() }).lead();
  const { errorCode } = await it.send(
    Apis.BrokerHeartbeat,
    {
      brokerId: 1,
      brokerEpoch: 1n,
      currentMetadataOffset: 0n,
      wantFence: false,
      wantShutDown: false,
    },
    undefined,
    ALICE,
  );
  assertEquals(errorCode, Errors.CLUSTER_AUTHORIZATION_FAILED);
});

Deno.test("IncrementalAlterConfigs refuses resources one by one", async () => {
  const it = await new Harness({
    authorizer: authorizer([Operation.ALTER_CONFIGS, Resource.TOPIC, "mine"]),
  }).lead();
  await it.startBrokers([1]);
  await it.createTopic("mine", [[1]]);
  const resource = (resourceType: number, resourceName: string) => ({
    resourceType,
    resourceName,
    configs: [{ name: "x", configOperation: 1, value: null }],
  });
  const { responses } = await it.send(
    Apis.IncrementalAlterConfigs,
    {
      resources: [resource(2, "mine"), resource(2, "theirs"), resource(4, ""), resource(32, "g")],
      validateOnly: false,
    },
    undefined,
    ALICE,
  );
  assertEquals(responses.map(({ errorCode }) => errorCode), [
    0,
    Errors.TOPIC_AUTHORIZATION_FAILED,
    Errors.CLUSTER_AUTHORIZATION_FAILED,
    Errors.GROUP_AUTHORIZATION_FAILED,
  ]);
});

const ACL = {
  resourceType: Resource.TOPIC,
  resourceName: "t",
  resourcePatternType: 3,
  principal: "User:alice",
  host: "*",
  operation: 3,
  permissionType: 3,
};

Deno.test("CreateAcls writes each ACL once, and refuses what is none", async () => {
  const it = await new Harness({ authorizer: authorizer() }).lead();
  const creations = [
    ACL,
    ACL,
    { ...ACL, resourcePatternType: 4 },
    { ...ACL, resourcePatternType: 2 },
    { ...ACL, resourceType: 1 },
    { ...ACL, operation: 1 },
    { ...ACL, permissionType: 1 },
    { ...ACL, principal: "alice" },
    { ...ACL, resourceType: Resource.CLUSTER, resourceName: "c" },
  ];
  const { results } = await it.send(Apis.CreateAcls, { creations });
  const bad = Errors.INVALID_REQUEST;
  assertEquals(results.map(({ errorCode }) => errorCode), [0, 0, 0, bad, bad, bad, bad, bad, bad]);
  assertEquals(it.image.acls.size, 2);
  const again = await it.recordsOf(() => it.send(Apis.CreateAcls, { creations: [ACL] }));
  assertEquals([again[0], again[1].results[0].errorCode], [[], 0]);
});

Deno.test("DeleteAcls and DescribeAcls find by pattern", async () => {
  const it = await new Harness({ authorizer: authorizer() }).lead();
  await it.send(Apis.CreateAcls, {
    creations: [
      { ...ACL, resourceName: "tea" },
      { ...ACL, resourceName: "te", resourcePatternType: 4 },
      { ...ACL, resourceName: "*" },
      { ...ACL, resourceName: "other", operation: 4 },
    ],
  });
  const filter = (overrides: Record<string, unknown>) => ({
    resourceTypeFilter: 2,
    resourceNameFilter: null as string | null,
    patternTypeFilter: 1,
    principalFilter: null,
    hostFilter: null,
    operation: 1,
    permissionType: 1,
    ...overrides,
  });
  const described = async (overrides: Record<string, unknown>) => {
    const { resources } = await it.send(Apis.DescribeAcls, filter(overrides));
    return resources.map(({ resourceName }) => resourceName).sort();
  };
  assertEquals(await described({}), ["*", "other", "te", "tea"]);
  assertEquals(await described({ patternTypeFilter: 3 }), ["*", "other", "tea"]);
  assertEquals(await described({ patternTypeFilter: 2, resourceNameFilter: "tea" }), [
    "*",
    "te",
    "tea",
  ]);
  assertEquals(await described({ operation: 4 }), ["other"]);
  assertEquals(await described({ resourceTypeFilter: 3 }), []);
  const { filterResults } = await it.send(Apis.DeleteAcls, {
    filters: [
      filter({ patternTypeFilter: 2, resourceNameFilter: "tea" }),
      filter({ patternTypeFilter: 9 }),
    ],
  });
  assertEquals(filterResults[0].matchingAcls.length, 3);
  assertEquals(filterResults[1].errorCode, Errors.INVALID_REQUEST);
  assertEquals(it.image.acls.size, 1);
});
