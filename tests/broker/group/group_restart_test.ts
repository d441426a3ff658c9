/** Groups over a node's life: without a coordinator, through a clean restart, and through a kill. */
import { assertEquals } from "@std/assert";
import { Apis } from "../../../protocol/apis.ts";
import { Errors } from "../../../protocol/errors.ts";
import { fitted } from "../fitted.ts";
import { SimulatedNode } from "../simulated_node.ts";
import { WireReplay } from "../wire_replay.ts";

const settings = { "group.initial.rebalance.delay.ms": "0", "offsets.topic.num.partitions": "3" };

const join = {
  groupId: "g",
  sessionTimeoutMs: 10_000,
  rebalanceTimeoutMs: 10_000,
  memberId: "",
  protocolType: "consumer",
  protocols: [{ name: "range", metadata: new Uint8Array([1, 2]) }],
};

const commit = (groupId: string, more: object = {}) => ({
  groupId,
  topics: [{
    name: "t",
    partitions: [{ partitionIndex: 0, committedOffset: 5n, committedMetadata: "m" }],
  }],
  ...more,
});

async function start(): Promise<{ node: SimulatedNode; wire: WireReplay }> {
  const node = await new SimulatedNode({ settings }).start();
  return { node, wire: new WireReplay(node) };
}

/** A topic, and a group in which one member has its assignment and has committed an offset. */
async function populate(wire: WireReplay): Promise<string> {
  await wire.ask(Apis.CreateTopics, 7, {
    topics: [{ name: "t", numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }],
    timeoutMs: 5_000,
  });
  await wire.ask(Apis.FindCoordinator, 2, { key: "g" });
  await wire.node.world.advance(500);
  const { memberId, errorCode } = await wire.ask(Apis.JoinGroup, 3, join);
  assertEquals(errorCode, 0);
  const synced = await wire.ask(Apis.SyncGroup, 3, {
    groupId: "g",
    generationId: 1,
    memberId,
    assignments: [{ memberId, assignment: new Uint8Array([7]) }],
  });
  assertEquals(synced.errorCode, 0);
  const committed = await wire.ask(
    Apis.OffsetCommit,
    8,
    commit("g", { generationIdOrMemberEpoch: 1, memberId }),
  );
  assertEquals(committed.topics[0].partitions[0].errorCode, 0);
  return memberId;
}

/** What a client finds of it. */
async function find(wire: WireReplay, memberId: string) {
  const member = { groupId: "g", generationId: 1, memberId };
  const { errorCode } = await wire.ask(Apis.Heartbeat, 3, member);
  const { assignment } = await wire.ask(Apis.SyncGroup, 3, { ...member, assignments: [] });
  const { topics } = await wire.ask(Apis.OffsetFetch, 7, { groupId: "g", topics: null });
  const [{ committedOffset, metadata }] = topics[0].partitions;
  return { errorCode, assignment: [...assignment], committedOffset, metadata };
}

const EXPECTED = { errorCode: 0, assignment: [7], committedOffset: 5n, metadata: "m" };

Deno.test("A group, its assignment and its offsets are there after a clean restart", async () => {
  const { node, wire } = await start();
  const memberId = await populate(wire);
  await node.stop();
  node.world.crash("localhost", "process");
  await node.start();
  assertEquals(await find(wire, memberId), EXPECTED);
  await node.stop();
});

Deno.test("A group, its assignment and its offsets are there after the process was killed", async () => {
  const { node, wire } = await start();
  const memberId = await populate(wire);
  node.world.crash("localhost", "process");
  await node.start();
  assertEquals(await find(wire, memberId), EXPECTED);
  await node.world.advance(10_001);
  const { errorCode } = await wire.ask(Apis.Heartbeat, 3, {
    groupId: "g",
    generationId: 1,
    memberId,
  });
  assertEquals(errorCode, Errors.UNKNOWN_MEMBER_ID);
  await node.stop();
});

Deno.test("A member that waits for others does not hold up the end of its broker", async () => {
  const { node, wire } = await start();
  const leader = await populate(wire);
  const joining = wire.ask(Apis.JoinGroup, 3, join);
  await node.world.advance(100);
  const startMs = node.world.nowMs;
  await node.stop();
  assertEquals((await joining).errorCode, Errors.NOT_COORDINATOR);
  assertEquals([leader.length > 0, node.world.nowMs - startMs < 1_000], [true, true]);
});

Deno.test("Without its topic there is no group coordinator, and every API of it says so in every version", async () => {
  const { node, wire } = await start();
  const topics = [{ name: "t", partitions: [{ partitionIndex: 0, committedOffset: 1n }] }];
  const members = { memberId: "m", generationId: 1, members: [{ memberId: "m" }], assignments: [] };
  const bodies: Record<string, any> = {
    JoinGroup: join,
    SyncGroup: { groupId: "g", ...members, protocolType: "c", protocolName: "p" },
    Heartbeat: { groupId: "g", ...members },
    LeaveGroup: { groupId: "g", ...members },
    OffsetCommit: { groupId: "g", topics },
    OffsetFetch: {
      groupId: "g",
      topics: [{ name: "t", partitionIndexes: [0] }],
      groups: [{ groupId: "g", topics: null }],
    },
  };
  for (const [name, body] of Object.entries(bodies)) {
    const api = Apis[name as keyof typeof Apis];
    for (let version = api.answered.min; version <= api.answered.max; version++) {
      const known = Object.fromEntries(
        Object.entries(body).filter(([field]) => field in api.request.fields),
      );
      const single = name === "OffsetFetch" && version >= 8 ? { groups: body.groups } : known;
      if (name === "OffsetFetch" && version < 8) delete single.groups;
      const answer = await wire.ask(api, version, fitted(api.request, version, single));
      const codes = new Set(
        JSON.stringify(answer, (_, it) => typeof it === "bigint" ? null : it).match(
          /"errorCode":-?\d+/g,
        ),
      );
      codes.delete('"errorCode":0');
      assertEquals([...codes], [`"errorCode":${Errors.NOT_COORDINATOR}`], `${name} ${version}`);
    }
  }
  await node.stop();
});
