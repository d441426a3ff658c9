/** Static members that restart: replaced, fenced, and told what to do in each version (KIP-345, KIP-814). */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { Errors } from "../../../protocol/errors.ts";
import { type Call, GroupHarness, text } from "./group_harness.ts";
import type { JoinResult } from "../../../broker/group/group_member.ts";

/** A stable group: a static leader `i`, and a dynamic member. */
async function stableGroup() {
  const it = new GroupHarness();
  const first = await it.join("", { instanceId: "i", version: 9 });
  const second = await it.join("");
  await it.clock.advance(6_000);
  const [leader, follower] = [first.answer!.memberId, second.answer!.memberId];
  await it.syncAll([leader, follower]);
  return { it, leader, follower };
}

const static9 = { instanceId: "i", version: 9 };

Deno.test("A static leader back in a stable group: version 9 skips the assignment and learns of all members", async () => {
  const { it, leader, follower } = await stableGroup();
  const back = await it.join("", static9);
  const { answer } = back as Call<JoinResult>;
  assertEquals([answer!.errorCode, answer!.generationId, it.group.state], [0, 1, "Stable"]);
  assertNotEquals(answer!.memberId, leader);
  assertEquals([answer!.leader, answer!.skipAssignment], [answer!.memberId, true]);
  assertEquals(answer!.members.map(({ memberId }) => memberId), [answer!.memberId, follower]);
  const synced = await it.sync(answer!.memberId, 1, {}, { instanceId: "i" });
  assertEquals(text(synced.answer!.assignment), `for ${leader}`);
});

Deno.test("A static leader back before version 9 is told of its old id as leader, so that it does not assign", async () => {
  const { it, leader } = await stableGroup();
  for (const version of [5, 8]) {
    const before = it.group.leaderId!;
    const { answer } = await it.join("", { instanceId: "i", version });
    assertEquals([answer!.leader, answer!.members, answer!.skipAssignment], [before, [], false]);
    assertEquals(it.group.leaderId, answer!.memberId);
  }
  assertNotEquals(it.group.leaderId, leader);
});

Deno.test("A static follower back in a stable group goes on without a rebalance", async () => {
  const it = new GroupHarness();
  const first = await it.join("");
  const second = await it.join("", static9);
  await it.clock.advance(6_000);
  const [leader, follower] = [first.answer!.memberId, second.answer!.memberId];
  await it.syncAll([leader, follower]);
  for (const version of [5, 9]) {
    const { answer } = await it.join("", { instanceId: "i", version });
    assertEquals([answer!.generationId, answer!.leader, answer!.skipAssignment], [
      1,
      leader,
      false,
    ]);
    assertEquals(answer!.members, []);
  }
  assertEquals(it.group.state, "Stable");
});

Deno.test("A replaced static member is written down with its assignment", async () => {
  const { it, leader } = await stableGroup();
  const { answer } = await it.join("", static9);
  const value = it.log.lastGroup()!;
  assertEquals([value.generation, value.leader], [1, answer!.memberId]);
  const [member] = value.members;
  assertEquals([member.memberId, member.groupInstanceId], [answer!.memberId, "i"]);
  assertEquals(text(member.assignment), `for ${leader}`);
});

Deno.test("The old id of a replaced static member is fenced everywhere", async () => {
  const { it, leader } = await stableGroup();
  await it.join("", static9);
  assertEquals(it.heartbeat(leader, 1, "i"), Errors.FENCED_INSTANCE_ID);
  assertEquals(it.heartbeat(leader, 1), Errors.UNKNOWN_MEMBER_ID);
  const synced = await it.sync(leader, 1, {}, { instanceId: "i" });
  assertEquals(synced.answer!.errorCode, Errors.FENCED_INSTANCE_ID);
  const joined = await it.join(leader, static9);
  assertEquals(
    [joined.answer!.errorCode, joined.answer!.memberId, joined.answer!.protocolName],
    [Errors.FENCED_INSTANCE_ID, leader, null],
  );
  assertEquals(await it.leave(leader, "i"), Errors.FENCED_INSTANCE_ID);
});

