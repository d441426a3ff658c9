/** Which offsets are forgotten, and when (coordinator spec 6.2). */
import { assertEquals } from "@std/assert";
import type { ClassicGroup } from "../../../broker/group/classic_group.ts";
import { commitOffsets } from "../../../broker/group/commit_offsets.ts";
import { dropTopics, expireOffsets } from "../../../broker/group/expire_offsets.ts";
import { encodeSubscription } from "../../../protocol/data/consumer_protocol.ts";
import { Errors } from "../../../protocol/errors.ts";
import { ZERO_UUID } from "../../../protocol/uuid.ts";
import { settle } from "../../coordinator/virtual_clock.ts";
import { GroupHarness, type JoinOptions } from "./group_harness.ts";

const RETENTION_MS = 100_000;

async function commit(
  it: GroupHarness,
  topic: string,
  partition = 0,
  expireAfterMs: number | null = null,
): Promise<void> {
  const now = it.clock.now();
  await commitOffsets(it.shard, "g", [{
    topic,
    partition,
    offset: {
      offset: 1n,
      leaderEpoch: -1,
      metadata: "",
      commitTimestampMs: now,
      expireTimestampMs: expireAfterMs === null ? null : now + expireAfterMs,
      topicId: ZERO_UUID,
    },
  }]);
}

async function expire(it: GroupHarness): Promise<string[]> {
  await expireOffsets(it.shard, it.clock.now(), RETENTION_MS);
  const left: string[] = [];
  for (const [topic, partitions] of it.shard.offsets.ofGroup("g")) {
    for (const partition of partitions.keys()) left.push(`${topic}-${partition}`);
  }
  return left;
}

/** A member that is subscribed to `topics`. */
function subscribed(...topics: string[]): JoinOptions {
  const metadata = String.fromCharCode(...encodeSubscription({ topics }, 0));
  return { protocols: [["range", metadata]], sessionTimeoutMs: 1_000_000 };
}

Deno.test("Offsets of a group without members expire after the retention since their commit", async () => {
  const it = new GroupHarness();
  await commit(it, "old");
  await it.clock.advance(50_000);
  await commit(it, "new");
  await it.clock.advance(49_999);
  assertEquals(await expire(it), ["old-0", "new-0"]);
  await it.clock.advance(1);
  assertEquals(await expire(it), ["new-0"]);
  const [tombstone] = it.log.batches.at(-1)!;
  assertEquals(tombstone, {
    type: "OffsetCommit",
    key: { group: "g", topic: "old", partition: 0 },
    version: 0,
    value: null,
  });
});

Deno.test("Offsets of a group that became empty expire after the retention since then", async () => {
  const it = new GroupHarness();
  const [id] = await it.stable(1, subscribed("t"));
  await commit(it, "t");
  await it.clock.advance(RETENTION_MS);
  await it.leave(id);
  await it.clock.advance(RETENTION_MS - 1);
  assertEquals(await expire(it), ["t-0"]);
  await it.clock.advance(1);
  assertEquals(await expire(it), []);
  assertEquals(it.shard.groups.size, 0);
  assertEquals(it.log.batches.at(-1)![0], {
    type: "GroupMetadata",
    key: { group: "g" },
    version: 0,
    value: null,
  });
});

Deno.test("Offsets of topics that a stable consumer group reads don't expire, those of others do", async () => {
  const it = new GroupHarness();
  await it.stable(1, subscribed("read"));
  await commit(it, "read");
  await commit(it, "given up");
  await it.clock.advance(RETENTION_MS);
  assertEquals(await expire(it), ["read-0"]);
  assertEquals(it.group.state, "Stable");
});

