import { assertEquals } from "@std/assert";
import type { ApiError } from "../../protocol/errors.ts";
import * as header from "../../protocol/records/batch_header.ts";
import { batchSizeAt } from "../../protocol/records/batch_iterator.ts";
import { validateBatch } from "../../protocol/records/validate_batch.ts";
import type { Disk, DiskFile } from "../../runtime/runtime.ts";
import { append, batch, offsetsOf, readAll, simulated, written } from "./log_fixture.ts";

const SEGMENT = "00000000000000000000.log";
const long = () => batch(2, { valueBytes: 100_000 });

const onWritten = (log: { onWritten(callback: (error: Error | null) => void): void }) =>
  new Promise<Error | null>((resolve) => log.onWritten(resolve));

simulated(
  "PartitionLog keeps the order of long batches, which go to the file at once, and short ones",
  async (fixture) => {
    const log = await fixture.open();
    for (const records of [batch(1), long(), long(), batch(3), long(), batch(1)]) {
      append(log, records, 4);
    }
    await written(log);
    assertEquals(offsetsOf(await readAll(log)), Array.from({ length: 11 }, (_, i) => i));
    const bytes = await fixture.readFile(SEGMENT);
    let at = 0;
    for (const [offset, count] of [[0, 1], [1, 2], [3, 2], [5, 3], [8, 2], [10, 1]]) {
      const size = batchSizeAt(bytes, at, bytes.length);
      validateBatch(bytes, at, size);
      assertEquals(
        [
          header.baseOffsetAsNumber(bytes, at),
          header.recordsCount(bytes, at),
          header.partitionLeaderEpoch(bytes, at),
        ],
        [offset, count, 4],
      );
      at += size;
    }
    assertEquals(at, bytes.length);
  },
);

simulated(
  "PartitionLog has long batches with LogAppendTime and another compression as they are to be stored",
  async (fixture) => {
    const log = await fixture.open({
      config: { messageTimestampType: "LogAppendTime", compressionType: "gzip" },
    });
    append(log, batch(2, { valueBytes: 100_000, compression: "none" }));
    const stamped = await fixture.open({
      directory: "/data/u-0",
      config: { messageTimestampType: "LogAppendTime" },
    });
    append(stamped, long());
    for (const one of [log, stamped]) await written(one);
    assertEquals(offsetsOf(await readAll(log)), [0, 1]);
    const bytes = await fixture.readFile(SEGMENT, "/data/u-0");
    validateBatch(bytes, 0, bytes.length);
    assertEquals(header.batchTimestampType(bytes, 0), "LogAppendTime");
  },
);

simulated("PartitionLog finds long batches again after a crash of the process", async (fixture) => {
  const log = await fixture.open();
  for (const records of [long(), batch(1), long()]) append(log, records);
  await written(log);
  fixture.crash("process");
  const again = await fixture.open({ clean: false });
  assertEquals(offsetsOf(await readAll(again)), [0, 1, 2, 3, 4]);
});

simulated("PartitionLog rolls and truncates between long batches", async (fixture) => {
  const log = await fixture.open({ config: { segmentBytes: 450_000 } });
  for (let i = 0; i < 5; i++) append(log, long());
  await written(log);
  assertEquals((await fixture.files()).filter((name) => name.endsWith(".log")).length, 3);
  await log.truncateTo(4);
  append(log, batch(1));
  append(log, long());
  await written(log);
  assertEquals(offsetsOf(await readAll(log)), [0, 1, 2, 3, 4, 5, 6]);
});

simulated(
  "PartitionLog is offline after a long batch could not be written, and nobody is told that it was",
  async (fixture) => {
    const inner = fixture.runtime.disk;
    let broken = false;
    const file = (it: DiskFile) =>
      new Proxy(it, {
        get(target, name) {
          if (name === "writeSync" && broken) {
            return () => {
              throw new Error("the device is full");
            };
          }
          const value = target[name as keyof DiskFile];
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
    const disk = new Proxy(inner, {
      get(target, name) {
        if (name === "open") {
          return (...args: Parameters<Disk["open"]>) => file(target.open(...args));
        }
        const value = target[name as keyof Disk];
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const log = await fixture.open({ disk });
    append(log, long());
    assertEquals(await onWritten(log), null);
    broken = true;
    append(log, long());
    assertEquals(((await onWritten(log)) as ApiError).errorName, "KAFKA_STORAGE_ERROR");
    assertEquals([log.isOffline, log.writtenEndOffset], [true, 2]);
  },
);
