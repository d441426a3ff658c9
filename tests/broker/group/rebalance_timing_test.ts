/** The timers of a rebalance, row by row of the coordinator spec's table 4.4. */
import { assertEquals } from "@std/assert";
import { Errors } from "../../../protocol/errors.ts";
import { GroupHarness } from "./group_harness.ts";

Deno.test("The initial delay ends the first join phase after group.initial.rebalance.delay.ms", async () => {
  const it = new GroupHarness();
  const call = await it.join("");
  await it.clock.advance(2_999);
  assertEquals([call.answer, it.group.state], [null, "PreparingRebalance"]);
  await it.clock.advance(1);
  assertEquals([call.answer!.generationId, it.group.state], [1, "CompletingRebalance"]);
});

Deno.test("The initial delay is extended while members keep coming", async () => {
  const it = new GroupHarness();
  const first = await it.join("");
  await it.clock.advance(2_000);
  const second = await it.join("");
  await it.clock.advance(3_999);
  assertEquals([first.answer, second.answer], [null, null]);
  await it.clock.advance(1);
  assertEquals([first.answer!.generationId, second.answer!.generationId], [1, 1]);
});

Deno.test("The initial delay, however often extended, ends with the longest rebalance timeout", async () => {
  const it = new GroupHarness();
  const first = await it.join("", { rebalanceTimeoutMs: 7_000 });
  let endedAtMs: number | null = null;
  first.done.then(() => endedAtMs = it.clock.monotonic());
  for (let i = 0; i < 10; i++) {
    await it.clock.advance(1_000);
    if (endedAtMs === null) await it.join("", { rebalanceTimeoutMs: 7_000 });
  }
  assertEquals(endedAtMs, 7_000);
});

Deno.test("The initial delay holds even when all known members have joined, and is 0 where so configured", async () => {
  const it = new GroupHarness();
  const call = await it.join("");
  await it.join(call.answer?.memberId ?? "");
  assertEquals(it.group.state, "PreparingRebalance");
  const quick = new GroupHarness({ initialRebalanceDelayMs: 0 });
  const joined = await quick.join("");
  await quick.clock.advance(0);
  assertEquals(joined.answer!.generationId, 1);
});

Deno.test("A member that leaves during the initial delay does not shorten it", async () => {
  const it = new GroupHarness();
  const first = await it.join("");
  const second = await it.join("", { instanceId: "i" });
  assertEquals(await it.leave("", "i"), 0);
  assertEquals(second.answer!.errorCode, Errors.UNKNOWN_MEMBER_ID);
  assertEquals(first.answer, null);
  await it.clock.advance(6_000);
  assertEquals(first.answer!.members.length, 1);
});

Deno.test("The join phase ends at once when every known member is back", async () => {
  const it = new GroupHarness();
  const [leader, follower] = await it.stable(2);
  const led = await it.join(leader);
  assertEquals(led.answer, null);
  const followed = await it.join(follower);
  assertEquals([led.answer!.generationId, followed.answer!.generationId], [2, 2]);
});

Deno.test("The join phase waits for ids that were given out and not used yet", async () => {
  const it = new GroupHarness();
  const [leader] = await it.stable(1);
  const pending = (await it.join("", { version: 4 })).answer!.memberId;
  const led = await it.join(leader);
  assertEquals([led.answer, it.group.state], [null, "PreparingRebalance"]);
  const late = await it.join(pending, { version: 4 });
  assertEquals([led.answer!.generationId, late.answer!.generationId], [2, 2]);
});

Deno.test("The join phase goes on when a pending id expires", async () => {
  const it = new GroupHarness();
  const [leader] = await it.stable(1);
  await it.join("", { version: 4, sessionTimeoutMs: 6_000 });
  const led = await it.join(leader);
  await it.clock.advance(5_999);
  assertEquals(led.answer, null);
  await it.clock.advance(1);
  assertEquals(led.answer!.generationId, 2);
});

Deno.test("At the end of the join phase dynamic members that did not come back are out, static ones stay", async () => {
  const it = new GroupHarness();
  const leader = await it.join("", { rebalanceTimeoutMs: 8_000 });
  const dynamic = await it.join("", { rebalanceTimeoutMs: 8_000 });
  const fixed = await it.join("", { instanceId: "i", rebalanceTimeoutMs: 8_000 });
  await it.clock.advance(9_000);
  const ids = [leader, dynamic, fixed].map(({ answer }) => answer!.memberId);
  await it.syncAll(ids);
  const led = await it.join(ids[0], { rebalanceTimeoutMs: 8_000 });
  // Both others live, but don't join.
  for (let i = 0; i < 4; i++) {
    it.heartbeat(ids[1], 1);
    it.heartbeat(ids[2], 1, "i");
    await it.clock.advance(1_999);
  }
  assertEquals(led.answer, null);
  await it.clock.advance(10);
  assertEquals(led.answer!.generationId, 2);
  assertEquals(led.answer!.members.map(({ memberId }) => memberId), [ids[0], ids[2]]);
  assertEquals(it.heartbeat(ids[1], 2), Errors.UNKNOWN_MEMBER_ID);
});

Deno.test("The join phase lasts as long as the longest rebalance timeout", async () => {
  const it = new GroupHarness();
  const short = await it.join("", { rebalanceTimeoutMs: 5_000 });
  const long = await it.join("", { rebalanceTimeoutMs: 40_000 });
  await it.clock.advance(6_000);
  const ids = [short.answer!.memberId, long.answer!.memberId];
  await it.syncAll(ids);
  const call = await it.join(ids[0], { rebalanceTimeoutMs: 5_000 });
  await it.advance(39_999, [ids[1]]);
  assertEquals(call.answer, null);
  await it.clock.advance(1);
  assertEquals([call.answer!.generationId, call.answer!.members.length], [2, 1]);
});

