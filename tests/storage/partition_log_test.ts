import { assertEquals } from "@std/assert";
import { append, batch, offsetsOf, readAll, simulated, written } from "./log_fixture.ts";

simulated("PartitionLog gives offsets, and reads what was written", async (fixture) => {
  const log = await fixture.open();
  const first = append(log, batch(3));
  assertEquals([first.firstOffset, first.lastOffset, first.duplicate], [0, 2, false]);
  assertEquals(append(log, batch(2)).firstOffset, 3);
  assertEquals([log.logEndOffset, log.writtenEndOffset], [5, 0]);
  await written(log);
  assertEquals([log.writtenEndOffset, log.highWatermark], [5, 5]);
  assertEquals(offsetsOf(await readAll(log)), [0, 1, 2, 3, 4]);
  await log.close({ clean: true });
});

simulated("PartitionLog finds after a clean stop what it had", async (fixture) => {
  const log = await fixture.open();
  append(log, batch(3));
  await written(log);
  await log.close({ clean: true });
  const again = await fixture.open();
  assertEquals([again.logEndOffset, again.recoveryPoint], [3, 3]);
  assertEquals(offsetsOf(await readAll(again)), [0, 1, 2]);
  assertEquals(append(again, batch(1)).firstOffset, 3);
  await written(again);
  assertEquals(fixture.warnings, []);
});

simulated("PartitionLog recovers after a crash of the process", async (fixture) => {
  const log = await fixture.open();
  append(log, batch(3));
  await written(log);
  append(log, batch(1)); // never written
  fixture.crash("process");
  const again = await fixture.open({ clean: false });
  assertEquals([again.logEndOffset, again.recoveryPoint], [3, 0]);
  assertEquals(offsetsOf(await readAll(again)), [0, 1, 2]);
});
