import { assertEquals } from "@std/assert";
import { FetchSession, type FetchTarget } from "../../client/fetch_session.ts";
import { Errors } from "../../protocol/errors.ts";

function target(partition: number, fetchOffset: number, topicId = "id"): FetchTarget {
  return {
    topic: "t",
    topicId,
    partition,
    fetchOffset: BigInt(fetchOffset),
    currentLeaderEpoch: 0,
    partitionMaxBytes: 100,
  };
}

function shown(
  { sessionId, sessionEpoch, topics, forgottenTopicsData }: ReturnType<FetchSession["next"]>,
) {
  const asked = topics.flatMap(({ partitions }) => partitions.map(({ partition }) => partition));
  const forgotten = forgottenTopicsData.flatMap(({ partitions }) => partitions);
  return { id: sessionId, epoch: sessionEpoch, asked, forgotten };
}

Deno.test("FetchSession names everything at first, then only what changed", () => {
  const session = new FetchSession(true);
  const first = session.next([target(0, 0), target(1, 0)]);
  assertEquals(shown(first), { id: 0, epoch: 0, asked: [0, 1], forgotten: [] });
  session.answered(Errors.NONE, 77);
  const second = session.next([target(0, 5), target(1, 0), target(2, 0)]);
  assertEquals(shown(second), { id: 77, epoch: 1, asked: [0, 2], forgotten: [] });
  session.answered(Errors.NONE, 77);
  const third = session.next([target(0, 5), target(2, 0)]);
  assertEquals(shown(third), { id: 77, epoch: 2, asked: [], forgotten: [1] });
});

Deno.test("FetchSession forgets the old topic when a name has a new id", () => {
  const session = new FetchSession(true);
  session.next([target(0, 0, "old")]);
  session.answered(Errors.NONE, 5);
  const { topics, forgottenTopicsData } = session.next([target(0, 0, "new")]);
  assertEquals(topics[0].topicId, "new");
  assertEquals(forgottenTopicsData, [{ topic: "t", topicId: "old", partitions: [0] }]);
});

Deno.test("FetchSession begins anew after errors and lost answers", () => {
  const session = new FetchSession(true);
  session.next([target(0, 0)]);
  session.answered(Errors.NONE, 5);
  session.next([target(0, 1)]);
  assertEquals(session.answered(Errors.INVALID_FETCH_SESSION_EPOCH, 0), false);
  const replaced = session.next([target(0, 1)]);
  assertEquals(shown(replaced), { id: 5, epoch: 0, asked: [0], forgotten: [] });
  session.answered(Errors.FETCH_SESSION_ID_NOT_FOUND, 0);
  assertEquals(shown(session.next([target(0, 1)])).id, 0);
  session.answered(Errors.NONE, 6);
  session.next([target(0, 2)]);
  session.failed();
  assertEquals(shown(session.next([target(0, 2)])), { id: 6, epoch: 0, asked: [0], forgotten: [] });
});

Deno.test("FetchSession without a session from the broker asks in full again", () => {
  const session = new FetchSession(true);
  session.next([target(0, 0)]);
  session.answered(Errors.NONE, 0);
  const again = session.next([target(0, 0)]);
  assertEquals(shown(again), { id: 0, epoch: 0, asked: [0], forgotten: [] });
});

Deno.test("FetchSession that is switched off never asks for one", () => {
  const session = new FetchSession(false);
  for (let i = 0; i < 2; i++) {
    const asked = session.next([target(0, i)]);
    assertEquals(shown(asked), { id: 0, epoch: -1, asked: [0], forgotten: [] });
    assertEquals(session.answered(Errors.NONE, 0), true);
  }
});
