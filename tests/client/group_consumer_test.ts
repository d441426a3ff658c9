import { assert, assertEquals, assertRejects } from "@std/assert";
import { cooperativeStickyAssignor } from "../../client/group/cooperative_sticky_assignor.ts";
import { rangeAssignor } from "../../client/group/range_assignor.ts";
import { GroupConsumer, type GroupConsumerOptions } from "../../client/group_consumer.ts";
import { Producer } from "../../client/producer.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { FakeCluster } from "./fake_cluster.ts";
import { FakeGroup } from "./fake_group.ts";

const PARTITIONS = 4;
const RECORDS = 200;

async function started() {
  const cluster = new FakeCluster(1);
  const group = new FakeGroup(cluster);
  await cluster.start(group.handlers(0));
  const topic = cluster.createTopic("t", PARTITIONS);
  const client = cluster.client();
  const producer = new Producer(client, { lingerMs: 0 });
  const produce = async (count: number) => {
    for (let i = 0; i < count; i++) {
      producer.send({ topic: "t", partition: i % PARTITIONS, value: new Uint8Array(10) });
    }
    await cluster.world.runUntil(producer.flush());
  };
  const member = (log: string[] = [], options: Partial<GroupConsumerOptions> = {}) =>
    new GroupConsumer(client, {
      groupId: "g",
      topics: ["t"],
      offsetReset: "earliest",
      heartbeatIntervalMs: 300,
      autoCommitIntervalMs: 500,
      assignors: [rangeAssignor],
      listener: {
        assigned: (list) => void log.push(`+${list.map(({ partition }) => partition)}`),
        revoked: (list) => void log.push(`-${list.map(({ partition }) => partition)}`),
        lost: (list) => void log.push(`!${list.map(({ partition }) => partition)}`),
      },
      ...options,
    });
  return { cluster, group, topic, world: cluster.world, produce, member };
}

type Seen = Map<string, number>;

/** Polls all members side by side for so long. */
async function poll(
  world: FakeCluster["world"],
  members: readonly GroupConsumer[],
  ms: number,
  seen: Seen = new Map(),
): Promise<Seen> {
  const endMs = world.nowMs + ms;
  const all = members.map(async (member) => {
    while (world.nowMs < endMs) {
      for (const { partition, offset } of await member.poll(100)) {
        const key = `${partition}/${offset}`;
        seen.set(key, (seen.get(key) ?? 0) + 1);
      }
    }
  });
  await world.runUntil(Promise.all(all));
  return seen;
}

function ofMembers(members: readonly GroupConsumer[]): number[][] {
  return members.map(({ assignment }) => assignment.map(({ partition }) => partition));
}

for (const assignor of [rangeAssignor, cooperativeStickyAssignor]) {
  Deno.test(`GroupConsumer members share partitions, each record once (${assignor.name})`, async () => {
    const { world, produce, member } = await started();
    const log: string[] = [];
    const options = { assignors: [assignor] };
    const one = member(log, options);
    await produce(RECORDS);
    const seen = await poll(world, [one], 1500);
    assertEquals(seen.size, RECORDS);
    const two = member([], options);
    await poll(world, [one, two], 3000, seen);
    assertEquals(ofMembers([one, two]), [[0, 1], [2, 3]]);
    await produce(RECORDS);
    await poll(world, [one, two], 1500, seen);
    assertEquals(seen.size, 2 * RECORDS);
    assertEquals([...seen.values()].filter((times) => times > 1), []);
    await world.runUntil(one.close());
    await poll(world, [two], 2000, seen);
    assertEquals(ofMembers([two]), [[0, 1, 2, 3]]);
    assertEquals([...seen.values()].filter((times) => times > 1), []);
    const kept = assignor.cooperative
      ? ["+0,1,2,3", "-2,3", "+", "+", "-0,1"]
      : ["+0,1,2,3", "-0,1,2,3", "+0,1", "-0,1"];
    assertEquals(log.filter((line) => line !== "+"), kept.filter((line) => line !== "+"));
  });
}

Deno.test("GroupConsumer goes on where the group had committed", async () => {
  const { cluster, world, produce, member } = await started();
  await produce(RECORDS);
  const first = member();
  await poll(world, [first], 1500);
  await world.runUntil(first.close());
  assertEquals(cluster.committed.get("g/t/0"), BigInt(RECORDS / PARTITIONS));
  await produce(40);
  const seen = await poll(world, [member()], 1500);
  assertEquals(seen.size, 40);
});

