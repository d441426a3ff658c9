/** OffsetFetch: what is told of committed offsets, and of those that a transaction may replace. */
import { assertEquals } from "@std/assert";
import { offsetFetch } from "../../../broker/apis/offset_fetch.ts";
import type { CommittedOffset } from "../../../broker/group/committed_offsets.ts";
import type { BrokerServices } from "../../../broker/services.ts";
import { Apis } from "../../../protocol/apis.ts";
import { complete } from "../../../protocol/codec/complete.ts";
import { ApiError, Errors } from "../../../protocol/errors.ts";
import { ZERO_UUID } from "../../../protocol/uuid.ts";
import { idOf, imageOf, topicOf } from "../images.ts";
import { GroupHarness } from "./group_harness.ts";

function committed(offset: bigint, metadata = ""): CommittedOffset {
  return {
    offset,
    leaderEpoch: 3,
    metadata,
    commitTimestampMs: 0,
    expireTimestampMs: null,
    topicId: ZERO_UUID,
  };
}

function scene() {
  const it = new GroupHarness();
  const { offsets } = it.shard;
  offsets.set("g", "t", 0, committed(5n, "note"));
  offsets.set("g", "t", 1, committed(6n));
  offsets.set("g", "deleted", 0, committed(7n));
  const image = imageOf({ topics: [topicOf("t", idOf(1), {}, {})] });
  const shardOf = (groupId: string) => {
    if (groupId === "loading") throw new ApiError(Errors.COORDINATOR_LOAD_IN_PROGRESS);
    return it.shard;
  };
  const handler = offsetFetch(
    { groups: { shardOf }, metadata: { image } } as unknown as BrokerServices,
  );
  const ask = async (version: number, body: any) => {
    const request = complete(Apis.OffsetFetch.request.fields, body);
    const answer = await handler.handle(request, { apiVersion: version } as any);
    const bytes = Apis.OffsetFetch.response.encode(answer as any, version);
    return Apis.OffsetFetch.response.decode(bytes, version);
  };
  return { it, ask };
}

const summary = (topics: any[]) =>
  topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, committedOffset, errorCode }: any) =>
      `${name}-${partitionIndex}: ${errorCode || committedOffset}`
    )
  );

Deno.test("OffsetFetch tells offsets, -1 where there is none, and all of them when none is named", async () => {
  const { ask } = scene();
  const topics = [{ name: "t", partitionIndexes: [0, 9] }, { name: "u", partitionIndexes: [0] }];
  const named = await ask(7, { groupId: "g", topics });
  assertEquals(summary(named.topics), ["t-0: 5", "t-9: -1", "u-0: -1"]);
  assertEquals(named.topics[0].partitions[0], {
    partitionIndex: 0,
    committedOffset: 5n,
    committedLeaderEpoch: 3,
    metadata: "note",
    errorCode: 0,
  });
  const all = await ask(7, { groupId: "g", topics: null });
  assertEquals(summary(all.topics), ["t-0: 5", "t-1: 6", "deleted-0: 7"]);
  assertEquals(summary((await ask(7, { groupId: "absent", topics: null })).topics), []);
});

Deno.test("OffsetFetch of several groups: each has its own offsets or error", async () => {
  const { ask } = scene();
  const { groups } = await ask(8, {
    groups: [{ groupId: "g", topics: null }, { groupId: "loading", topics: null }],
  });
  assertEquals(groups.map(({ errorCode, topics }) => [errorCode, topics.length]), [[0, 2], [
    14,
    0,
  ]]);
});

Deno.test("OffsetFetch: an error of the coordinator is at the top from version 2, before at the partitions", async () => {
  const { ask } = scene();
  const body = { groupId: "loading", topics: [{ name: "t", partitionIndexes: [0] }] };
  const newer = await ask(2, body);
  assertEquals([newer.errorCode, newer.topics], [Errors.COORDINATOR_LOAD_IN_PROGRESS, []]);
  assertEquals(summary((await ask(1, body)).topics), ["t-0: 14"]);
});

Deno.test("OffsetFetch with requireStable does not tell offsets that an open transaction may replace", async () => {
  const { it, ask } = scene();
  const topics = [{ name: "t", partitionIndexes: [0, 1, 2] }];
  for (const partition of [0, 2]) {
    it.shard.pendingOffsets.add(9n, { group: "g", topic: "t", partition, offset: committed(8n) });
  }
  const unstable = await ask(7, { groupId: "g", topics, requireStable: true });
  assertEquals(summary(unstable.topics), ["t-0: 88", "t-1: 6", "t-2: 88"]);
  const any = await ask(7, { groupId: "g", topics, requireStable: false });
  assertEquals(summary(any.topics), ["t-0: 5", "t-1: 6", "t-2: -1"]);
  it.shard.endTransaction(9n, true);
  const after = await ask(7, { groupId: "g", topics, requireStable: true });
  assertEquals(summary(after.topics), ["t-0: 8", "t-1: 6", "t-2: 8"]);
});

Deno.test("OffsetFetch 10 names topics by id, and leaves out those that are no more", async () => {
  const { ask } = scene();
  const topics = [{ topicId: idOf(1), partitionIndexes: [0] }, {
    topicId: idOf(9),
    partitionIndexes: [0],
  }];
  const { groups } = await ask(10, {
    groups: [{ groupId: "g", topics }, { groupId: "g", topics: null }],
  });
  const seen = groups.map((group) =>
    group.topics.map(({ topicId, partitions }) => [topicId, partitions[0].errorCode])
  );
  assertEquals(seen, [[[idOf(1), 0], [idOf(9), Errors.UNKNOWN_TOPIC_ID]], [[idOf(1), 0]]]);
});
