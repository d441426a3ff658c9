import { assertEquals } from "@std/assert";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { ZERO_UUID } from "../../protocol/uuid.ts";
import { Harness, uuid } from "./harness.ts";

function topic(name: string, overrides: Record<string, unknown> = {}) {
  return {
    name,
    numPartitions: 1,
    replicationFactor: 1,
    assignments: [] as { partitionIndex: number; brokerIds: number[] }[],
    configs: [] as { name: string; value: string | null }[],
    ...overrides,
  };
}

async function create(it: Harness, ...topics: ReturnType<typeof topic>[]) {
  const response = await it.send(Apis.CreateTopics, { topics });
  return response.topics.map(({ name, errorCode }) => [name, errorCode]);
}

function assigned(...lists: [index: number, brokers: number[]][]) {
  return {
    numPartitions: -1,
    replicationFactor: -1,
    assignments: lists.map(([partitionIndex, brokerIds]) => ({ partitionIndex, brokerIds })),
  };
}

Deno.test("CreateTopics refuses bad assignments with INVALID_REPLICA_ASSIGNMENT", async () => {
  const it = await new Harness().lead();
  await it.startBrokers([1, 2]);
  await it.register(3);
  const code = Errors.INVALID_REPLICA_ASSIGNMENT;
  for (
    const lists of [
      [[0, [1]], [0, [2]]],
      [[0, [1]], [2, [2]]],
      [[1, [1]]],
      [[-1, [1]], [0, [1]]],
      [[0, []]],
      [[0, [1, 1]]],
      [[0, [9]]],
      [[0, [1]], [1, [1, 2]]],
      [[0, [3]]],
    ] as [number, number[]][][]
  ) {
    assertEquals(await create(it, topic("t", assigned(...lists))), [["t", code]]);
  }
  assertEquals(await create(it, topic("t", assigned([1, [2, 1]], [0, [3, 1]]))), [["t", 0]]);
  assertEquals(it.partition("t").isr, [1]);
  assertEquals(it.partition("t").leader, 1);
  assertEquals(it.partition("t", 1).replicas, [2, 1]);
});

Deno.test("CreateTopics writes one atomic batch for what can be created, and answers the rest with their errors", async () => {
  const it = await new Harness().lead();
  await it.startBrokers([1]);
  const batches = it.log.batches.length;
  assertEquals(await create(it, topic("a"), topic("b", { numPartitions: 0 }), topic("c")), [
    ["a", 0],
    ["b", Errors.INVALID_PARTITIONS],
    ["c", 0],
  ]);
  assertEquals(it.log.batches.length, batches + 1);
  assertEquals(it.log.batches.at(-1)!.records.map(({ type }) => type), [
    "TopicRecord",
    "PartitionRecord",
    "TopicRecord",
    "PartitionRecord",
  ]);
});

Deno.test("CreateTopics places replicas on fenced brokers too, but not in the ISR, and on racks apart", async () => {
  const it = await new Harness().lead();
  await it.startBrokers([1, 2], { rack: "a" });
  await it.startBrokers([3], { rack: "b" });
  await it.register(4, { rack: "b" });
  for (let i = 0; i < 8; i++) {
    const [first, second] = await it.placed(`two${i}`, 2);
    assertEquals([first, second].filter((id) => id <= 2).length, 1);
    assertEquals(it.partition(`two${i}`).isr.includes(4), false);
    assertEquals(first !== 4, true);
  }
  await it.placed("four", 4);
  assertEquals(it.partition("four").isr.toSorted(), [1, 2, 3]);
});

Deno.test("CreateTopics takes num.partitions and default.replication.factor where asked for -1", async () => {
  const settings = { "num.partitions": "4", "default.replication.factor": "2" };
  const it = await new Harness({ settings }).lead();
  await it.startBrokers([1, 2]);
  const defaults = { numPartitions: -1, replicationFactor: -1 };
  assertEquals(await create(it, topic("t", defaults)), [["t", 0]]);
  assertEquals(it.image.topics.byName.get("t")!.partitions.length, 4);
  assertEquals(it.partition("t").replicas.length, 2);
});

