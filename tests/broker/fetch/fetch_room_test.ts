/** Fetch while the broker holds much for its clients: what is not in memory is left in the files until it is sent. */
import { assertEquals } from "@std/assert";
import type { LogFixture } from "../../storage/log_fixture.ts";
import { simulated } from "../../storage/log_fixture.ts";
import { idOf, topicOf } from "../images.ts";
import { FetchScene, summary } from "./fetch_scene.ts";

const TOPICS = { topics: [topicOf("t", idOf(1), {}, {})] };
const PARTITIONS = [{ topic: "t" }, { topic: "t", index: 1 }];
const BATCH = 1070;
/** Logs keep nothing in memory that is in their files. */
const NO_MEMORY = 1000;
/** Of each partition at least so much is read. */
const LEAST = 4096;

/** Ten batches in each of two partitions, none of them in memory. */
async function opened(fixture: LogFixture): Promise<FetchScene> {
  const it = await FetchScene.open(fixture, TOPICS, 1000, NO_MEMORY);
  for (let i = 0; i < 20; i++) await it.append("t", "x".repeat(1000), i % 2);
  return it;
}

simulated(
  "Fetch gives all that was asked for, however little it may hold in memory",
  async (fixture) => {
    const it = await opened(fixture);
    const all = await it.fetch({ partitions: PARTITIONS });
    assertEquals(summary(all), [`t-0: ${10 * BATCH} bytes`, `t-1: ${10 * BATCH} bytes`]);
    for (const eagerBytes of [0, 5000, 15_000]) {
      it.eagerBytes = eagerBytes;
      assertEquals(await it.fetch({ partitions: PARTITIONS }), all);
    }
  },
);

simulated("Fetch that waited tells what of its answer is in memory", async (fixture) => {
  const it = await opened(fixture);
  it.eagerBytes = 0;
  const asked = { partitions: PARTITIONS, minBytes: 21 * BATCH, maxWaitMs: 1000 };
  const answer = it.fetch(asked);
  assertEquals(it.held.at(-1) ?? 0, 0);
  await it.append("t", "x".repeat(1000));
  assertEquals(summary(await answer), [`t-0: ${11 * BATCH} bytes`, `t-1: ${10 * BATCH} bytes`]);
  assertEquals(it.held.at(-1), 2 * LEAST);
});
