/** JoinGroup, row by row of the coordinator spec's tables 4.2 and 4.3. */
import { assertEquals, assertMatch } from "@std/assert";
import { Errors } from "../../../protocol/errors.ts";
import { GroupHarness, type JoinOptions, text } from "./group_harness.ts";

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

Deno.test("JoinGroup refuses session timeouts out of bounds and takes those at the bounds", async () => {
  const it = new GroupHarness();
  const codes: number[] = [];
  for (const sessionTimeoutMs of [5_999, 1_800_001, 6_000, 1_800_000]) {
    const { answer } = await it.join("", { version: 4, sessionTimeoutMs });
    codes.push(answer!.errorCode);
  }
  const { INVALID_SESSION_TIMEOUT, MEMBER_ID_REQUIRED } = Errors;
  assertEquals(codes, [
    INVALID_SESSION_TIMEOUT,
    INVALID_SESSION_TIMEOUT,
    MEMBER_ID_REQUIRED,
    MEMBER_ID_REQUIRED,
  ]);
});

Deno.test("JoinGroup with an id to a group that is not there is UNKNOWN_MEMBER_ID, and makes no group", async () => {
  const it = new GroupHarness();
  const { answer } = await it.join("somebody");
  assertEquals([answer!.errorCode, answer!.memberId], [Errors.UNKNOWN_MEMBER_ID, "somebody"]);
  assertEquals(it.shard.groups.size, 0);
});

Deno.test("JoinGroup without protocol type or protocols is INCONSISTENT_GROUP_PROTOCOL, and makes no group", async () => {
  const it = new GroupHarness();
  for (const options of [{ protocolType: "" }, { protocols: [] }]) {
    assertEquals(
      (await it.join("", options)).answer!.errorCode,
      Errors.INCONSISTENT_GROUP_PROTOCOL,
    );
  }
  assertEquals([it.shard.groups.size, it.log.batches.length], [0, 0]);
});

Deno.test("JoinGroup 4 gives a dynamic member its id, JoinGroup 3 takes it in at once", async () => {
  const it = new GroupHarness();
  const { answer } = await it.join("", { version: 4, clientId: "app" });
  assertEquals(answer!.errorCode, Errors.MEMBER_ID_REQUIRED);
  assertEquals(answer!.generationId, -1);
  assertMatch(answer!.memberId, new RegExp(`^app-${UUID}$`));
  assertEquals(it.group.size, 0);
  const joined = await it.join(answer!.memberId, { version: 4 });
  assertEquals([it.group.size, joined.answer], [1, null]);
  const older = await it.join("", { version: 3, clientId: "old" });
  assertEquals([it.group.size, older.answer], [2, null]);
  await it.clock.advance(6_000);
  assertEquals(joined.answer!.memberId, answer!.memberId);
  assertMatch(older.answer!.memberId, new RegExp(`^old-${UUID}$`));
});

Deno.test("JoinGroup writes a group that is new, as Kafka does, before its first generation", async () => {
  const it = new GroupHarness();
  await it.join("", { version: 4 });
  assertEquals(it.log.batches.length, 1);
  const value = it.log.lastGroup()!;
  assertEquals([value.protocolType, value.generation, value.members], ["", 0, []]);
  assertEquals(value.currentStateTimestamp, BigInt(it.clock.now()));
});

Deno.test("JoinGroup: a static member needs no second request, its id begins with its instance id", async () => {
  const it = new GroupHarness();
  const call = await it.join("", { version: 9, instanceId: "i1" });
  await it.clock.advance(3_000);
  assertMatch(call.answer!.memberId, new RegExp(`^i1-${UUID}$`));
  assertEquals(call.answer!.members.map(({ groupInstanceId }) => groupInstanceId), ["i1"]);
});

Deno.test("JoinGroup answers every member with the generation, and the leader alone with the members", async () => {
  const it = new GroupHarness();
  const first = await it.join("", { protocols: [["range", "m1"]] });
  const second = await it.join("", { protocols: [["range", "m2"]] });
  await it.clock.advance(6_000);
  const [leader, follower] = [first.answer!, second.answer!];
  assertEquals([leader.errorCode, leader.generationId], [0, 1]);
  assertEquals([leader.protocolType, leader.protocolName], ["consumer", "range"]);
  assertEquals([leader.leader, follower.leader], [leader.memberId, leader.memberId]);
  assertEquals(leader.members.map((m) => [m.memberId, text(m.metadata)]), [
    [leader.memberId, "m1"],
    [follower.memberId, "m2"],
  ]);
  assertEquals(follower.members, []);
  assertEquals(leader.skipAssignment, false);
});

