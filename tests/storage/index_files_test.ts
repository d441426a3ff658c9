import { assertEquals, assertThrows } from "@std/assert";
import { CorruptFileError } from "../../storage/errors.ts";
import { LogMemory } from "../../storage/log_memory.ts";
import { OffsetIndex } from "../../storage/offset_index.ts";
import { TimeIndex } from "../../storage/time_index.ts";
import { TransactionIndex } from "../../storage/transaction_index.ts";
import { encodeHex } from "./hex.ts";
import { DIRECTORY, type LogFixture, simulated } from "./log_fixture.ts";

const BASE = 1000;

async function indexes(fixture: LogFixture) {
  const { disk, clock } = fixture.runtime;
  await disk.makeDirectory(DIRECTORY);
  const memory = new LogMemory(clock);
  const path = (name: string) => `${DIRECTORY}/${name}`;
  return {
    memory,
    offsets: () => new OffsetIndex(disk, path("o"), memory, BASE),
    times: () => new TimeIndex(disk, path("t"), memory, BASE),
    transactions: () => new TransactionIndex(disk, path("x"), memory, BASE),
  };
}

simulated(
  "OffsetIndex writes Kafka's entries and finds the last one at or before an offset",
  async (fixture) => {
    const { offsets } = await indexes(fixture);
    const index = offsets();
    assertEquals(index.floor(BASE + 5), { offset: BASE, position: 0 });
    index.append(BASE + 4, 100);
    index.append(BASE + 9, 250);
    index.append(BASE + 19, 4000);
    index.file.writeOut();
    assertEquals(
      encodeHex(await fixture.readFile("o")),
      "0000000400000064" + "00000009000000fa" + "0000001300000fa0",
    );
    const floors = [0, 3, 4, 8, 9, 18, 19, 500].map((o) => index.floor(BASE + o)!.position);
    assertEquals(floors, [0, 0, 100, 100, 250, 250, 4000, 4000]);
    assertEquals(index.last(), { offset: BASE + 19, position: 4000 });
    assertEquals([99, 100, 101, 4000].map((p) => index.upperBound(p)), [
      BASE + 4,
      BASE + 4,
      BASE + 9,
      BASE + 19,
    ]);
    assertEquals(index.upperBound(4001), undefined);
  },
);

simulated(
  "OffsetIndex answers from the entries in memory, and says when they are not enough",
  async (fixture) => {
    const { offsets, memory } = await indexes(fixture);
    const index = offsets();
    for (let i = 1; i <= 10; i++) index.append(BASE + i * 10, i * 100);
    index.file.release();
    assertEquals(memory.usedBytes, 0);
    assertEquals(index.floor(BASE + 55), undefined);
    index.append(BASE + 110, 1100);
    index.append(BASE + 120, 1200);
    assertEquals(index.floor(BASE + 115), { offset: BASE + 110, position: 1100 });
    assertEquals(index.floor(BASE + 55), undefined);
    assertEquals(index.upperBound(1150), BASE + 120);
    assertEquals(index.upperBound(550), undefined);
    await index.file.loadAsync();
    assertEquals(index.floor(BASE + 55), { offset: BASE + 50, position: 500 });
    index.file.writeOut();
    const again = offsets();
    again.openExisting();
    assertEquals(again.count, 12);
    assertEquals(again.last(), { offset: BASE + 120, position: 1200 });
    again.file.load();
    assertEquals(again.floor(BASE + 55), { offset: BASE + 50, position: 500 });
  },
);

simulated("OffsetIndex drops the zeros that Kafka preallocates", async (fixture) => {
  const { offsets } = await indexes(fixture);
  const index = offsets();
  for (let i = 1; i <= 5; i++) index.append(BASE + i, i * 100);
  index.file.writeOut();
  const written = await fixture.readFile("o");
  const padded = new Uint8Array(4096);
  padded.set(written);
  fixture.writeFile("o", padded);
  const again = offsets();
  again.openExisting();
  assertEquals(again.count, 5);
  assertEquals((await fixture.readFile("o")).length, 40);
  fixture.writeFile("o", new Uint8Array(4096));
  const empty = offsets();
  empty.openExisting();
  assertEquals([empty.count, empty.last()], [0, null]);
});