Deno.test("CreateTopics refuses more than 10000 partitions with POLICY_VIOLATION", async () => {
  const it = await new Harness().lead();
  await it.startBrokers([1]);
  const many = topic("many", { numPartitions: 9_000 });
  assertEquals(await create(it, many, topic("more", { numPartitions: 1_001 })), [
    ["many", Errors.POLICY_VIOLATION],
    ["more", Errors.POLICY_VIOLATION],
  ]);
  assertEquals(await create(it, many), [["many", 0]]);
});

Deno.test("CreateTopics and CreatePartitions give distinct topics distinct ids and balanced leaders", async () => {
  const it = await new Harness().lead();
  await it.startBrokers([1, 2, 3]);
  for (let i = 0; i < 50; i++) {
    assertEquals(await create(it, topic(`t${i}`, { numPartitions: 3, replicationFactor: 3 })), [
      [`t${i}`, 0],
    ]);
  }
  const leaders = new Map<number, number>();
  for (const { partitions } of it.image.topics.byId.values()) {
    for (const { leader } of partitions) leaders.set(leader, (leaders.get(leader) ?? 0) + 1);
  }
  assertEquals(it.image.topics.byId.size, 50);
  assertEquals([...leaders.values()], [50, 50, 50]);
});

Deno.test("CreatePartitions keeps the topic's replication factor and checks manual lists", async () => {
  const it = await new Harness().lead();
  await it.startBrokers([1, 2, 3]);
  await it.createTopic("t", [[1, 2]]);
  const grow = async (count: number, assignments: number[][] | null) => {
    const { results } = await it.send(Apis.CreatePartitions, {
      topics: [{
        name: "t",
        count,
        assignments: assignments?.map((brokerIds) => ({ brokerIds })) ?? null,
      }],
      timeoutMs: 1000,
      validateOnly: false,
    });
    return results[0].errorCode;
  };
  assertEquals(await grow(2, [[1]]), Errors.INVALID_REPLICA_ASSIGNMENT);
  assertEquals(await grow(2, [[1, 2], [2, 3]]), Errors.INVALID_REPLICA_ASSIGNMENT);
  assertEquals(await grow(2, [[3, 1]]), 0);
  assertEquals(it.partition("t", 1).replicas, [3, 1]);
  assertEquals(await grow(4, null), 0);
  assertEquals(it.partition("t", 3).replicas.length, 2);
});

Deno.test("DeleteTopics takes names and ids, each once", async () => {
  const it = await new Harness().lead();
  await it.startBrokers([1]);
  for (const name of ["a", "b", "c"]) await it.createTopic(name, [[1]]);
  const idOf = (name: string) => it.image.topics.byName.get(name)!.id;
  const { responses } = await it.send(Apis.DeleteTopics, {
    topics: [
      { name: null, topicId: idOf("a") },
      { name: "a", topicId: ZERO_UUID },
      { name: null, topicId: idOf("b") },
      { name: null, topicId: idOf("b") },
      { name: "c", topicId: ZERO_UUID },
      { name: null, topicId: uuid("unknown") },
    ],
    timeoutMs: 1000,
  });
  const codes = responses.map(({ name, errorCode }) => [name, errorCode]);
  assertEquals(codes, [
    [null, Errors.INVALID_REQUEST],
    [null, Errors.UNKNOWN_TOPIC_ID],
    ["a", Errors.INVALID_REQUEST],
    ["c", 0],
  ]);
  assertEquals([...it.image.topics.byName.keys()].sort(), ["a", "b"]);
});

Deno.test("DeleteTopics is refused where delete.topic.enable is false", async () => {
  const it = await new Harness({ settings: { "delete.topic.enable": "false" } }).lead();
  await it.startBrokers([1]);
  await it.createTopic("t", [[1]]);
  const remove = async (version: number) => {
    const request = version < 6 ? { topicNames: ["t"] } : { topics: [{ name: "t" }] };
    const { responses } = await it.send(
      Apis.DeleteTopics,
      { ...request, timeoutMs: 1000 },
      version,
    );
    return responses[0].errorCode;
  };
  assertEquals(await remove(6), Errors.TOPIC_DELETION_DISABLED);
  assertEquals(await remove(2), Errors.INVALID_REQUEST);
  assertEquals(it.image.topics.byName.has("t"), true);
});