Deno.test("A static member whose protocols would change the group's protocol starts a rebalance", async () => {
  const it = new GroupHarness();
  const call = await it.join("", { ...static9, protocols: ["range", "rr"] });
  await it.clock.advance(3_000);
  await it.syncAll([call.answer!.memberId]);
  const back = await it.join("", { ...static9, protocols: ["rr"] });
  assertEquals([back.answer!.generationId, back.answer!.protocolName], [2, "rr"]);
});

Deno.test("A static member back with other metadata but the same protocol does not rebalance the group", async () => {
  const { it } = await stableGroup();
  const { answer } = await it.join("", { ...static9, protocols: [["range", "other topics"]] });
  assertEquals([answer!.generationId, it.group.state], [1, "Stable"]);
  assertEquals(text(answer!.members[0].metadata), "other topics");
});

Deno.test("A static member back while the leader assigns: its parked requests are fenced and the group rebalances", async () => {
  const it = new GroupHarness();
  const leader = await it.join("");
  const fixed = await it.join("", static9);
  await it.clock.advance(6_000);
  const parked = await it.sync(fixed.answer!.memberId, 1, {}, { instanceId: "i" });
  const back = await it.join("", static9);
  assertEquals(parked.answer!.errorCode, Errors.FENCED_INSTANCE_ID);
  assertEquals([back.answer, it.group.state], [null, "PreparingRebalance"]);
  await it.join(leader.answer!.memberId);
  assertEquals([back.answer!.errorCode, back.answer!.generationId], [0, 2]);
});

Deno.test("A static member back while members gather takes the place of its parked self", async () => {
  const it = new GroupHarness();
  const first = await it.join("", static9);
  const second = await it.join("", static9);
  assertEquals(first.answer!.errorCode, Errors.FENCED_INSTANCE_ID);
  await it.clock.advance(6_000);
  assertEquals([second.answer!.generationId, second.answer!.members.length], [1, 1]);
  assert(second.answer!.memberId !== first.answer!.memberId);
});

Deno.test("A static member is removed when its session ends, and may join anew", async () => {
  const { it, leader, follower } = await stableGroup();
  await it.advance(10_001, [follower]);
  assertEquals([it.group.state, it.group.has(leader)], ["PreparingRebalance", false]);
  const back = await it.join("", static9);
  await it.join(follower);
  assertEquals([back.answer!.generationId, back.answer!.leader], [2, follower]);
});

Deno.test("A replaced static member's session is its own", async () => {
  const { it, follower } = await stableGroup();
  const { answer } = await it.join("", static9);
  await it.advance(9_000, [follower]);
  assertEquals(it.heartbeat(answer!.memberId, 1, "i"), Errors.NONE);
  await it.advance(9_000, [follower]);
  assertEquals([it.group.state, it.group.size], ["Stable", 2]);
});

Deno.test("A static member whose new id can't be written keeps its old one", async () => {
  const { it, leader } = await stableGroup();
  it.log.refusal = Errors.COORDINATOR_NOT_AVAILABLE;
  const { answer } = await it.join("", static9);
  assertEquals([answer!.errorCode, answer!.memberId], [Errors.COORDINATOR_NOT_AVAILABLE, ""]);
  assertEquals([it.group.state, it.group.leaderId, it.group.size], ["Stable", leader, 2]);
  assertEquals(it.heartbeat(leader, 1, "i"), Errors.NONE);
});

Deno.test("A rebalance while a static member's new id is being written answers it", async () => {
  const { it, follower } = await stableGroup();
  it.log.holding = true;
  const back = await it.join("", static9);
  assertEquals(back.answer, null);
  const other = await it.join(follower, { protocols: [["range", "changed"]] });
  assertEquals([back.answer!.generationId, other.answer!.generationId], [2, 2]);
  await it.log.release();
  assertEquals([it.group.state, it.group.generationId], ["CompletingRebalance", 2]);
});

Deno.test("The session of a replaced static member does not outlive a failed write", async () => {
  const { it } = await stableGroup();
  it.log.holding = true;
  await it.join("", static9);
  await it.log.release(Errors.NOT_COORDINATOR);
  it.shard.unload();
  await it.clock.advance(100_000);
  assertEquals(it.warnings, []);
});
