/** Fetch: what is read, within which limits, and how it waits (coordinator spec 3.2). */
import { assertEquals } from "@std/assert";
import { Errors } from "../../../protocol/errors.ts";
import { simulated } from "../../storage/log_fixture.ts";
import { idOf, topicOf } from "../images.ts";
import { batchOf, written } from "../partition/partition_fixture.ts";
import { type Answer, FetchScene, summary } from "./fetch_scene.ts";

const TOPICS = { topics: [topicOf("t", idOf(1), {}, {}), topicOf("u", idOf(2), {})] };
const BATCH = 69;

/** A fetch with the time that its answer took. */
async function timed(it: FetchScene, answer: Promise<Answer>) {
  const startMs = it.clock.monotonic();
  const found = summary(await answer);
  return [found, Math.round(it.clock.monotonic() - startMs)];
}

simulated(
  "Fetch gives the first partition with data a whole batch, later ones only what still fits",
  async (fixture) => {
    const it = await FetchScene.open(fixture, TOPICS);
    await it.append("t", "x", 1);
    await it.append("u", "x");
    const partitions = [{ topic: "t" }, { topic: "t", index: 1 }, { topic: "u" }];
    const sizes = async (maxBytes: number) => summary(await it.fetch({ partitions, maxBytes }));
    assertEquals(await sizes(1), ["t-0: 0 bytes", `t-1: ${BATCH} bytes`, "u-0: 0 bytes"]);
    assertEquals(await sizes(BATCH), ["t-0: 0 bytes", `t-1: ${BATCH} bytes`, "u-0: 0 bytes"]);
    assertEquals(await sizes(2 * BATCH), [
      "t-0: 0 bytes",
      `t-1: ${BATCH} bytes`,
      `u-0: ${BATCH} bytes`,
    ]);
  },
);

simulated(
  "Fetch keeps to the limit of each partition, except for the first batch",
  async (fixture) => {
    const it = await FetchScene.open(fixture, TOPICS);
    for (let i = 0; i < 3; i++) await it.append("t", "x");
    const answer = await it.fetch({ partitions: [{ topic: "t", maxBytes: 2 * BATCH }] });
    assertEquals(summary(answer), [`t-0: ${2 * BATCH} bytes`]);
  },
);

simulated(
  "Fetch reads up to the high watermark for consumers and to the log's end for followers",
  async (fixture) => {
    const it = await FetchScene.open(fixture, {
      topics: [topicOf("t", idOf(1), { replicas: [1, 2] })],
    });
    it.partition("t").append(batchOf("a"), { origin: "client" });
    await written(it.partition("t"));
    assertEquals(summary(await it.fetch({ partitions: [{ topic: "t" }] })), ["t-0: 0 bytes"]);
    const follower = await it.fetch({ replicaId: 2, partitions: [{ topic: "t" }] });
    assertEquals(summary(follower), [`t-0: ${BATCH} bytes`]);
    await it.fetch({ replicaId: 2, partitions: [{ topic: "t", offset: 1 }] });
    const consumer = await it.fetch({ partitions: [{ topic: "t" }] });
    assertEquals(summary(consumer), [`t-0: ${BATCH} bytes`]);
    assertEquals(consumer.responses[0].partitions[0].highWatermark, 1n);
  },
);

simulated(
  "Fetch: errors of one partition leave the others alone, and are not waited with",
  async (fixture) => {
    const it = await FetchScene.open(fixture, {
      topics: [...TOPICS.topics, topicOf("far", idOf(3), { replicas: [2], leader: 2 })],
    });
    const partitions = [
      { topic: "t" },
      { topic: "nope" },
      { topic: "far" },
      { topic: "t", offset: 5 },
      { topic: "t", offset: -1 },
      { topic: "t", epoch: 3 },
      { topic: "u" },
    ];
    const outcome = await timed(it, it.fetch({ partitions, maxWaitMs: 1000 }));
    assertEquals(outcome, [[
      "t-0: 0 bytes",
      `nope-0: ${Errors.UNKNOWN_TOPIC_OR_PARTITION}`,
      `far-0: ${Errors.NOT_LEADER_OR_FOLLOWER}`,
      `t-0: ${Errors.OFFSET_OUT_OF_RANGE}`,
      `t-0: ${Errors.OFFSET_OUT_OF_RANGE}`,
      `t-0: ${Errors.UNKNOWN_LEADER_EPOCH}`,
      "u-0: 0 bytes",
    ], 0]);
  },
);

