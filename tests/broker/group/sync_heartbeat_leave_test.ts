/** SyncGroup, Heartbeat and LeaveGroup, row by row of the coordinator spec's table 4.5. */
import { assertEquals } from "@std/assert";
import { Errors } from "../../../protocol/errors.ts";
import { GroupHarness, text } from "./group_harness.ts";

/** A harness with two members that have joined generation 1 and not synced. */
async function completing() {
  const it = new GroupHarness();
  const first = await it.join("");
  const second = await it.join("");
  await it.clock.advance(6_000);
  return { it, leader: first.answer!.memberId, follower: second.answer!.memberId };
}

Deno.test("SyncGroup parks followers until the leader's assignment is written, then answers everybody", async () => {
  const { it, leader, follower } = await completing();
  it.log.holding = true;
  const followed = await it.sync(follower, 1);
  assertEquals([followed.answer, it.group.state], [null, "CompletingRebalance"]);
  const led = await it.sync(leader, 1, { [leader]: "a", [follower]: "b" });
  assertEquals([followed.answer, led.answer, it.group.state], [null, null, "CompletingRebalance"]);
  await it.log.release();
  assertEquals([text(led.answer!.assignment), text(followed.answer!.assignment)], ["a", "b"]);
  assertEquals([led.answer!.protocolType, led.answer!.protocolName], ["consumer", "range"]);
  assertEquals(it.group.state, "Stable");
});

Deno.test("SyncGroup: a member that the leader left out gets an empty assignment, strangers are not kept", async () => {
  const { it, leader, follower } = await completing();
  const followed = await it.sync(follower, 1);
  await it.sync(leader, 1, { [leader]: "a", stranger: "x" });
  assertEquals(followed.answer!.assignment.length, 0);
  assertEquals(
    it.log.lastGroup()!.members.map(({ memberId, assignment }) => [memberId, text(assignment)]),
    [
      [leader, "a"],
      [follower, ""],
    ],
  );
});

Deno.test("SyncGroup in a stable group answers with the present assignment", async () => {
  const it = new GroupHarness();
  const [, follower] = await it.stable(2);
  const again = await it.sync(follower, 1);
  assertEquals(text(again.answer!.assignment), `for ${follower}`);
});

Deno.test("SyncGroup while members gather is REBALANCE_IN_PROGRESS, in an empty or absent group UNKNOWN_MEMBER_ID", async () => {
  const it = new GroupHarness();
  assertEquals((await it.sync("x", 1)).answer!.errorCode, Errors.UNKNOWN_MEMBER_ID);
  const [leader, follower] = await it.stable(2);
  await it.join(leader);
  assertEquals((await it.sync(follower, 1)).answer!.errorCode, Errors.REBALANCE_IN_PROGRESS);
  await it.leave(leader);
  await it.leave(follower);
  assertEquals(it.group.state, "Empty");
  assertEquals((await it.sync(follower, 2)).answer!.errorCode, Errors.UNKNOWN_MEMBER_ID);
});

Deno.test("SyncGroup checks member, instance, generation and protocol in this order", async () => {
  const { it, leader } = await completing();
  const code = async (...args: Parameters<GroupHarness["sync"]>) =>
    (await it.sync(...args)).answer!.errorCode;
  assertEquals(await code("nobody", 9), Errors.UNKNOWN_MEMBER_ID);
  assertEquals(await code(leader, 9, {}, { instanceId: "i" }), Errors.UNKNOWN_MEMBER_ID);
  assertEquals(await code(leader, 0, {}, { protocolName: "rr" }), Errors.ILLEGAL_GENERATION);
  assertEquals(await code(leader, 2), Errors.ILLEGAL_GENERATION);
  const { INCONSISTENT_GROUP_PROTOCOL } = Errors;
  assertEquals(await code(leader, 1, {}, { protocolName: "rr" }), INCONSISTENT_GROUP_PROTOCOL);
  assertEquals(await code(leader, 1, {}, { protocolType: "connect" }), INCONSISTENT_GROUP_PROTOCOL);
  const good = { protocolName: "range", protocolType: "consumer" };
  assertEquals(await code(leader, 1, {}, good), Errors.NONE);
});

Deno.test("SyncGroup of an earlier rebalance that is written late changes nothing", async () => {
  const { it, leader, follower } = await completing();
  it.log.holding = true;
  const old = await it.sync(leader, 1, { [leader]: "old" });
  await it.join(follower, { protocols: [["range", "changed"]] });
  assertEquals(old.answer!.errorCode, Errors.REBALANCE_IN_PROGRESS);
  await it.join(leader);
  assertEquals([it.group.state, it.group.generationId], ["CompletingRebalance", 2]);
  await it.log.release();
  assertEquals(it.group.state, "CompletingRebalance");
  it.log.holding = false;
  const led = await it.sync(leader, 2, { [leader]: "new" });
  assertEquals(text(led.answer!.assignment), "new");
});

Deno.test("SyncGroup sent again by a parked member: the first request gets REBALANCE_IN_PROGRESS", async () => {
  const { it, leader, follower } = await completing();
  const first = await it.sync(follower, 1);
  const second = await it.sync(follower, 1);
  assertEquals([first.answer!.errorCode, second.answer], [Errors.REBALANCE_IN_PROGRESS, null]);
  await it.sync(leader, 1, { [follower]: "b" });
  assertEquals(text(second.answer!.assignment), "b");
});

