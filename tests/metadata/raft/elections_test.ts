import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { Quorum, record, type TestNode } from "./quorum.ts";

async function started(...ids: number[]): Promise<{ quorum: Quorum; leader: TestNode }> {
  const quorum = new Quorum({ voters: ids });
  for (const id of ids) await quorum.start(id);
  const leader = await quorum.untilLeader();
  await quorum.until(() => leader.core.highWatermark > 0);
  return { quorum, leader };
}

function others(quorum: Quorum, leader: TestNode): TestNode[] {
  return [...quorum.nodes.values()].filter((test) => test !== leader);
}

for (const order of [[1, 2, 3], [3, 2, 1], [2, 3, 1]]) {
  Deno.test(`three voters started in the order ${order} agree on one leader`, async () => {
    const { quorum, leader } = await started(...order);
    const { epoch } = leader.core;
    await quorum.until(() =>
      others(quorum, leader).every((test) => test.core.state.kind === "follower")
    );
    for (const test of quorum.nodes.values()) {
      assertEquals(test.node.leaderAndEpoch(), { leaderId: leader.id, epoch });
    }
    // Nobody challenges a leader that is heard.
    await quorum.advance(20_000);
    assertEquals(leader.core.epoch, epoch);
    assert(leader.leads);
  });
}

Deno.test("two of three voters elect a leader, one alone does not", async () => {
  const quorum = new Quorum({ voters: [1, 2, 3] });
  const one = await quorum.start(1);
  await quorum.advance(20_000);
  assertEquals(quorum.leader, undefined);
  // Pre-votes raise no epoch.
  assertEquals(one.core.epoch, 0);
  await quorum.start(2);
  const leader = await quorum.untilLeader();
  assertEquals(leader.core.epoch, 1);
});

Deno.test("a killed leader is replaced within a few fetch timeouts, with everything committed", async () => {
  const { quorum, leader } = await started(1, 2, 3);
  leader.node.append(leader.core.epoch, [record("kept")]);
  await quorum.until(() => leader.recorder.state.includes("kept"));
  const before = quorum.world.nowMs;
  const { epoch } = leader.core;
  quorum.crash(leader.id, "machine-lose-unsynced");
  const next = await quorum.untilLeader();
  assertNotEquals(next.id, leader.id);
  assert(next.core.epoch > epoch);
  assert(quorum.world.nowMs - before < 8000, `took ${quorum.world.nowMs - before} ms`);
  await quorum.until(() => next.recorder.state.includes("kept"));
});

Deno.test("a leader that stops hands over well before a fetch timeout", async () => {
  const { quorum, leader } = await started(1, 2, 3);
  leader.node.append(leader.core.epoch, [record("kept")]);
  await quorum.until(() => leader.recorder.state.includes("kept"));
  const before = quorum.world.nowMs;
  await quorum.stop(leader.id);
  const next = await quorum.untilLeader();
  assert(quorum.world.nowMs - before < 500, `took ${quorum.world.nowMs - before} ms`);
  assertEquals(next.core.epoch, 2);
});

Deno.test("a leader cut off from all followers steps down and its tail is never committed", async () => {
  const { quorum, leader } = await started(1, 2, 3);
  const { epoch } = leader.core;
  quorum.isolate(leader.id);
  leader.node.append(epoch, [record("lost")]);
  const before = quorum.world.nowMs;
  await quorum.until(() => !leader.leads);
  assert(quorum.world.nowMs - before <= 3500, `took ${quorum.world.nowMs - before} ms`);
  await quorum.until(() => quorum.leader !== undefined && quorum.leader !== leader);
  const next = quorum.leader!;
  await quorum.until(() => next.core.highWatermark > 0);
  next.node.append(next.core.epoch, [record("won")]);
  await quorum.until(() => next.recorder.state.includes("won"));
  quorum.heal();
  await quorum.until(() => leader.recorder.state.includes("won"));
  assert(!leader.recorder.state.includes("lost"));
  assertEquals(leader.log.endOffset, next.log.endOffset);
});