simulated("Fetch 16 tells where the leader is", async (fixture) => {
  const it = await FetchScene.open(fixture, {
    topics: [topicOf("far", idOf(3), { replicas: [1, 2], leader: 2, leaderEpoch: 7 })],
  });
  for (const [version, leader] of [[15, -1], [16, 2]]) {
    const answer = await it.fetch({ version, partitions: [{ topic: "far" }] });
    const [partition] = answer.responses[0].partitions;
    assertEquals(partition.errorCode, Errors.NOT_LEADER_OR_FOLLOWER);
    assertEquals(partition.currentLeader.leaderId, leader);
    assertEquals(answer.nodeEndpoints.map(({ nodeId }) => nodeId), leader < 0 ? [] : [leader]);
  }
});

simulated(
  "Fetch: a disk that failed is KAFKA_STORAGE_ERROR, before version 6 NOT_LEADER_OR_FOLLOWER",
  async (fixture) => {
    const it = await FetchScene.open(fixture, TOPICS);
    it.partition("t").markOffline();
    for (const [version, code] of [[5, 6], [6, 56], [17, 56]]) {
      const answer = await it.fetch({ version, partitions: [{ topic: "t" }] });
      assertEquals(answer.responses[0].partitions[0].errorCode, code);
    }
  },
);

simulated(
  "Fetch by an id that the partition here does not have is INCONSISTENT_TOPIC_ID or UNKNOWN_TOPIC_ID",
  async (fixture) => {
    const it = await FetchScene.open(fixture, TOPICS);
    const unknown = await it.fetch({ version: 13, partitions: [{ topic: idOf(9) }] });
    assertEquals(unknown.responses[0].partitions[0].errorCode, Errors.UNKNOWN_TOPIC_ID);
    // The image knows a topic made anew before the replicas have followed.
    it.replicas.image.topics.byId.get(idOf(1));
    (it.replicas.image.topics.byId as Map<string, unknown>).set(idOf(8), topicOf("t", idOf(8), {}));
    const other = await it.fetch({ version: 13, partitions: [{ topic: idOf(8) }] });
    assertEquals(other.responses[0].partitions[0].errorCode, Errors.INCONSISTENT_TOPIC_ID);
  },
);

simulated(
  "Fetch tells a fetcher whose log went another way where it left the leader's",
  async (fixture) => {
    const it = await FetchScene.open(fixture, TOPICS);
    await it.append("t", "a");
    await it.replicas.apply({
      topics: [topicOf("t", idOf(1), { leaderEpoch: 3 }, {}), TOPICS.topics[1]],
    });
    await it.append("t", "b");
    const ask = async (offset: number, lastFetchedEpoch: number) => {
      const answer = await it.fetch({
        partitions: [{ topic: "t", offset, lastFetchedEpoch }],
        maxWaitMs: 0,
      });
      const [{ errorCode, divergingEpoch, records }] = answer.responses[0].partitions;
      return [
        errorCode,
        divergingEpoch.epoch,
        Number(divergingEpoch.endOffset),
        records!.length > 0,
      ];
    };
    assertEquals(await ask(1, 0), [0, -1, -1, true]);
    assertEquals(await ask(2, 3), [0, -1, -1, false]);
    assertEquals(await ask(2, 0), [0, 0, 1, false]);
    assertEquals(await ask(2, 2), [0, 0, 1, false]);
    assertEquals(await ask(1, 9), [Errors.OFFSET_OUT_OF_RANGE, -1, -1, false]);
  },
);

simulated(
  "Fetch waits for max.wait when there is too little, and answers with what there is",
  async (fixture) => {
    const it = await FetchScene.open(fixture, TOPICS);
    await it.append("t", "x");
    const asked = { partitions: [{ topic: "t" }], minBytes: 1000, maxWaitMs: 500 };
    assertEquals(await timed(it, it.fetch(asked)), [[`t-0: ${BATCH} bytes`], 500]);
  },
);

simulated(
  "Fetch does not wait with enough bytes, with no wait, with no partitions, with min bytes 0",
  async (fixture) => {
    const it = await FetchScene.open(fixture, TOPICS);
    await it.append("t", "x");
    const partitions = [{ topic: "t" }];
    assertEquals(await timed(it, it.fetch({ partitions, maxWaitMs: 500 })), [[
      `t-0: ${BATCH} bytes`,
    ], 0]);
    const empty = [{ topic: "u" }];
    assertEquals(await timed(it, it.fetch({ partitions: empty, maxWaitMs: 0 })), [
      ["u-0: 0 bytes"],
      0,
    ]);
    assertEquals(await timed(it, it.fetch({ partitions: empty, maxWaitMs: -1 })), [
      ["u-0: 0 bytes"],
      0,
    ]);
    assertEquals(await timed(it, it.fetch({ partitions: [], maxWaitMs: 500 })), [[], 0]);
    const none = { partitions: empty, maxWaitMs: 500, minBytes: 0 };
    assertEquals(await timed(it, it.fetch(none)), [["u-0: 0 bytes"], 0]);
  },
);

