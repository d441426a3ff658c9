import { assertEquals, assertThrows } from "@std/assert";
import { ApiError } from "../../protocol/errors.ts";
import { append, batch, offsetsOf, read, readAll, simulated, written } from "./log_fixture.ts";

simulated(
  "PartitionLog.increaseLogStartOffset hides records and keeps the segments",
  async (fixture) => {
    const log = await fixture.open();
    append(log, batch(10));
    append(log, batch(10));
    await written(log);
    log.increaseLogStartOffset(15);
    log.increaseLogStartOffset(3);
    assertEquals([log.logStartOffset, log.firstSegmentBaseOffset], [15, 0]);
    assertEquals((await read(log, 15)).firstBatchOffset, 10);
    const error = assertThrows(() => log.increaseLogStartOffset(21), ApiError);
    assertEquals(error.errorName, "OFFSET_OUT_OF_RANGE");
    await log.close({ clean: true });
    const again = await fixture.open({ logStartOffset: 15 });
    assertEquals([again.logStartOffset, again.highWatermark], [15, 15]);
    assertEquals(offsetsOf(await readAll(again)), [15, 16, 17, 18, 19]);
  },
);

simulated(
  "PartitionLog falls back to the first segment where the log start was not kept",
  async (fixture) => {
    const log = await fixture.open();
    append(log, batch(20));
    await written(log);
    log.increaseLogStartOffset(15);
    fixture.crash("process");
    const again = await fixture.open({ clean: false });
    assertEquals(again.logStartOffset, 0);
  },
);

simulated("PartitionLog starts anew at a log start beyond its end", async (fixture) => {
  const log = await fixture.open();
  append(log, batch(5));
  await written(log);
  await log.close({ clean: true });
  const again = await fixture.open({ logStartOffset: 100 });
  assertEquals([again.logStartOffset, again.logEndOffset, again.segmentCount], [100, 100, 1]);
  assertEquals(append(again, batch(1)).firstOffset, 100);
  await written(again);
  assertEquals(offsetsOf(await readAll(again)), [100]);
});

simulated(
  "PartitionLog.deleteOldSegments removes what lies before the log start",
  async (fixture) => {
    const log = await fixture.open({
      config: { segmentBytes: 200, cleanupPolicy: { delete: false, compact: true } },
    });
    for (let i = 0; i < 6; i++) append(log, batch(1));
    await written(log);
    log.increaseLogStartOffset(3);
    assertEquals(await log.deleteOldSegments(), 1);
    assertEquals([log.firstSegmentBaseOffset, log.logStartOffset, log.segmentCount], [2, 3, 2]);
  },
);
