import { assertEquals } from "@std/assert";
import { expiredSegments, type RetentionLimits } from "../../storage/retention.ts";
import { append, batch, offsetsOf, readAll, simulated, written } from "./log_fixture.ts";

const NO_LIMITS: RetentionLimits = {
  deletes: true,
  logStartOffset: 0,
  logEndOffset: 40,
  highWatermark: 40,
  retentionMs: -1,
  retentionBytes: -1,
  nowMs: 1000,
};

/** Segments of ten records and ten bytes each. */
const segments = (count: number, largest: (i: number) => number = () => 0) =>
  Array.from({ length: count }, (_, i) => ({
    baseOffset: i * 10,
    sizeBytes: 10,
    largestTimestampMs: largest(i),
  }));

Deno.test("expiredSegments never goes below retention.bytes", () => {
  const limits = { ...NO_LIMITS, retentionBytes: 25 };
  assertEquals(expiredSegments(segments(3), { ...limits, logEndOffset: 30 }), 0);
  assertEquals(expiredSegments(segments(4), limits), 1);
  assertEquals(expiredSegments(segments(4), { ...limits, retentionBytes: 0 }), 4);
});

Deno.test("expiredSegments goes by the largest timestamp, up to the first that is young enough", () => {
  const limits = { ...NO_LIMITS, retentionMs: 100 };
  assertEquals(expiredSegments(segments(4, (i) => [0, 899, 900, 0][i]), limits), 2);
  assertEquals(expiredSegments(segments(4), limits), 4);
  assertEquals(expiredSegments(segments(4, () => 5000), limits), 0);
});

Deno.test("expiredSegments keeps what is not committed", () => {
  const limits = { ...NO_LIMITS, retentionMs: 0, highWatermark: 39 };
  assertEquals(expiredSegments(segments(4), limits), 3);
  assertEquals(expiredSegments(segments(4), { ...limits, highWatermark: 19 }), 1);
});

Deno.test("expiredSegments keeps an empty active segment", () => {
  const last = { baseOffset: 40, sizeBytes: 0, largestTimestampMs: 0 };
  assertEquals(expiredSegments([...segments(4), last], { ...NO_LIMITS, retentionMs: 0 }), 4);
});

Deno.test("expiredSegments of a log that is only compacted are those before the log start", () => {
  const limits = { ...NO_LIMITS, deletes: false, retentionMs: 0, retentionBytes: 0 };
  assertEquals(expiredSegments(segments(4), limits), 0);
  assertEquals(expiredSegments(segments(4), { ...limits, logStartOffset: 25 }), 2);
  assertEquals(expiredSegments(segments(4), { ...limits, logStartOffset: 40 }), 3);
});

simulated(
  "PartitionLog.deleteOldSegments empties a log whose records are all too old",
  async (fixture) => {
    const log = await fixture.open({ config: { segmentBytes: 200, retentionMs: 1000 } });
    const old = fixture.now() - 2000;
    for (let i = 0; i < 5; i++) append(log, batch(1, { timestamps: [old] }));
    await written(log);
    assertEquals(await log.deleteOldSegments(), 3);
    assertEquals([log.logStartOffset, log.logEndOffset, log.segmentCount], [5, 5, 1]);
    const deleted = (await fixture.files()).filter((name) => name.endsWith(".deleted"));
    assertEquals(deleted.filter((name) => name.includes(".log")).length, 3);
    await fixture.runtime.clock.sleep(61_000);
    assertEquals((await fixture.files()).filter((name) => name.endsWith(".deleted")), []);
    assertEquals(append(log, batch(1)).firstOffset, 5);
    await written(log);
    assertEquals(offsetsOf(await readAll(log)), [5]);
    await log.close({ clean: true });
    const again = await fixture.open();
    assertEquals([again.logStartOffset, again.logEndOffset], [5, 6]);
  },
);

simulated(
  "PartitionLog removes deleted files at the next start, if it did not come to it",
  async (fixture) => {
    const log = await fixture.open({ config: { segmentBytes: 200, retentionBytes: 0 } });
    for (let i = 0; i < 6; i++) append(log, batch(1));
    await written(log);
    await log.deleteOldSegments();
    await log.close({ clean: true });
    assertEquals((await fixture.files()).some((name) => name.endsWith(".deleted")), true);
    await fixture.open();
    assertEquals((await fixture.files()).some((name) => name.endsWith(".deleted")), false);
  },
);
