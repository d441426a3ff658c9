import { assertEquals } from "@std/assert";
import { gunzipSync } from "node:zlib";
import { decodeHex } from "./hex.ts";
import { type LogFixture, offsetsOf, read, readAll, simulated } from "./log_fixture.ts";

interface MessageSet {
  readonly name: string;
  readonly hex: string;
  readonly batches: readonly {
    readonly firstOffset: number;
    readonly lastOffset: number;
    readonly maxTimestamp: number;
    readonly records: readonly { readonly offset: number; readonly timestamp: number }[];
  }[];
}

/** Sets of magic 0 and 1 that Kafka 3.5 wrote, whose offsets rise as in a log. */
function messageSets(): MessageSet[] {
  const file = new URL("../fixtures/protocol/message-sets.ndjson.gz", import.meta.url);
  const lines = new TextDecoder().decode(gunzipSync(Deno.readFileSync(file))).trim().split("\n");
  return lines.map((line) => JSON.parse(line) as MessageSet).filter(({ batches }) =>
    batches.length > 0 &&
    batches.every((batch, i) =>
      batch.records.length > 0 && (i === 0 || batch.firstOffset > batches[i - 1].lastOffset)
    )
  );
}

async function open(fixture: LogFixture, index: number, set: MessageSet, clean: boolean) {
  const directory = `/data/t-${index}`;
  const base = set.batches[0].firstOffset;
  await fixture.runtime.disk.makeDirectory(directory);
  const name = String(base).padStart(20, "0");
  fixture.writeFile(`${name}.log`, decodeHex(set.hex), directory);
  fixture.writeFile(`${name}.index`, new Uint8Array(0), directory);
  fixture.writeFile(`${name}.timeindex`, new Uint8Array(0), directory);
  return fixture.open({ directory, clean });
}

simulated("PartitionLog serves segments of old message formats as they are", async (fixture) => {
  const sets = messageSets();
  assertEquals(sets.length > 15, true, `${sets.length} sets`);
  for (const [index, set] of sets.entries()) {
    for (const clean of [true, false]) {
      const log = await open(fixture, index * 2 + Number(clean), set, clean);
      const last = set.batches.at(-1)!.lastOffset;
      assertEquals(log.logEndOffset, last + 1, set.name);
      assertEquals(log.latestEpoch, undefined);
      const { records } = await read(log, log.logStartOffset);
      assertEquals(records, decodeHex(set.hex), set.name);
      assertEquals(
        offsetsOf(await readAll(log)),
        set.batches.flatMap((batch) => batch.records.map(({ offset }) => offset)),
        set.name,
      );
    }
  }
  assertEquals(fixture.warnings, []);
});

simulated("PartitionLog finds timestamps in segments of magic 1", async (fixture) => {
  for (const [index, set] of messageSets().entries()) {
    const max = Math.max(...set.batches.map(({ maxTimestamp }) => maxTimestamp));
    if (max < 0) continue;
    const log = await open(fixture, index, set, false);
    const records = set.batches.flatMap((batch) => batch.records);
    const wanted = records.find(({ timestamp }) => timestamp === max);
    if (wanted === undefined) continue; // a wrapper that says more than its messages
    assertEquals((await log.offsetOfMaxTimestamp())?.offset, wanted.offset, set.name);
    const first = await log.offsetForTimestamp(max, "log-end");
    assertEquals([first?.offset, first?.timestampMs], [wanted.offset, max], set.name);
  }
});
