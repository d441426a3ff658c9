/** Fetch sessions, row by row of KIP-227's table (coordinator spec 3.2). */
import { assertEquals, assertNotEquals } from "@std/assert";
import { epochAfter, FetchSession } from "../../../broker/fetch/fetch_session.ts";
import { FetchSessionCache, type NewSession } from "../../../broker/fetch/fetch_session_cache.ts";
import { Errors } from "../../../protocol/errors.ts";
import { simulated } from "../../storage/log_fixture.ts";
import { seededRandom, VirtualClock } from "../../coordinator/virtual_clock.ts";
import { idOf, topicOf } from "../images.ts";
import { FetchScene, summary } from "./fetch_scene.ts";

const TOPICS = { topics: [topicOf("t", idOf(1), {}, {}), topicOf("u", idOf(2), {})] };
const all = [{ topic: "t" }, { topic: "t", index: 1 }, { topic: "u" }];

simulated("Fetch (0, 0) answers in full and opens a session", async (fixture) => {
  const it = await FetchScene.open(fixture, TOPICS);
  await it.append("t", "x");
  const answer = await it.fetch({ partitions: all, sessionEpoch: 0 });
  assertNotEquals(answer.sessionId, 0);
  assertEquals(summary(answer), ["t-0: 69 bytes", "t-1: 0 bytes", "u-0: 0 bytes"]);
  assertEquals(it.sessions.size, 1);
});

simulated("Fetch (0, -1) and versions before 7 have no session", async (fixture) => {
  const it = await FetchScene.open(fixture, TOPICS);
  assertEquals((await it.fetch({ partitions: all })).sessionId, 0);
  assertEquals((await it.fetch({ partitions: all, version: 4 })).responses.length > 0, true);
  assertEquals(it.sessions.size, 0);
});

simulated("Fetch (id, n) answers with what is new only", async (fixture) => {
  const it = await FetchScene.open(fixture, TOPICS);
  const { sessionId } = await it.fetch({ partitions: all, sessionEpoch: 0 });
  const nothing = await it.fetch({ sessionId, sessionEpoch: 1 });
  assertEquals([nothing.sessionId, summary(nothing)], [sessionId, []]);
  await it.append("u", "x");
  assertEquals(summary(await it.fetch({ sessionId, sessionEpoch: 2 })), ["u-0: 69 bytes"]);
  // The consumer has not moved on: its offset is the same, so are the records.
  assertEquals(summary(await it.fetch({ sessionId, sessionEpoch: 3 })), ["u-0: 69 bytes"]);
  const moved = await it.fetch({
    sessionId,
    sessionEpoch: 4,
    partitions: [{ topic: "u", offset: 1 }],
  });
  assertEquals(summary(moved), []);
});

simulated("Fetch (id, n) adds partitions, changes and forgets them", async (fixture) => {
  const it = await FetchScene.open(fixture, TOPICS);
  const { sessionId } = await it.fetch({ partitions: [{ topic: "t" }], sessionEpoch: 0 });
  const added = await it.fetch({ sessionId, sessionEpoch: 1, partitions: [{ topic: "u" }] });
  assertEquals(summary(added), ["u-0: 0 bytes"]);
  await it.append("t", "x");
  await it.append("u", "x");
  const forgot = await it.fetch({ sessionId, sessionEpoch: 2, forget: [{ topic: "t" }] });
  assertEquals(summary(forgot), ["u-0: 69 bytes"]);
});

simulated("Fetch of a session that has no partition left closes it", async (fixture) => {
  const it = await FetchScene.open(fixture, TOPICS);
  const { sessionId } = await it.fetch({ partitions: [{ topic: "t" }], sessionEpoch: 0 });
  const answer = await it.fetch({ sessionId, sessionEpoch: 1, forget: [{ topic: "t" }] });
  assertEquals([answer.sessionId, answer.errorCode, it.sessions.size], [0, 0, 0]);
});

simulated(
  "Fetch (id, 0) closes the session and opens another; (id, -1) closes it",
  async (fixture) => {
    const it = await FetchScene.open(fixture, TOPICS);
    const first = await it.fetch({ partitions: all, sessionEpoch: 0 });
    const second = await it.fetch({ partitions: all, sessionId: first.sessionId, sessionEpoch: 0 });
    assertNotEquals(second.sessionId, first.sessionId);
    assertEquals([it.sessions.get(first.sessionId), it.sessions.size], [undefined, 1]);
    const last = await it.fetch({ partitions: all, sessionId: second.sessionId, sessionEpoch: -1 });
    assertEquals([last.sessionId, summary(last).length, it.sessions.size], [0, 3, 0]);
  },
);

simulated(
  "Fetch with an unknown session, a wrong epoch or the other kind of topics fails as a whole",
  async (fixture) => {
    const it = await FetchScene.open(fixture, TOPICS);
    const { sessionId } = await it.fetch({ partitions: all, sessionEpoch: 0 });
    const code = async (asked: Parameters<FetchScene["fetch"]>[0]) => {
      const { errorCode, sessionId, responses } = await it.fetch(asked);
      assertEquals([sessionId, responses], [0, []]);
      return errorCode;
    };
    const { FETCH_SESSION_ID_NOT_FOUND, INVALID_FETCH_SESSION_EPOCH } = Errors;
    assertEquals(
      await code({ sessionId: sessionId + 1, sessionEpoch: 1 }),
      FETCH_SESSION_ID_NOT_FOUND,
    );
    assertEquals(await code({ sessionId, sessionEpoch: 2 }), INVALID_FETCH_SESSION_EPOCH);
    assertEquals(
      await code({ sessionId, sessionEpoch: 1, version: 13 }),
      Errors.FETCH_SESSION_TOPIC_ID_ERROR,
    );
    assertEquals((await it.fetch({ sessionId, sessionEpoch: 1 })).errorCode, 0);
    assertEquals(await code({ sessionId, sessionEpoch: 1 }), INVALID_FETCH_SESSION_EPOCH);
  },
);

