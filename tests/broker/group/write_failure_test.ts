/** What a group does when its log can't be written. */
import { assertEquals } from "@std/assert";
import { Errors } from "../../../protocol/errors.ts";
import { GroupHarness, text } from "./group_harness.ts";

Deno.test("An assignment that can't be written: everybody gets the error, and the group rebalances", async () => {
  const it = new GroupHarness();
  const first = await it.join("");
  const second = await it.join("");
  await it.clock.advance(6_000);
  const [leader, follower] = [first.answer!.memberId, second.answer!.memberId];
  const followed = await it.sync(follower, 1);
  it.log.refusal = Errors.COORDINATOR_NOT_AVAILABLE;
  const led = await it.sync(leader, 1, { [leader]: "a", [follower]: "b" });
  assertEquals([led.answer!.errorCode, followed.answer!.errorCode], [15, 15]);
  assertEquals([led.answer!.assignment.length, led.answer!.protocolName], [0, null]);
  assertEquals(it.group.state, "PreparingRebalance");
  it.log.refusal = Errors.NONE;
  const again = await it.join(leader);
  await it.join(follower);
  assertEquals(again.answer!.generationId, 2);
  const synced = await it.sync(leader, 2, { [leader]: "c" });
  assertEquals(text(synced.answer!.assignment), "c");
});

Deno.test("A new group that can't be written is forgotten, and who waits in it is told", async () => {
  const it = new GroupHarness();
  it.log.refusal = Errors.COORDINATOR_NOT_AVAILABLE;
  const call = await it.join("");
  assertEquals(call.answer!.errorCode, Errors.COORDINATOR_NOT_AVAILABLE);
  assertEquals(it.shard.groups.size, 0);
  assertEquals(it.warnings, [`Could not write the new group g: COORDINATOR_NOT_AVAILABLE`]);
  it.log.refusal = Errors.NONE;
  const again = await it.join("");
  await it.clock.advance(3_000);
  assertEquals(again.answer!.generationId, 1);
});

Deno.test("A group that became empty stays so when that can't be written", async () => {
  const it = new GroupHarness();
  const [id] = await it.stable(1);
  it.log.refusal = Errors.COORDINATOR_NOT_AVAILABLE;
  await it.leave(id);
  assertEquals(it.group.state, "Empty");
  assertEquals(it.warnings, [
    `Could not write the empty group ${it.group.id}: COORDINATOR_NOT_AVAILABLE`,
  ]);
});

Deno.test("When another broker takes over, everybody parked gets NOT_COORDINATOR and no timer is left", async () => {
  const it = new GroupHarness();
  const [leader] = await it.stable(2);
  const joined = await it.join(leader);
  const pending = await it.join("", { version: 4 });
  assertEquals(pending.answer!.errorCode, Errors.MEMBER_ID_REQUIRED);
  it.shard.unload();
  await joined.done;
  assertEquals(joined.answer!.errorCode, Errors.NOT_COORDINATOR);
  assertEquals(it.shard.groups.size, 0);
  await it.clock.advance(1_000_000);
  assertEquals(it.log.batches.length, 2);
});

Deno.test("SyncGroup that is parked when another broker takes over gets NOT_COORDINATOR", async () => {
  const it = new GroupHarness();
  await it.join("");
  const second = await it.join("");
  await it.clock.advance(6_000);
  const parked = await it.sync(second.answer!.memberId, 1);
  it.shard.unload();
  await parked.done;
  assertEquals(parked.answer!.errorCode, Errors.NOT_COORDINATOR);
});

Deno.test("An assignment that is written after the group was unloaded changes nothing", async () => {
  const it = new GroupHarness();
  const first = await it.join("");
  await it.clock.advance(3_000);
  const { group } = it;
  it.log.holding = true;
  const parked = await it.sync(first.answer!.memberId, 1);
  it.shard.unload();
  await it.log.release();
  assertEquals([parked.answer!.errorCode, group.state], [Errors.NOT_COORDINATOR, "Dead"]);
});