Deno.test("Nothing expires while a group rebalances, nor in a stable group of another type", async () => {
  const it = new GroupHarness();
  const [leader] = await it.stable(1, { ...subscribed(), rebalanceTimeoutMs: 1_000_000 });
  await commit(it, "t");
  await it.join("", subscribed());
  await it.clock.advance(RETENTION_MS);
  assertEquals([it.group.state, await expire(it)], ["PreparingRebalance", ["t-0"]]);
  await it.leave(leader);
  const connect = new GroupHarness();
  await connect.stable(1, { protocolType: "connect", sessionTimeoutMs: 1_000_000 });
  await commit(connect, "t");
  await connect.clock.advance(RETENTION_MS);
  assertEquals(await expire(connect), ["t-0"]);
});

Deno.test("Metadata that can't be read counts as subscribed to everything", async () => {
  const it = new GroupHarness();
  await it.stable(1, { protocols: [["range", "x"]], sessionTimeoutMs: 1_000_000 });
  await commit(it, "t");
  await it.clock.advance(RETENTION_MS);
  assertEquals(await expire(it), ["t-0"]);
});

Deno.test("An offset with an expiry of its own goes by that", async () => {
  const it = new GroupHarness();
  await commit(it, "short", 0, 10);
  await commit(it, "long", 0, 10 * RETENTION_MS);
  await it.clock.advance(10);
  assertEquals(await expire(it), ["long-0"]);
  await it.clock.advance(RETENTION_MS);
  assertEquals(await expire(it), ["long-0"]);
});

Deno.test("A group from a record without time of its state goes by the commits", async () => {
  const it = new GroupHarness();
  const [id] = await it.stable(1, subscribed("t"));
  await commit(it, "t");
  await it.leave(id);
  (it.group as ClassicGroup).stateTimestampMs = null;
  await it.clock.advance(RETENTION_MS);
  assertEquals(await expire(it), []);
});

Deno.test("An empty group without offsets goes at the next check; one with a pending id stays", async () => {
  const it = new GroupHarness();
  await it.join("", { version: 4, sessionTimeoutMs: 20_000 });
  await expire(it);
  assertEquals(it.shard.groups.size, 1);
  await it.clock.advance(20_000);
  await expire(it);
  assertEquals(it.shard.groups.size, 0);
});

Deno.test("An offset with a pending one in an open transaction does not expire", async () => {
  const it = new GroupHarness();
  await commit(it, "t");
  const offset = it.shard.offsets.get("g", "t", 0)!;
  it.shard.pendingOffsets.add(5n, { group: "g", topic: "t", partition: 0, offset });
  await it.clock.advance(RETENTION_MS);
  assertEquals(await expire(it), ["t-0"]);
});

Deno.test("A commit on its way is not followed by the tombstone of the offset that it renews", async () => {
  const it = new GroupHarness();
  await commit(it, "t");
  await it.clock.advance(RETENTION_MS);
  it.log.holding = true;
  const renewing = commit(it, "t");
  await expireOffsets(it.shard, it.clock.now(), RETENTION_MS);
  await it.log.release();
  await renewing;
  assertEquals(it.log.batches.length, 2);
  assertEquals(await expire(it), ["t-0"]);
});

Deno.test("Offsets whose tombstones can't be written stay, and go at a later check", async () => {
  const it = new GroupHarness();
  await commit(it, "t");
  await it.clock.advance(RETENTION_MS);
  it.log.refusal = Errors.NOT_COORDINATOR;
  assertEquals(await expire(it), ["t-0"]);
  it.log.refusal = Errors.NONE;
  assertEquals(await expire(it), []);
});

Deno.test("Many tombstones go in batches that fit into the log", async () => {
  const it = new GroupHarness();
  for (let partition = 0; partition < 2500; partition++) await commit(it, "t", partition);
  await it.clock.advance(RETENTION_MS);
  const before = it.log.batches.length;
  assertEquals(await expire(it), []);
  assertEquals(it.log.batches.slice(before).map(({ length }) => length), [1000, 1000, 500]);
});

Deno.test("Deleting a topic forgets its offsets in all groups at once", async () => {
  const it = new GroupHarness();
  await commit(it, "gone");
  await commit(it, "stays");
  await dropTopics(it.shard, new Set(["gone"]));
  await settle();
  assertEquals([...it.shard.offsets.ofGroup("g").keys()], ["stays"]);
});