Deno.test("A rebalance while SyncGroup is parked ends it with REBALANCE_IN_PROGRESS", async () => {
  const { it, leader, follower } = await completing();
  const parked = await it.sync(follower, 1);
  await it.join(leader, { protocols: [["range", "changed"]] });
  assertEquals(parked.answer!.errorCode, Errors.REBALANCE_IN_PROGRESS);
});

Deno.test("Heartbeat by state: Preparing REBALANCE_IN_PROGRESS, Completing and Stable NONE, Empty and absent UNKNOWN_MEMBER_ID", async () => {
  const it = new GroupHarness();
  assertEquals(it.heartbeat("x", 1), Errors.UNKNOWN_MEMBER_ID);
  const first = await it.join("");
  await it.clock.advance(3_000);
  const id = first.answer!.memberId;
  assertEquals([it.group.state, it.heartbeat(id, 1)], ["CompletingRebalance", Errors.NONE]);
  await it.syncAll([id]);
  assertEquals([it.group.state, it.heartbeat(id, 1)], ["Stable", Errors.NONE]);
  await it.join("");
  assertEquals([it.group.state, it.heartbeat(id, 1)], [
    "PreparingRebalance",
    Errors.REBALANCE_IN_PROGRESS,
  ]);
  await it.join(id);
  for (const member of it.group.members()) await it.leave(member.id);
  assertEquals([it.group.state, it.heartbeat(id, 2)], ["Empty", Errors.UNKNOWN_MEMBER_ID]);
});

Deno.test("Heartbeat while members gather keeps the session alive", async () => {
  const it = new GroupHarness();
  const [leader, follower] = await it.stable(2, { rebalanceTimeoutMs: 60_000 });
  await it.join(leader);
  await it.advance(30_000, [follower]);
  assertEquals(it.group.size, 2);
});

Deno.test("Heartbeat of an id that was given out and never used is UNKNOWN_MEMBER_ID", async () => {
  const it = new GroupHarness();
  await it.stable(1);
  const { answer } = await it.join("", { version: 4 });
  assertEquals(it.heartbeat(answer!.memberId, 1), Errors.UNKNOWN_MEMBER_ID);
});

Deno.test("Heartbeat of another generation is ILLEGAL_GENERATION, of a wrong instance UNKNOWN_MEMBER_ID", async () => {
  const it = new GroupHarness();
  const [id] = await it.stable(1);
  assertEquals(it.heartbeat(id, 0), Errors.ILLEGAL_GENERATION);
  assertEquals(it.heartbeat(id, 2), Errors.ILLEGAL_GENERATION);
  assertEquals(it.heartbeat(id, 1, "no such"), Errors.UNKNOWN_MEMBER_ID);
});

Deno.test("LeaveGroup of a member rebalances the others", async () => {
  const it = new GroupHarness();
  const [first, second] = await it.stable(2);
  assertEquals(await it.leave(second), Errors.NONE);
  assertEquals([it.group.state, it.group.size], ["PreparingRebalance", 1]);
  assertEquals(it.heartbeat(first, 1), Errors.REBALANCE_IN_PROGRESS);
  assertEquals(await it.leave(second), Errors.UNKNOWN_MEMBER_ID);
});

Deno.test("LeaveGroup of the last one that was waited for completes the running rebalance", async () => {
  const it = new GroupHarness();
  const [leader, follower] = await it.stable(2);
  const call = await it.join(leader);
  await it.leave(follower);
  assertEquals([call.answer!.generationId, call.answer!.members.length], [2, 1]);
});

Deno.test("LeaveGroup of the leader makes another member leader", async () => {
  const it = new GroupHarness();
  const [leader, follower] = await it.stable(2);
  await it.leave(leader);
  const call = await it.join(follower);
  assertEquals([call.answer!.leader, call.answer!.members.length], [follower, 1]);
});

Deno.test("LeaveGroup while members sync starts over, and the leaving member's own request ends", async () => {
  const { it, leader, follower } = await completing();
  const parked = await it.sync(follower, 1);
  await it.leave(follower);
  assertEquals(parked.answer!.errorCode, Errors.UNKNOWN_MEMBER_ID);
  assertEquals(it.group.state, "PreparingRebalance");
  assertEquals((await it.join(leader)).answer!.generationId, 2);
});

Deno.test("LeaveGroup by instance id alone removes the static member; with another member id FENCED_INSTANCE_ID", async () => {
  const it = new GroupHarness();
  const call = await it.join("", { instanceId: "i", version: 5 });
  await it.clock.advance(3_000);
  await it.syncAll([call.answer!.memberId]);
  assertEquals(await it.leave("", "unknown"), Errors.UNKNOWN_MEMBER_ID);
  assertEquals(await it.leave("other", "unknown"), Errors.UNKNOWN_MEMBER_ID);
  assertEquals(await it.leave("other", "i"), Errors.FENCED_INSTANCE_ID);
  assertEquals(await it.leave("", null), Errors.UNKNOWN_MEMBER_ID);
  assertEquals(await it.leave("", "i"), Errors.NONE);
  assertEquals([it.group.state, it.group.size], ["Empty", 0]);
});

Deno.test("LeaveGroup forgets an id that was given out, and the join phase goes on without it", async () => {
  const it = new GroupHarness();
  const [leader] = await it.stable(1);
  const { answer } = await it.join("", { version: 4 });
  const led = await it.join(leader);
  assertEquals(led.answer, null);
  assertEquals(await it.leave(answer!.memberId), Errors.NONE);
  assertEquals(led.answer!.generationId, 2);
});

Deno.test("LeaveGroup of an absent group is UNKNOWN_MEMBER_ID", async () => {
  assertEquals(await new GroupHarness().leave("x"), Errors.UNKNOWN_MEMBER_ID);
});
