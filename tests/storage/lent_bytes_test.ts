import { assert, assertEquals } from "@std/assert";
import { append, batch, read, simulated, written } from "./log_fixture.ts";

simulated(
  "PartitionLog never changes records that were read and not given back",
  async (fixture) => {
    // Memory for a few batches: chunks are dropped, and used again, all the time.
    const log = await fixture.open({ memoryBytes: 400_000 });
    const held: { readonly records: Uint8Array; readonly copy: Uint8Array }[] = [];
    let reused = false;
    const seen = new Set<ArrayBufferLike>();
    for (let i = 0; i < 300; i++) {
      append(log, batch(1, { valueBytes: 2000 + (i * 37) % 3000 }));
      await written(log);
      const result = await read(log, i);
      // A third is kept for a while, a third of them for good; others are given back at once.
      if (i % 3 === 0) held.push({ records: result.records, copy: result.records.slice() });
      else {
        reused ||= seen.has(result.records.buffer) && i > 150;
        seen.add(result.records.buffer);
        result.lent!.release();
      }
      for (const { records, copy } of held) assertEquals(records, copy);
    }
    assert(reused, "no memory was used again");
  },
);

simulated(
  "PartitionLog gives old records from the file into memory that is used again",
  async (fixture) => {
    const resources = fixture.resources(10_000);
    const log = await fixture.open(resources);
    for (let i = 0; i < 60; i++) append(log, batch(1, { valueBytes: 1500 }));
    await written(log);
    const first = await read(log, 3, 1500);
    const kept = await read(log, 5, 1500);
    const copy = kept.records.slice();
    const { buffer } = first.records;
    first.lent!.release();
    first.lent!.release();
    const second = await read(log, 7, 1500);
    assertEquals(second.records.buffer === buffer, true);
    const third = await read(log, 8, 1500);
    assertEquals(third.records.buffer === buffer, false);
    assertEquals(kept.records, copy);
  },
);
