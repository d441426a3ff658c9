/** Reads of which only the first part is in memory. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import type { PartitionLog } from "../../storage/partition_log.ts";
import { append, batch, simulated, written } from "./log_fixture.ts";

const MEMORY_BYTES = 10_000;
const MAX_BYTES = 50_000;
const EAGER_BYTES = 3000;

async function filled(log: PartitionLog, count = 60): Promise<void> {
  for (let i = 0; i < count; i++) {
    append(log, batch(1, { valueBytes: 1500 }));
    await written(log);
  }
}

function read(log: PartitionLog, offset: number, eagerBytes?: number) {
  return log.read(offset, MAX_BYTES, "log-end", { minOneBatch: true, eagerBytes });
}

simulated(
  "PartitionLog.read leaves what is more than it should read, and gives it in pieces",
  async (fixture) => {
    const log = await fixture.open({ memoryBytes: MEMORY_BYTES });
    await filled(log);
    for (const offset of [0, 7, 25, 50, 59]) {
      const { records } = await read(log, offset);
      const { records: first, rest, lent } = await read(log, offset, EAGER_BYTES);
      const bytes = [...first];
      if (rest !== null) assertEquals(first.length, EAGER_BYTES);
      for (let at = 0; rest !== null && at < rest.length;) {
        const piece = await rest.next(4000);
        assert(piece.bytes.length <= 4000);
        at += piece.bytes.length;
        bytes.push(...piece.bytes);
        piece.release();
      }
      rest?.close();
      lent!.release();
      assertEquals(new Uint8Array(bytes), records, `from ${offset}`);
    }
  },
);

simulated(
  "LogRest goes on after its segment was deleted, and ends with a truncation",
  async (fixture) => {
    const log = await fixture.open({ memoryBytes: MEMORY_BYTES, config: { segmentBytes: 60_000 } });
    await filled(log, 80);
    const { records } = await read(log, 0);
    const { records: first, rest } = await read(log, 0, EAGER_BYTES);
    await log.truncateFullyAndStartAt(200);
    const piece = await rest!.next(5000);
    assertEquals(piece.bytes, records.subarray(first.length, first.length + 5000));
    rest!.close();
    rest!.close();
    await assertRejects(() => rest!.next(1), Error, "gone");

    await filled(log, 30);
    const { rest: cut } = await read(log, 200, EAGER_BYTES);
    await log.truncateTo(205);
    await filled(log, 30);
    await assertRejects(() => cut!.next(5000), Error, "gone");
  },
);

simulated("A chunk that the system may still read is not used again", async (fixture) => {
  const log = await fixture.open({ memoryBytes: MEMORY_BYTES });
  await filled(log, 3);
  const { records, lent } = await read(log, 2, Infinity);
  const { buffer } = records;
  lent!.abandon();
  await filled(log, 30);
  const seen = new Set<ArrayBufferLike>();
  for (let i = 3; i < 33; i++) seen.add((await read(log, i)).records.buffer);
  assert(!seen.has(buffer));
});
