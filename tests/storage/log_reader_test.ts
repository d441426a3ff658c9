import { assert, assertEquals, assertThrows } from "@std/assert";
import { ApiError } from "../../protocol/errors.ts";
import type { PartitionLog } from "../../storage/partition_log.ts";
import type { ReadIsolation } from "../../storage/types.ts";
import { append, batch, header, read, simulated, written } from "./log_fixture.ts";

function assertOutOfRange(log: PartitionLog, offset: number, isolation: ReadIsolation = "log-end") {
  const error = assertThrows(
    () => void log.read(offset, 100, isolation, { minOneBatch: true }),
    ApiError,
  );
  assertEquals(error.errorName, "OFFSET_OUT_OF_RANGE");
}

simulated("PartitionLog.read gives whole the batch that holds the offset", async (fixture) => {
  const log = await fixture.open();
  append(log, batch(10));
  append(log, batch(10));
  await written(log);
  const size = batch(10).length;
  const found = await read(log, 15, 1);
  assertEquals([found.firstBatchOffset, found.records.length], [10, size]);
  assertEquals(header.baseOffset(found.records, 0), 10n);
  assertEquals((await read(log, 15, 1, "log-end", false)).records.length, 0);
  assertEquals((await read(log, 15, 0, "log-end", false)).records.length, 0);
  assertEquals((await read(log, 15, 0)).records.length, size);
});

simulated(
  "PartitionLog.read may cut a batch at the byte limit, but not the first",
  async (fixture) => {
    const log = await fixture.open();
    append(log, batch(1));
    append(log, batch(1));
    await written(log);
    const size = batch(1).length;
    assertEquals((await read(log, 0, size + 7)).records.length, size + 7);
    assertEquals((await read(log, 0, size - 1)).records.length, size);
    assertEquals((await read(log, 0, size, "log-end", false)).records.length, size);
    assertEquals((await read(log, 0, size - 1, "log-end", false)).records.length, 0);
  },
);

simulated("PartitionLog.read ends at the limit of its isolation", async (fixture) => {
  const log = await fixture.open();
  for (let i = 0; i < 4; i++) append(log, batch(2));
  await written(log);
  const size = batch(2).length;
  log.updateHighWatermark(4);
  assertEquals((await read(log, 0, 1e6, "log-end")).records.length, 4 * size);
  assertEquals((await read(log, 0, 1e6, "high-watermark")).records.length, 2 * size);
  assertEquals((await read(log, 4, 1e6, "high-watermark")).records.length, 0);
  assertEquals((await read(log, 6, 1e6, "high-watermark")).records.length, 0);
  assertEquals((await read(log, 8, 1e6)).records.length, 0);
  assertOutOfRange(log, 9);
  assertOutOfRange(log, 9, "high-watermark");
  assertOutOfRange(log, -1);
});

simulated(
  "PartitionLog.read refuses offsets before the log start, and reads its batch from the start",
  async (fixture) => {
    const log = await fixture.open();
    append(log, batch(10));
    append(log, batch(10));
    await written(log);
    log.increaseLogStartOffset(15);
    assertOutOfRange(log, 14);
    const found = await read(log, 15);
    assertEquals(found.firstBatchOffset, 10);
  },
);

simulated(
  "PartitionLog.read stays in one segment, and goes on in the next where one has no more",
  async (fixture) => {
    const log = await fixture.open({ config: { segmentBytes: 200 } });
    for (let i = 0; i < 6; i++) append(log, batch(1));
    await written(log);
    const size = batch(1).length;
    assertEquals(log.segmentCount, 3);
    assertEquals((await read(log, 0)).records.length, 2 * size);
    assertEquals((await read(log, 1)).records.length, size);
    assertEquals((await read(log, 2)).records.length, 2 * size);
  },
);

simulated(
  "PartitionLog.read needs no disk for what is in memory, and some time for what is not",
  async (fixture) => {
    const config = { segmentBytes: 4000 };
    const log = await fixture.open({ config });
    for (let i = 0; i < 50; i++) append(log, batch(1));
    assert(!(log.read(49, 100, "log-end", { minOneBatch: true }) instanceof Promise));
    await written(log);
    assert(!(log.read(45, 100, "log-end", { minOneBatch: true }) instanceof Promise));
    await log.close({ clean: true });
    const again = await fixture.open({ config });
    const cold = again.read(3, 100, "log-end", { minOneBatch: true });
    assert(cold instanceof Promise);
    assertEquals((await cold).firstBatchOffset, 3);
  },
);

simulated(
  "PartitionLog.read gives views of memory that later appends do not change",
  async (fixture) => {
    const log = await fixture.open();
    append(log, batch(1));
    const { records } = await read(log, 0);
    const before = records.slice();
    for (let i = 0; i < 200; i++) append(log, batch(3, { valueBytes: 100 }));
    await written(log);
    assertEquals(records, before);
  },
);

simulated(
  "PartitionLog.appendAsLeader leaves the caller's array alone, and copies it",
  async (fixture) => {
    const log = await fixture.open();
    const sent = batch(1);
    const before = sent.slice();
    append(log, sent);
    assertEquals(sent, before);
    sent.fill(0);
    assertEquals(header.crc((await read(log, 0)).records, 0), header.crc(before, 0));
  },
);

for (const memoryBytes of [0, 20_000]) {
  simulated(
    `PartitionLog reads everything with a memory budget of ${memoryBytes} bytes`,
    async (fixture) => {
      const log = await fixture.open({
        memoryBytes,
        config: { segmentBytes: 30_000, indexIntervalBytes: 300 },
      });
      const sizes: number[] = [];
      for (let i = 0; i < 300; i++) {
        const sent = batch(1 + i % 3, { valueBytes: 100 + (i * 7) % 400 });
        sizes.push(sent.length);
        append(log, sent);
        if (i % 5 === 0) await written(log);
      }
      await written(log);
      let next = 0;
      for (let i = 0; i < 300; i++) {
        const found = await read(log, next, 1);
        assertEquals([found.firstBatchOffset, found.records.length], [next, sizes[i]]);
        next += 1 + i % 3;
      }
    },
  );
}