Deno.test("GroupConsumer without auto-commit commits only when told to", async () => {
  const { cluster, world, produce, member } = await started();
  await produce(RECORDS);
  const consumer = member([], { autoCommit: false });
  await poll(world, [consumer], 2000);
  assertEquals(cluster.committed.size, 0);
  await world.runUntil(consumer.commit([{ topic: "t", partition: 1, offset: 5n }]));
  assertEquals([...cluster.committed], [["g/t/1", 5n]]);
  await world.runUntil(consumer.commit());
  assertEquals(cluster.committed.get("g/t/1"), BigInt(RECORDS / PARTITIONS));
});

Deno.test("GroupConsumer that was thrown out loses its partitions and joins again", async () => {
  const { group, world, produce, member } = await started();
  await produce(RECORDS);
  const log: string[] = [];
  const consumer = member(log);
  await poll(world, [consumer], 1500);
  const before = consumer.memberId;
  group.remove(before);
  await poll(world, [consumer], 2000);
  assertEquals(log, ["+0,1,2,3", "!0,1,2,3", "+0,1,2,3"]);
  assert(consumer.memberId !== before);
});

Deno.test("GroupConsumer leaves the group when polls are too far apart, and comes back", async () => {
  const { group, world, member } = await started();
  const log: string[] = [];
  const consumer = member(log, { maxPollIntervalMs: 3000 });
  await poll(world, [consumer], 1000);
  assertEquals(group.members.size, 1);
  await world.advance(4000);
  assertEquals(group.members.size, 0);
  await poll(world, [consumer], 1000);
  assertEquals(log, ["+0,1,2,3", "!0,1,2,3", "+0,1,2,3"]);
});

Deno.test("GroupConsumer finds its coordinator again when it moves", async () => {
  const cluster = new FakeCluster(2);
  const group = new FakeGroup(cluster);
  await cluster.startBroker(0, group.handlers(0));
  await cluster.startBroker(1, group.handlers(1));
  cluster.createTopic("t", 1);
  const consumer = new GroupConsumer(cluster.client(), {
    groupId: "g",
    topics: ["t"],
    heartbeatIntervalMs: 300,
    assignors: [rangeAssignor],
  });
  await poll(cluster.world, [consumer], 1000);
  cluster.coordinator = 1;
  cluster.overrides.set(
    "Heartbeat",
    (_request, _context, broker) =>
      broker === 0 ? { errorCode: Errors.NOT_COORDINATOR } : undefined,
  );
  const heartbeats = cluster.count("Heartbeat");
  await poll(cluster.world, [consumer], 2000);
  assert(cluster.count("Heartbeat") > heartbeats + 3);
  assertEquals([group.generation, consumer.assignment.length], [1, 1]);
});

Deno.test("GroupConsumer follows a pattern to topics that come later", async () => {
  const { cluster, world, produce, member } = await started();
  await produce(4);
  const client = cluster.client({ metadataMaxAgeMs: 500 });
  const consumer = new GroupConsumer(client, {
    groupId: "g",
    topics: /t|other-.*/,
    heartbeatIntervalMs: 300,
    assignors: [rangeAssignor],
  });
  await poll(world, [consumer], 1000);
  assertEquals(consumer.assignment.length, PARTITIONS);
  cluster.createTopic("other-one", 2);
  cluster.createTopic("something-else", 2);
  await poll(world, [consumer], 2000);
  const topics = new Set(consumer.assignment.map(({ topic }) => topic));
  assertEquals(topics, new Set(["t", "other-one"]));
  await world.runUntil(member().close());
});

Deno.test("GroupConsumer throws what does not pass", async () => {
  const { cluster, world, member } = await started();
  cluster.overrides.set("JoinGroup", () => ({
    errorCode: Errors.GROUP_AUTHORIZATION_FAILED,
    generationId: -1,
    protocolName: "",
    leader: "",
    memberId: "",
    members: [],
  }));
  const error = await assertRejects(() => world.runUntil(member().poll(1000)), ApiError);
  assertEquals(error.code, Errors.GROUP_AUTHORIZATION_FAILED);
});