simulated("Fetch: more than max bytes is never waited for", async (fixture) => {
  const it = await FetchScene.open(fixture, TOPICS);
  await it.append("t", "x");
  const asked = { partitions: [{ topic: "t" }], minBytes: 1000, maxBytes: 50, maxWaitMs: 500 };
  assertEquals(await timed(it, it.fetch(asked)), [[`t-0: ${BATCH} bytes`], 0]);
});

simulated(
  "Fetch is woken by what is committed, in any of its partitions, once it is enough",
  async (fixture) => {
    const it = await FetchScene.open(fixture, TOPICS);
    const partitions = [{ topic: "t" }, { topic: "u" }];
    const answer = timed(it, it.fetch({ partitions, minBytes: 2 * BATCH, maxWaitMs: 10_000 }));
    await it.clock.sleep(100);
    await it.append("t", "x");
    await it.clock.sleep(100);
    assertEquals(it.parkedCount, 1);
    await it.append("u", "x");
    assertEquals(await answer, [[`t-0: ${BATCH} bytes`, `u-0: ${BATCH} bytes`], 200]);
    assertEquals(it.parkedCount, 0);
  },
);

simulated("Fetch is not woken by what is written but not committed", async (fixture) => {
  const it = await FetchScene.open(fixture, {
    topics: [topicOf("t", idOf(1), { replicas: [1, 2] })],
  });
  const answer = timed(it, it.fetch({ partitions: [{ topic: "t" }], maxWaitMs: 1000 }));
  it.partition("t").append(batchOf("a"), { origin: "client" });
  await written(it.partition("t"));
  await it.clock.sleep(300);
  await it.fetch({ replicaId: 2, partitions: [{ topic: "t", offset: 1 }] });
  assertEquals(await answer, [[`t-0: ${BATCH} bytes`], 300]);
});

simulated(
  "Fetch ends its wait when the leader changes or the topic is deleted",
  async (fixture) => {
    const it = await FetchScene.open(fixture, {
      topics: [topicOf("t", idOf(1), { replicas: [1, 2] }), TOPICS.topics[1]],
    });
    const moved = timed(it, it.fetch({ partitions: [{ topic: "t" }], maxWaitMs: 10_000 }));
    const deleted = timed(it, it.fetch({ partitions: [{ topic: "u" }], maxWaitMs: 10_000 }));
    await it.clock.sleep(50);
    await it.replicas.apply({
      topics: [topicOf("t", idOf(1), { replicas: [1, 2], leader: 2, leaderEpoch: 1 })],
    });
    const [[movedCode], movedMs] = await moved as [string[], number];
    const [[deletedCode]] = await deleted as [string[], number];
    assertEquals([movedCode, deletedCode], ["t-0: 6", "u-0: 3"]);
    assertEquals((movedMs as number) < 1000, true);
  },
);

simulated("Fetch ends its wait when the disk fails", async (fixture) => {
  const it = await FetchScene.open(fixture, TOPICS);
  const answer = it.fetch({ partitions: [{ topic: "t" }], maxWaitMs: 10_000 });
  await it.clock.sleep(10);
  it.partition("t").markOffline();
  assertEquals(summary(await answer), ["t-0: 56"]);
});

simulated("Fetch of a client that went away is not kept", async (fixture) => {
  const it = await FetchScene.open(fixture, TOPICS);
  const answer = timed(it, it.fetch({ partitions: [{ topic: "t" }], maxWaitMs: 2_000_000_000 }));
  await it.clock.sleep(10);
  assertEquals(it.parkedCount, 1);
  it.disconnect();
  assertEquals(await answer, [[], 10]);
  assertEquals(it.parkedCount, 0);
});

simulated("Fetch looks once after many writes of a turn", async (fixture) => {
  const states = Array(50).fill({});
  const it = await FetchScene.open(fixture, { topics: [topicOf("t", idOf(1), ...states)] });
  const partitions = states.map((_, index) => ({ topic: "t", index }));
  const answer = it.fetch({ partitions, minBytes: 50 * BATCH, maxWaitMs: 10_000 });
  let reads = 0;
  for (const { log } of it.replicas.manager.all()) {
    const read = log.read.bind(log);
    log.read = (...args: Parameters<typeof read>) => (reads++, read(...args));
  }
  await it.clock.sleep(1);
  for (let index = 0; index < 50; index++) {
    it.partition("t", index).append(batchOf("a"), { origin: "client" });
  }
  assertEquals(summary(await answer).length, 50);
  assertEquals(reads, 50);
});
