/** Fetch while the broker holds much for its clients: answers take no more than what is left. */
import { assertEquals } from "@std/assert";
import { simulated } from "../../storage/log_fixture.ts";
import { idOf, topicOf } from "../images.ts";
import { FetchScene, summary } from "./fetch_scene.ts";

const TOPICS = { topics: [topicOf("t", idOf(1), {}, {})] };
const PARTITIONS = [{ topic: "t" }, { topic: "t", index: 1 }];
const BATCH = 69;

simulated("Fetch reads no more than there is room for, but always a batch", async (fixture) => {
  const it = await FetchScene.open(fixture, TOPICS);
  for (let i = 0; i < 10; i++) await it.append("t", "x", i % 2);
  const sizes = async (roomBytes: number, minBytes = 1) => {
    it.roomBytes = roomBytes;
    return summary(await it.fetch({ partitions: PARTITIONS, minBytes, maxWaitMs: 1000 }));
  };
  assertEquals(await sizes(Infinity), [`t-0: ${5 * BATCH} bytes`, `t-1: ${5 * BATCH} bytes`]);
  assertEquals(await sizes(7 * BATCH), [`t-0: ${5 * BATCH} bytes`, `t-1: ${2 * BATCH} bytes`]);
  assertEquals(await sizes(0), [`t-0: ${BATCH} bytes`, "t-1: 0 bytes"]);
  // Less than was asked for at least, but all that may be had: no reason to wait.
  const startMs = it.clock.monotonic();
  assertEquals(await sizes(2 * BATCH, 4 * BATCH), [`t-0: ${2 * BATCH} bytes`, "t-1: 0 bytes"]);
  assertEquals(it.clock.monotonic() - startMs, 0);
});

simulated(
  "Fetch that waited reads by the room at its end, and tells what it takes",
  async (fixture) => {
    const it = await FetchScene.open(fixture, TOPICS);
    const answer = it.fetch({ partitions: PARTITIONS, minBytes: 3 * BATCH, maxWaitMs: 1000 });
    await it.append("t", "x");
    await it.append("t", "x", 1);
    assertEquals(it.held.at(-1), 0);
    it.roomBytes = BATCH;
    await it.append("t", "x");
    assertEquals(summary(await answer), [`t-0: ${BATCH} bytes`, "t-1: 0 bytes"]);
    assertEquals(it.held.at(-1), BATCH);
  },
);