Deno.test("JoinGroup chooses the protocol with most votes among those that all members have", async () => {
  const it = new GroupHarness();
  const offers = [["sticky", "range", "rr"], ["range", "rr"], ["rr", "range"], [
    "sticky",
    "rr",
    "range",
  ]];
  const calls = [];
  for (const protocols of offers) calls.push(await it.join("", { protocols }));
  await it.clock.advance(12_000);
  // sticky is not common; votes: range, range, rr, rr. The first to reach the most wins.
  assertEquals(calls.map(({ answer }) => answer!.protocolName), Array(4).fill("range"));
});

Deno.test("JoinGroup of another protocol type, or without a common protocol, is INCONSISTENT_GROUP_PROTOCOL", async () => {
  const it = new GroupHarness();
  await it.stable(1, { protocols: ["range", "rr"] });
  await it.join("", { protocols: ["rr"] });
  const refuse = async (options: JoinOptions) => (await it.join("", options)).answer?.errorCode;
  assertEquals(await refuse({ protocolType: "connect" }), Errors.INCONSISTENT_GROUP_PROTOCOL);
  assertEquals(await refuse({ protocols: ["range"] }), Errors.INCONSISTENT_GROUP_PROTOCOL);
  assertEquals(await refuse({ protocols: ["range", "rr"] }), undefined);
});

Deno.test("JoinGroup: an empty group takes another protocol type", async () => {
  const it = new GroupHarness();
  const [id] = await it.stable(1);
  await it.leave(id);
  assertEquals(it.group.state, "Empty");
  const call = await it.join("", { protocolType: "connect", protocols: ["compatible"] });
  await it.clock.advance(3_000);
  assertEquals([call.answer!.protocolType, call.answer!.generationId], ["connect", 3]);
});

Deno.test("JoinGroup of an unknown id, in every state, is UNKNOWN_MEMBER_ID", async () => {
  const it = new GroupHarness();
  const codes: [string, number][] = [];
  const ask = async () => {
    const { answer } = await it.join("nobody");
    codes.push([it.group.state, answer!.errorCode]);
  };
  const first = await it.join("");
  await ask();
  await it.clock.advance(3_000);
  await ask();
  const id = first.answer!.memberId;
  await it.syncAll([id]);
  await ask();
  await it.leave(id);
  await ask();
  assertEquals(codes, [
    ["PreparingRebalance", Errors.UNKNOWN_MEMBER_ID],
    ["CompletingRebalance", Errors.UNKNOWN_MEMBER_ID],
    ["Stable", Errors.UNKNOWN_MEMBER_ID],
    ["Empty", Errors.UNKNOWN_MEMBER_ID],
  ]);
});

Deno.test("JoinGroup of a known member while the group prepares is parked with its new metadata", async () => {
  const it = new GroupHarness();
  const [leader, follower] = await it.stable(2);
  const call = await it.join(follower, { protocols: [["range", "changed"]] });
  assertEquals([it.group.state, call.answer], ["PreparingRebalance", null]);
  const again = await it.join(follower, { protocols: [["range", "twice"]] });
  assertEquals(call.answer!.errorCode, Errors.REBALANCE_IN_PROGRESS);
  const led = await it.join(leader);
  assertEquals([again.answer!.generationId, led.answer!.generationId], [2, 2]);
  assertEquals(led.answer!.members.map(({ metadata }) => text(metadata)), ["range", "twice"]);
});

Deno.test("JoinGroup after the generation was made repeats the answer, unless the protocols changed", async () => {
  const it = new GroupHarness();
  const first = await it.join("");
  const second = await it.join("");
  await it.clock.advance(6_000);
  const [leader, follower] = [first.answer!.memberId, second.answer!.memberId];
  const repeated = await it.join(leader);
  assertEquals(repeated.answer, first.answer);
  assertEquals((await it.join(follower)).answer, second.answer);
  assertEquals(it.group.state, "CompletingRebalance");
  const changed = await it.join(follower, { protocols: [["range", "other"]] });
  assertEquals([it.group.state, changed.answer], ["PreparingRebalance", null]);
});

