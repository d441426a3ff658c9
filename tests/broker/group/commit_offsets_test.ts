/** Who may commit offsets, and when they count (coordinator spec 6.1). */
import { assertEquals } from "@std/assert";
import {
  checkCommit,
  type CommitCall,
  commitOffsets,
} from "../../../broker/group/commit_offsets.ts";
import type { CommittedOffset } from "../../../broker/group/committed_offsets.ts";
import { Errors } from "../../../protocol/errors.ts";
import { ZERO_UUID } from "../../../protocol/uuid.ts";
import { settle } from "../../coordinator/virtual_clock.ts";
import { Call, GroupHarness } from "./group_harness.ts";

function check(it: GroupHarness, call: Partial<CommitCall>): number {
  return checkCommit(it.shard, {
    groupId: "g",
    memberId: "",
    instanceId: null,
    generationId: -1,
    knowsGroupNotFound: true,
    ...call,
  });
}

function offset(value: number, more: Partial<CommittedOffset> = {}): CommittedOffset {
  return {
    offset: BigInt(value),
    leaderEpoch: -1,
    metadata: "",
    commitTimestampMs: 0,
    expireTimestampMs: null,
    topicId: ZERO_UUID,
    ...more,
  };
}

Deno.test("Commit to an absent group: allowed without a generation, else GROUP_ID_NOT_FOUND or ILLEGAL_GENERATION", () => {
  const it = new GroupHarness();
  assertEquals(check(it, {}), Errors.NONE);
  assertEquals(check(it, { generationId: 5 }), Errors.GROUP_ID_NOT_FOUND);
  assertEquals(
    check(it, { generationId: 5, knowsGroupNotFound: false }),
    Errors.ILLEGAL_GENERATION,
  );
});

Deno.test("Commit to a group that only has offsets: members are unknown to it", async () => {
  const it = new GroupHarness();
  await commitOffsets(it.shard, "g", [{ topic: "t", partition: 0, offset: offset(1) }]);
  assertEquals(check(it, {}), Errors.NONE);
  assertEquals(check(it, { generationId: 0, memberId: "m" }), Errors.UNKNOWN_MEMBER_ID);
});

Deno.test("Commit without a generation to an empty group is accepted, whatever the ids", async () => {
  const it = new GroupHarness();
  const [id] = await it.stable(1);
  await it.leave(id);
  assertEquals(check(it, {}), Errors.NONE);
  assertEquals(check(it, { memberId: id, instanceId: "i" }), Errors.NONE);
  assertEquals(check(it, { memberId: id, generationId: 2 }), Errors.UNKNOWN_MEMBER_ID);
});

Deno.test("Commit without member to a group with members is UNKNOWN_MEMBER_ID", async () => {
  const it = new GroupHarness();
  const [id] = await it.stable(1);
  assertEquals(check(it, {}), Errors.UNKNOWN_MEMBER_ID);
  assertEquals(check(it, { memberId: id }), Errors.ILLEGAL_GENERATION);
});

Deno.test("Commit of a member checks id, then instance, then generation", async () => {
  const it = new GroupHarness();
  const fixed = await it.join("", { instanceId: "i" });
  await it.clock.advance(3_000);
  const id = fixed.answer!.memberId;
  await it.syncAll([id]);
  const code = (memberId: string, instanceId: string | null, generationId: number) =>
    check(it, { memberId, instanceId, generationId });
  assertEquals(code("nobody", null, 9), Errors.UNKNOWN_MEMBER_ID);
  assertEquals(code(id, "other", 9), Errors.UNKNOWN_MEMBER_ID);
  assertEquals(code("nobody", "i", 9), Errors.FENCED_INSTANCE_ID);
  assertEquals(code(id, "i", 0), Errors.ILLEGAL_GENERATION);
  assertEquals(code(id, "i", 1), Errors.NONE);
});

Deno.test("Commit by state: Completing REBALANCE_IN_PROGRESS, Preparing and Stable NONE", async () => {
  const it = new GroupHarness();
  const call = await it.join("");
  await it.clock.advance(3_000);
  const memberId = call.answer!.memberId;
  const member = { memberId, generationId: 1 };
  assertEquals(check(it, member), Errors.REBALANCE_IN_PROGRESS);
  await it.syncAll([memberId]);
  assertEquals(check(it, member), Errors.NONE);
  await it.join("");
  assertEquals([it.group.state, check(it, member)], ["PreparingRebalance", Errors.NONE]);
});

Deno.test("Commit keeps the member's session alive", async () => {
  const it = new GroupHarness();
  const [memberId] = await it.stable(1);
  for (let i = 0; i < 5; i++) {
    await it.clock.advance(9_000);
    assertEquals(check(it, { memberId, generationId: 1 }), Errors.NONE);
  }
});

Deno.test("Committed offsets count once they are committed in the log, even after the answer", async () => {
  const it = new GroupHarness();
  it.log.holding = true;
  const call = new Call(
    commitOffsets(it.shard, "g", [
      { topic: "t", partition: 0, offset: offset(7) },
      { topic: "u", partition: 3, offset: offset(8) },
    ]),
  );
  await settle();
  assertEquals([call.answer, it.shard.offsets.has("g"), it.shard.isBehind("g")], [
    null,
    false,
    true,
  ]);
  await it.log.release();
  assertEquals([call.answer, it.shard.isBehind("g")], [Errors.NONE, false]);
  assertEquals(it.shard.offsets.get("g", "u", 3)!.offset, 8n);
});

Deno.test("Offsets that could not be written are not there, and the error is told", async () => {
  const it = new GroupHarness();
  it.log.refusal = Errors.COORDINATOR_NOT_AVAILABLE;
  const code = await commitOffsets(it.shard, "g", [{
    topic: "t",
    partition: 0,
    offset: offset(7),
  }]);
  assertEquals([code, it.shard.has("g"), it.shard.isBehind("g")], [15, false, false]);
});

Deno.test("A commit of no offsets writes nothing", async () => {
  const it = new GroupHarness();
  assertEquals(await commitOffsets(it.shard, "g", []), Errors.NONE);
  assertEquals(it.log.batches, []);
});

Deno.test("Offsets are written with the version that Kafka uses", async () => {
  const it = new GroupHarness();
  await commitOffsets(it.shard, "g", [
    { topic: "t", partition: 0, offset: offset(1) },
    { topic: "t", partition: 1, offset: offset(1, { expireTimestampMs: 5 }) },
  ]);
  assertEquals(it.log.batches[0].map((record) => (record as { version: number }).version), [4, 1]);
});

Deno.test("Offsets of an open transaction count when it is committed, and never when it is aborted", () => {
  const it = new GroupHarness();
  const key = { group: "g", topic: "t", partition: 0 };
  const { shard } = it;
  shard.pendingOffsets.add(7n, { ...key, offset: offset(1) });
  shard.pendingOffsets.add(8n, { ...key, offset: offset(2) });
  assertEquals(shard.pendingOffsets.has("g", "t", 0), true);
  assertEquals([shard.pendingOffsets.has("g", "t", 1), shard.pendingOffsets.hasGroup("g")], [
    false,
    true,
  ]);
  shard.endTransaction(8n, false);
  assertEquals(shard.has("g"), false);
  shard.endTransaction(7n, true);
  assertEquals(shard.offsets.get("g", "t", 0)!.offset, 1n);
  assertEquals(shard.pendingOffsets.hasGroup("g"), false);
  shard.endTransaction(9n, true);
});