Deno.test("a follower that was cut off and comes back disturbs nobody", async () => {
  const { quorum, leader } = await started(1, 2, 3);
  const { epoch } = leader.core;
  const lonely = others(quorum, leader)[0];
  quorum.isolate(lonely.id);
  await quorum.advance(30_000);
  assertEquals(lonely.core.epoch, epoch);
  quorum.heal();
  await quorum.advance(5000);
  assertEquals(quorum.leader, leader);
  assertEquals(leader.core.epoch, epoch);
});

Deno.test("a voter with a shorter log can't win", async () => {
  const { quorum, leader } = await started(1, 2, 3);
  const [short, long] = others(quorum, leader);
  quorum.isolate(short.id);
  leader.node.append(leader.core.epoch, [record("kept")]);
  await quorum.until(() => long.recorder.state.includes("kept"));
  quorum.crash(leader.id);
  quorum.heal();
  const next = await quorum.untilLeader();
  assertEquals(next.id, long.id);
});

Deno.test("five voters outlive two, and wait without a third", async () => {
  const { quorum, leader } = await started(1, 2, 3, 4, 5);
  quorum.crash(leader.id);
  const second = await quorum.untilLeader();
  quorum.crash(second.id);
  const third = await quorum.untilLeader();
  await quorum.until(() => third.core.highWatermark > 0);
  third.node.append(third.core.epoch, [record("three are enough")]);
  await quorum.until(() => third.recorder.state.includes("three are enough"));
  const [left] = [...quorum.nodes.values()].filter((test) => test.alive && test !== third);
  quorum.crash(left.id);
  await quorum.until(() => !third.leads);
  await quorum.advance(20_000);
  assertEquals(quorum.leader, undefined);
});

Deno.test("a leader restarted before anyone noticed never leads that epoch again", async () => {
  const { quorum, leader } = await started(1, 2, 3);
  const { epoch } = leader.core;
  quorum.crash(leader.id);
  const again = await quorum.start(leader.id);
  assertEquals(again.core.state.kind, "resigned");
  assertEquals(again.core.epoch, epoch);
  assertEquals(again.node.leaderAndEpoch(), { leaderId: null, epoch });
  const next = await quorum.untilLeader();
  assert(next.core.epoch > epoch);
});

Deno.test("followers restarted in every order keep following", async () => {
  const { quorum, leader } = await started(1, 2, 3);
  const { epoch } = leader.core;
  for (const follower of others(quorum, leader)) {
    quorum.crash(follower.id);
    const again = await quorum.start(follower.id);
    // Static voters' addresses are known, so it follows at once.
    assertEquals(again.core.state.kind, "follower");
    await quorum.until(() => again.core.highWatermark === leader.core.highWatermark);
  }
  assertEquals(quorum.leader!.core.epoch, epoch);
});

Deno.test("voters that know no pre-vote and only Vote version 0 elect a leader too", async () => {
  const quorum = new Quorum({ voters: [1, 2, 3] });
  for (const id of [1, 2, 3]) {
    await quorum.start(id, { maxVersions: new Map([[52, 0], [53, 0], [54, 0], [1, 13]]) });
  }
  const leader = await quorum.untilLeader();
  await quorum.until(() => leader.core.highWatermark > 0);
  leader.node.append(leader.core.epoch, [record("a")]);
  await quorum.until(() =>
    [...quorum.nodes.values()].every(({ recorder }) => recorder.state.includes("a"))
  );
});

Deno.test("a quorum-state that names a leader nobody knows leaves a node unattached, not stuck", async () => {
  const { quorum, leader } = await started(1, 2, 3);
  const follower = others(quorum, leader)[0];
  quorum.crash(follower.id);
  const { disk } = quorum.world.node(`node-${follower.id}`);
  const { replaceTextFile } = await import("../../../storage/atomic_file.ts");
  const state = `{"clusterId":"","leaderId":77,"leaderEpoch":${
    leader.core.epoch - 1
  },"votedId":-1,"appliedOffset":0,"currentVoters":[],"data_version":0}`;
  await quorum.world.runUntil(
    replaceTextFile(disk, "data/__cluster_metadata-0/quorum-state", state),
  );
  const again = await quorum.start(follower.id);
  await quorum.until(() => again.core.state.kind === "follower");
});