Deno.test("JoinGroup in a stable group: the leader and changed members start a rebalance, others do not", async () => {
  const it = new GroupHarness();
  const [leader, follower] = await it.stable(2);
  const unchanged = await it.join(follower);
  assertEquals([unchanged.answer!.generationId, it.group.state], [1, "Stable"]);
  assertEquals(unchanged.answer!.members, []);
  const led = await it.join(leader);
  assertEquals([led.answer, it.group.state], [null, "PreparingRebalance"]);
  await it.join(follower);
  assertEquals(led.answer!.generationId, 2);
  await it.syncAll([leader, follower]);
  await it.join(follower, { protocols: [["range", "more topics"]] });
  assertEquals(it.group.state, "PreparingRebalance");
});

Deno.test("JoinGroup to a full group is GROUP_MAX_SIZE_REACHED without id; known members stay welcome", async () => {
  const it = new GroupHarness({ maxSize: 2 });
  const [leader, follower] = await it.stable(2);
  const full = await it.join("");
  assertEquals([full.answer!.errorCode, full.answer!.memberId], [
    Errors.GROUP_MAX_SIZE_REACHED,
    "",
  ]);
  assertEquals((await it.join(follower)).answer!.errorCode, 0);
  const led = await it.join(leader);
  await it.join(follower);
  assertEquals(led.answer!.generationId, 2);
});

Deno.test("JoinGroup counts those that wait while a group prepares", async () => {
  const it = new GroupHarness({ maxSize: 2 });
  const first = await it.join("");
  const second = await it.join("");
  assertEquals((await it.join("")).answer!.errorCode, Errors.GROUP_MAX_SIZE_REACHED);
  await it.clock.advance(6_000);
  assertEquals([first.answer!.generationId, second.answer!.generationId], [1, 1]);
  assertEquals(first.answer!.members.length, 2);
});

Deno.test("A group that is loaded larger than group.max.size rebalances, and the last member back is removed", async () => {
  const large = new GroupHarness();
  const ids = await large.stable(3);
  const it = new GroupHarness({ maxSize: 2 });
  it.shard.loading = true;
  for (const record of large.log.batches.flat()) it.shard.replay(record, null);
  it.shard.finishLoading();
  assertEquals(it.group.state, "PreparingRebalance");
  const calls = [];
  for (const id of ids) calls.push(await it.join(id));
  const codes = calls.map(({ answer }) => answer?.errorCode);
  assertEquals(codes, [0, 0, Errors.GROUP_MAX_SIZE_REACHED]);
  assertEquals(it.group.members().map(({ id }) => id), ids.slice(0, 2));
});

Deno.test("JoinGroup keeps nothing of a pending id that never comes back", async () => {
  const it = new GroupHarness();
  const { answer } = await it.join("", { version: 4, sessionTimeoutMs: 6_000 });
  assertEquals(it.group.pendingMembers.size, 1);
  await it.clock.advance(6_000);
  assertEquals(it.group.pendingMembers.size, 0);
  const late = await it.join(answer!.memberId, { version: 4 });
  assertEquals(late.answer!.errorCode, Errors.UNKNOWN_MEMBER_ID);
});

Deno.test("JoinGroup to a group that is unloaded or dead", async () => {
  const it = new GroupHarness();
  const call = await it.join("");
  const { group } = it;
  it.shard.unload();
  await call.done;
  assertEquals(call.answer!.errorCode, Errors.NOT_COORDINATOR);
  it.shard.groups.set("g", group);
  assertEquals((await it.join("")).answer!.errorCode, Errors.COORDINATOR_NOT_AVAILABLE);
  assertEquals(it.heartbeat("x", 1), Errors.COORDINATOR_NOT_AVAILABLE);
  assertEquals((await it.sync("x", 1)).answer!.errorCode, Errors.COORDINATOR_NOT_AVAILABLE);
  assertEquals(await it.leave("x"), Errors.COORDINATOR_NOT_AVAILABLE);
});