simulated(
  "Fetch: a partition that gave data is read after the others the next time",
  async (fixture) => {
    const it = await FetchScene.open(fixture, TOPICS);
    const { sessionId } = await it.fetch({ partitions: all, sessionEpoch: 0 });
    for (const [topic, index] of [["t", 0], ["t", 1], ["u", 0]] as const) {
      await it.append(topic, "x", index);
    }
    const order: string[][] = [];
    for (let sessionEpoch = 1; sessionEpoch <= 3; sessionEpoch++) {
      order.push(
        summary(await it.fetch({ sessionId, sessionEpoch, maxBytes: 1 })).filter((it) =>
          !it.endsWith(" 0 bytes")
        ),
      );
    }
    assertEquals(order, [["t-0: 69 bytes"], ["t-1: 69 bytes"], ["u-0: 69 bytes"]]);
  },
);

simulated("Fetch: an error is told each time, and its end too", async (fixture) => {
  const it = await FetchScene.open(fixture, TOPICS);
  const { sessionId } = await it.fetch({ partitions: [{ topic: "t" }], sessionEpoch: 0 });
  await it.replicas.apply({
    topics: [topicOf("t", idOf(1), { replicas: [1, 2], leader: 2, leaderEpoch: 1 }, {})],
  });
  for (const sessionEpoch of [1, 2]) {
    assertEquals(summary(await it.fetch({ sessionId, sessionEpoch })), ["t-0: 6"]);
  }
  await it.replicas.apply({
    topics: [topicOf("t", idOf(1), { replicas: [1, 2], leaderEpoch: 2 }, {})],
  });
  assertEquals(summary(await it.fetch({ sessionId, sessionEpoch: 3 })), ["t-0: 0 bytes"]);
  assertEquals(summary(await it.fetch({ sessionId, sessionEpoch: 4 })), []);
});

simulated(
  "Fetch by id: a topic that is deleted in a session, and one that is not there yet",
  async (fixture) => {
    const it = await FetchScene.open(fixture, TOPICS);
    const { sessionId } = await it.fetch({
      version: 17,
      partitions: [{ topic: "u" }, { topic: idOf(3) }],
      sessionEpoch: 0,
    });
    const failed = await it.fetch({ version: 17, sessionId, sessionEpoch: 1 });
    assertEquals(summary(failed), [`${idOf(3)}-0: ${Errors.UNKNOWN_TOPIC_ID}`]);
    await it.replicas.apply({ topics: [topicOf("later", idOf(3), {})] });
    const changed = await it.fetch({ version: 17, sessionId, sessionEpoch: 2 });
    assertEquals(summary(changed), [
      `${idOf(2)}-0: ${Errors.UNKNOWN_TOPIC_ID}`,
      `${idOf(3)}-0: 0 bytes`,
    ]);
  },
);

Deno.test("FetchSession: after epoch 2147483647 comes 1", () => {
  const session = new FetchSession(1, false, 0, false);
  session.advanceEpoch();
  assertEquals([session.nextEpoch, epochAfter(2147483646), epochAfter(2147483647)], [
    2,
    2147483647,
    1,
  ]);
});

function cacheOf(slots: number) {
  const clock = new VirtualClock();
  const cache = new FetchSessionCache(clock, seededRandom(), slots);
  const create = (changed: Partial<NewSession> = {}) => {
    const options = { usesTopicIds: false, isFollower: false, size: 1, ...changed };
    const session = cache.create(options);
    for (let index = 0; index < options.size; index++) {
      session?.put({ topic: "t", topicId: "", index } as any);
    }
    return session;
  };
  return { clock, cache, create };
}

Deno.test("FetchSessionCache refuses a session beyond its slots while all are young", () => {
  const { create, cache } = cacheOf(2);
  create();
  create();
  assertEquals([create({ size: 50 }), cache.size], [null, 2]);
});

Deno.test("FetchSessionCache gives the slot of the session that is idle for longest, after two minutes", async () => {
  const { create, cache, clock } = cacheOf(2);
  const first = create()!;
  const second = create()!;
  await clock.advance(60_000);
  cache.touch(first);
  await clock.advance(60_000);
  assertEquals(create(), null);
  await clock.advance(1);
  assertNotEquals(create(), null);
  assertEquals([cache.get(first.id), cache.get(second.id)], [first, undefined]);
});

Deno.test("FetchSessionCache: a follower's session takes the slot of the smallest of a consumer", () => {
  const { create, cache } = cacheOf(2);
  const large = create({ size: 3 })!;
  const small = create({ size: 2 })!;
  const follower = create({ isFollower: true })!;
  assertEquals([cache.get(small.id), cache.get(large.id)], [undefined, large]);
  create({ isFollower: true });
  assertEquals([create({ isFollower: true }), cache.get(follower.id)], [null, follower]);
});

Deno.test("FetchSessionCache: a larger session takes the slot of a smaller one that has lived for two minutes", async () => {
  const { create, cache, clock } = cacheOf(1);
  const old = create({ size: 2 })!;
  await clock.advance(120_001);
  cache.touch(old);
  assertEquals(create({ size: 2 }), null);
  assertNotEquals(create({ size: 3 }), null);
  assertEquals([cache.get(old.id), cache.size], [undefined, 1]);
});