Deno.test("A leader that does not come back is replaced by a member that did", async () => {
  const it = new GroupHarness();
  const [, second, third] = await it.stable(3, { rebalanceTimeoutMs: 10_000 });
  const other = { rebalanceTimeoutMs: 10_000, protocols: [["range", "new"]] as const };
  const calls = [await it.join(third, other), await it.join(second, other)];
  await it.clock.advance(10_000);
  assertEquals(calls.map(({ answer }) => answer!.generationId), [2, 2]);
  const { leader } = calls[0].answer!;
  assertEquals([leader, it.group.leaderId], [second, second]);
  assertEquals(calls[1].answer!.members.length, 2);
});

Deno.test("If only static members are left and none joined, the join phase starts over", async () => {
  const it = new GroupHarness();
  const options = { instanceId: "i", rebalanceTimeoutMs: 5_000, sessionTimeoutMs: 30_000 };
  const call = await it.join("", options);
  const dynamic = await it.join("", { rebalanceTimeoutMs: 5_000 });
  await it.clock.advance(5_000);
  const [fixed, other] = [call.answer!.memberId, dynamic.answer!.memberId];
  await it.syncAll([fixed, other]);
  await it.leave(other);
  await it.clock.advance(5_000);
  assertEquals([it.group.state, it.group.generationId, it.group.size], [
    "PreparingRebalance",
    1,
    1,
  ]);
  const back = await it.join("", { ...options, version: 5 });
  assertEquals([back.answer!.errorCode, back.answer!.generationId], [0, 2]);
});

Deno.test("A session ends without heartbeats, is renewed by them, and its end rebalances the others", async () => {
  const it = new GroupHarness();
  const [first, second] = await it.stable(2);
  await it.advance(30_000, [first, second]);
  it.heartbeat(second, 1);
  assertEquals([it.group.state, it.group.size], ["Stable", 2]);
  await it.advance(9_999, [first]);
  assertEquals([it.group.state, it.group.size], ["Stable", 2]);
  await it.advance(1, [first]);
  assertEquals([it.group.state, it.group.size], ["PreparingRebalance", 1]);
  assertEquals(it.heartbeat(first, 1), Errors.REBALANCE_IN_PROGRESS);
  assertEquals(it.heartbeat(second, 1), Errors.UNKNOWN_MEMBER_ID);
});

Deno.test("A session does not end while the member is parked in JoinGroup or SyncGroup", async () => {
  const it = new GroupHarness();
  const [first, second] = await it.stable(2);
  const call = await it.join(first);
  await it.advance(30_000, [second]);
  assertEquals([call.answer, it.group.size], [null, 2]);
  await it.join(second);
  const synced = await it.sync(second, 2);
  await it.advance(30_000, [first]);
  assertEquals([synced.answer, it.group.size], [null, 2]);
});

Deno.test("A member that waits in its very first join for five minutes is removed", async () => {
  const it = new GroupHarness();
  const [leader] = await it.stable(1, {
    rebalanceTimeoutMs: 1_000_000,
    sessionTimeoutMs: 1_000_000,
  });
  const call = await it.join("", { rebalanceTimeoutMs: 1_000_000 });
  await it.clock.advance(299_999);
  assertEquals([call.answer, it.group.size], [null, 2]);
  await it.clock.advance(1);
  assertEquals(call.answer!.errorCode, Errors.UNKNOWN_MEMBER_ID);
  assertEquals(it.group.members().map(({ id }) => id), [leader]);
});

Deno.test("Members that don't send SyncGroup within the rebalance timeout are removed, static ones too", async () => {
  const it = new GroupHarness();
  const options = { rebalanceTimeoutMs: 8_000 };
  const leader = await it.join("", options);
  const silent = await it.join("", options);
  const fixed = await it.join("", { ...options, instanceId: "i" });
  await it.clock.advance(6_000);
  const ids = [leader, silent, fixed].map(({ answer }) => answer!.memberId);
  const synced = await it.sync(ids[0], 1, { [ids[0]]: "all" });
  assertEquals([synced.answer!.errorCode, it.group.state], [0, "Stable"]);
  for (let i = 0; i < 4; i++) {
    await it.clock.advance(1_999);
    it.heartbeat(ids[0], 1);
    it.heartbeat(ids[1], 1);
    it.heartbeat(ids[2], 1, "i");
  }
  assertEquals(it.group.size, 3);
  await it.clock.advance(10);
  assertEquals([it.group.state, it.group.members().map(({ id }) => id)], [
    "PreparingRebalance",
    [ids[0]],
  ]);
});

Deno.test("Nobody is removed for SyncGroup once all have sent it", async () => {
  const it = new GroupHarness();
  const ids = await it.stable(3, { rebalanceTimeoutMs: 6_000 });
  assertEquals(it.group.syncTimer, null);
  await it.advance(20_000, ids);
  assertEquals([it.group.state, it.group.size], ["Stable", 3]);
});

Deno.test("A group that everybody left is written as Empty, with its generation and type and no protocol", async () => {
  const it = new GroupHarness();
  const ids = await it.stable(2);
  for (const id of ids) await it.leave(id);
  assertEquals([it.group.state, it.group.generationId], ["Empty", 2]);
  const value = it.log.lastGroup()!;
  assertEquals(
    [value.protocolType, value.generation, value.protocol, value.leader, value.members],
    ["consumer", 2, null, null, []],
  );
});
