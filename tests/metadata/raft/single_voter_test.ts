import { assert, assertEquals, assertThrows } from "@std/assert";
import { NotLeaderError } from "../../../metadata/metadata_log.ts";
import { Quorum, record } from "./quorum.ts";

Deno.test("a sole voter leads epoch 1 a few milliseconds after its first start", async () => {
  const quorum = new Quorum({ voters: [1] });
  const one = await quorum.start(1);
  await quorum.until(() => one.recorder.leaders.some((leader) => leader.leaderId === 1));
  assert(quorum.world.nowMs < 10, `took ${quorum.world.nowMs} ms`);
  assertEquals(one.node.leaderAndEpoch(), { leaderId: 1, epoch: 1 });
  assertEquals(one.node.highWatermark, 1);
  assertEquals(one.recorder.leaders, [{ leaderId: 1, epoch: 1 }]);
});

Deno.test("a sole voter's appended records are committed and delivered in order, a batch each", async () => {
  const quorum = new Quorum({ voters: [1] });
  const one = await quorum.start(1);
  await quorum.until(() => one.node.highWatermark > 0);
  assertEquals(one.node.append(1, [record("a"), record("b")]), 2);
  assertEquals(one.node.append(1, [record("c")]), 3);
  assertEquals(one.recorder.state, []);
  await quorum.until(() => one.node.highWatermark === 4);
  assertEquals(one.recorder.state, ["a", "b", "c"]);
  assertEquals(one.recorder.committed.map((batch) => [batch.baseOffset, batch.lastOffset]), [
    [0, 0],
    [1, 2],
    [3, 3],
  ]);
});

Deno.test("append is refused for an epoch that the node does not lead", async () => {
  const quorum = new Quorum({ voters: [1] });
  const one = await quorum.start(1);
  await quorum.until(() => one.node.highWatermark > 0);
  assertThrows(() => one.node.append(2, [record("a")]), NotLeaderError);
  one.node.resign(1);
  await quorum.until(() => one.node.leaderAndEpoch().epoch === 2 && one.leads);
  assertThrows(() => one.node.append(1, [record("a")]), NotLeaderError);
  one.node.append(2, [record("b")]);
  await quorum.until(() => one.recorder.state.includes("b"));
});

for (const model of ["clean", "process", "machine-lose-unsynced"] as const) {
  Deno.test(`a sole voter keeps what was committed over a restart (${model})`, async () => {
    const quorum = new Quorum({ voters: [1] });
    const one = await quorum.start(1);
    await quorum.until(() => one.node.highWatermark > 0);
    one.node.append(1, [record("a"), record("b")]);
    await quorum.until(() => one.node.highWatermark === 3);
    if (model === "clean") await quorum.stop(1);
    else quorum.crash(1, model);
    const again = await quorum.start(1);
    await quorum.until(() => again.recorder.leaders.length > 0);
    // Never twice in one epoch.
    assertEquals(again.recorder.leaders, [{ leaderId: 1, epoch: 2 }]);
    assertEquals(again.recorder.state, ["a", "b"]);
  });
}