simulated(
  "OffsetIndex.truncateTo drops later entries, in memory and in the file",
  async (fixture) => {
    const { offsets } = await indexes(fixture);
    const index = offsets();
    for (let i = 1; i <= 5; i++) index.append(BASE + i, i * 100);
    index.file.writeOut();
    index.append(BASE + 6, 600);
    index.truncateTo(BASE + 4);
    assertEquals(index.last(), { offset: BASE + 3, position: 300 });
    assertEquals((await fixture.readFile("o")).length, 24);
    index.append(BASE + 4, 444);
    index.file.writeOut();
    assertEquals((await fixture.readFile("o")).length, 32);
    const again = offsets();
    again.openExisting();
    assertEquals(again.last(), { offset: BASE + 4, position: 444 });
  },
);

simulated("TimeIndex takes rising timestamps only", async (fixture) => {
  const { times } = await indexes(fixture);
  const index = times();
  assertEquals(index.last(), { timestampMs: -1, offset: BASE });
  index.maybeAppend(-1, BASE);
  index.maybeAppend(100, BASE + 1);
  index.maybeAppend(100, BASE + 2);
  index.maybeAppend(90, BASE + 3);
  index.maybeAppend(1700000000000, BASE + 4);
  index.file.writeOut();
  assertEquals(
    encodeHex(await fixture.readFile("t")),
    "000000000000006400000001" + "0000018bcfe5680000000004",
  );
  assertEquals(index.floor(99), { timestampMs: -1, offset: BASE });
  assertEquals(index.floor(100), { timestampMs: 100, offset: BASE + 1 });
  assertEquals(index.floor(2e12), { timestampMs: 1700000000000, offset: BASE + 4 });
});

simulated("TimeIndex drops the zeros that Kafka preallocates", async (fixture) => {
  const { times } = await indexes(fixture);
  const index = times();
  index.maybeAppend(5, BASE + 1);
  index.maybeAppend(6, BASE + 2);
  index.file.writeOut();
  const padded = new Uint8Array(1200);
  padded.set(await fixture.readFile("t"));
  fixture.writeFile("t", padded);
  const again = times();
  again.openExisting();
  assertEquals([again.count, again.last().timestampMs], [2, 6]);
  again.maybeAppend(7, BASE + 3);
  assertEquals(again.last(), { timestampMs: 7, offset: BASE + 3 });
});

simulated(
  "TransactionIndex writes Kafka's entries and collects those that overlap a range",
  async (fixture) => {
    const { transactions } = await indexes(fixture);
    const index = transactions();
    const entry = (producerId: bigint, first: number, last: number, stable: number) => ({
      producerId,
      firstOffset: BASE + first,
      lastOffset: BASE + last,
      lastStableOffset: BASE + stable,
    });
    index.append(entry(7n, 0, 5, 2));
    index.append(entry(8n, 2, 9, 10));
    index.append(entry(9n, 12, 20, 21));
    index.file.writeOut();
    assertEquals(
      encodeHex((await fixture.readFile("x")).subarray(0, 34)),
      "0000" + "0000000000000007" + "00000000000003e8" + "00000000000003ed" + "00000000000003ea",
    );
    const collect = (from: number, to: number) => {
      const found: { producerId: bigint; firstOffset: number }[] = [];
      const complete = index.collect(BASE + from, BASE + to, found);
      return [found.map((t) => t.producerId), complete];
    };
    assertEquals(collect(0, 4), [[7n, 8n], true]);
    assertEquals(collect(6, 11), [[8n], true]);
    assertEquals(collect(10, 12), [[], true]);
    assertEquals(collect(0, 30), [[7n, 8n, 9n], false]);
    assertEquals(collect(21, 30), [[], false]);
    index.truncateTo(BASE + 9);
    assertEquals(index.count, 1);
  },
);

simulated("TransactionIndex refuses entries of a later version", async (fixture) => {
  const { transactions } = await indexes(fixture);
  const bytes = new Uint8Array(34);
  bytes[0] = 1;
  fixture.writeFile("x", bytes);
  assertThrows(() => transactions().openExisting(), CorruptFileError);
});
