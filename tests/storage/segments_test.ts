import { assertEquals } from "@std/assert";
import { readInt32, readInt64AsNumber } from "../../protocol/records/int.ts";
import {
  append,
  batch,
  idempotent,
  offsetsOf,
  readAll,
  simulated,
  written,
} from "./log_fixture.ts";

const FIRST = "00000000000000000000";

simulated(
  "PartitionLog rolls when the segment would grow beyond segment.bytes",
  async (fixture) => {
    const log = await fixture.open({ config: { segmentBytes: 1 << 20 } });
    const sent = (sequence: number) => idempotent(1, 0, sequence, 1, { valueBytes: 400 * 1024 });
    for (let i = 0; i < 3; i++) append(log, sent(i));
    await written(log);
    assertEquals([log.segmentCount, log.activeSegmentBaseOffset], [2, 2]);
    const names = await fixture.files();
    const base = "00000000000000000002";
    for (const kind of [".log", ".index", ".timeindex", ".snapshot"]) {
      assertEquals(names.includes(base + kind), true, kind);
    }
    assertEquals((await fixture.readFile(`${FIRST}.timeindex`)).length, 12);
    assertEquals((await fixture.readFile(`${FIRST}.log`)).length, 2 * sent(0).length);
    assertEquals(offsetsOf(await readAll(log)), [0, 1, 2]);
    // The old segment gets durable in the background.
    await fixture.runtime.clock.sleep(100);
    assertEquals(log.recoveryPoint, 2);
  },
);

simulated("PartitionLog rolls by segment.ms, counted in the records' time", async (fixture) => {
  const now = fixture.now();
  const log = await fixture.open({ config: { segmentMs: 1000 } });
  for (const time of [0, 1000, 1001, 500]) append(log, batch(1, { timestamps: [now + time] }));
  await written(log);
  assertEquals([log.segmentCount, log.activeSegmentBaseOffset], [2, 2]);
});

simulated("PartitionLog rolls when an index is full", async (fixture) => {
  // Three offset index entries fit: the fifth batch is the first that finds the index full.
  const log = await fixture.open({ config: { segmentIndexBytes: 24, indexIntervalBytes: 0 } });
  for (let i = 0; i < 5; i++) append(log, batch(1, { timestamps: [-1] }));
  assertEquals([log.segmentCount, log.activeSegmentBaseOffset], [2, 4]);
  // Of two time index entries one is kept for the segment's end.
  const now = fixture.now();
  const timed = await fixture.open({
    directory: "/data/u-0",
    config: { segmentIndexBytes: 24, indexIntervalBytes: 0 },
  });
  for (let i = 0; i < 3; i++) append(timed, batch(1, { timestamps: [now + i] }));
  assertEquals([timed.segmentCount, timed.activeSegmentBaseOffset], [2, 2]);
});

simulated("PartitionLog refuses a batch larger than a segment", async (fixture) => {
  const log = await fixture.open({ config: { segmentBytes: 1000 } });
  let code = 0;
  try {
    append(log, batch(1, { valueBytes: 1000 }));
  } catch (error) {
    code = (error as { code: number }).code;
  }
  assertEquals([code, log.logEndOffset], [18, 0]);
});

simulated(
  "PartitionLog has an index entry for each batch after index.interval.bytes",
  async (fixture) => {
    const log = await fixture.open();
    const size = batch(1, { valueBytes: 10 * 1024 }).length;
    for (let i = 0; i < 10; i++) append(log, batch(1, { valueBytes: 10 * 1024 }));
    await written(log);
    await log.close({ clean: true });
    const index = await fixture.readFile(`${FIRST}.index`);
    const entries = Array.from(
      { length: index.length / 8 },
      (_, i) => [readInt32(index, i * 8), readInt32(index, i * 8 + 4)],
    );
    assertEquals(entries, Array.from({ length: 9 }, (_, i) => [i + 1, (i + 1) * size]));
  },
);

simulated("PartitionLog ends a segment's time index with its max timestamp", async (fixture) => {
  const log = await fixture.open();
  const now = fixture.now();
  for (const time of [100, 50, 200, 200]) {
    append(log, batch(2, { timestamps: [now + time, now + time] }));
  }
  await written(log);
  log.roll();
  const index = await fixture.readFile(`${FIRST}.timeindex`);
  assertEquals([readInt64AsNumber(index, 0), readInt32(index, 8), index.length], [
    now + 200,
    5,
    12,
  ]);
  assertEquals(await log.offsetForTimestamp(now + 150, "log-end"), {
    offset: 4,
    timestampMs: now + 200,
    leaderEpoch: 0,
  });
  assertEquals((await log.offsetOfMaxTimestamp())?.offset, 4);
});

simulated(
  "PartitionLog.offsetForTimestamp finds the first record of that time below the limit",
  async (fixture) => {
    const log = await fixture.open({ config: { segmentBytes: 400, indexIntervalBytes: 100 } });
    const now = fixture.now();
    assertEquals(await log.offsetOfMaxTimestamp(), null);
    for (let i = 0; i < 20; i++) {
      append(log, batch(3, { timestamps: [0, 1, 2].map((j) => now + i * 30 + j * 10) }));
    }
    await written(log);
    for (let i = 0; i < 60; i++) {
      const found = await log.offsetForTimestamp(now + i * 10 - 5, "high-watermark");
      assertEquals([found?.offset, found?.timestampMs], [i, now + i * 10]);
    }
    assertEquals(await log.offsetForTimestamp(now + 591, "high-watermark"), null);
    log.updateHighWatermark(59);
    assertEquals(await log.offsetForTimestamp(now + 590, "high-watermark"), null);
    log.updateHighWatermark(60);
    log.increaseLogStartOffset(31);
    assertEquals((await log.offsetForTimestamp(now, "high-watermark"))?.offset, 31);
  },
);

simulated("PartitionLog.roll starts a segment only after a record", async (fixture) => {
  const log = await fixture.open();
  log.roll();
  assertEquals(log.segmentCount, 1);
  append(log, batch(1));
  log.roll();
  log.roll();
  assertEquals([log.segmentCount, log.activeSegmentBaseOffset], [2, 1]);
  assertEquals(offsetsOf(await readAll(log)), [0]);
});
