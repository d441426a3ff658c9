import { assertEquals, assertRejects } from "@std/assert";
import {
  type OffsetLookup,
  planReset,
  type ResetNotes,
  UnknownOffsetError,
} from "../../../cli/consumer_groups/plan_reset.ts";
import type { ResetScenario } from "../../../cli/consumer_groups/reset_scenario.ts";
import { partitionKey } from "../../../client/topic_partition.ts";
import { UsageError } from "../../../cli/options/option_error.ts";

const PARTITIONS = [{ topic: "t", partition: 0 }, { topic: "t", partition: 1 }];
const offsets = (first: bigint, second?: bigint) =>
  Promise.resolve(
    new Map([
      [partitionKey(PARTITIONS[0]), first],
      ...second === undefined ? [] : [[partitionKey(PARTITIONS[1]), second] as const],
    ]),
  );
/** Partition 0 holds offsets 10 to 20, the other 0 to 5; only the first has a commit. */
const LOOKUP: OffsetLookup = {
  committed: () => offsets(12n),
  earliest: () => offsets(10n, 0n),
  latest: () => offsets(20n, 5n),
  atTime: (timestamp) => timestamp > 100n ? offsets(15n) : offsets(11n, 2n),
};

async function plan(
  scenario: Exclude<ResetScenario, { readonly kind: "file" }>,
  partitions: readonly { topic: string; partition: number }[] = PARTITIONS,
  lookup: OffsetLookup = LOOKUP,
) {
  const said: string[] = [];
  const notes: ResetNotes = {
    clamped: (text) => said.push(text),
    nothingThatLate: ({ topic, partition }) => said.push(`${topic}-${partition}`),
  };
  const planned = await planReset(scenario, partitions, lookup, notes);
  return { offsets: planned.map(({ offset }) => offset), said };
}

Deno.test("planReset moves to either end, and to the end where nothing is committed", async () => {
  assertEquals((await plan({ kind: "earliest" })).offsets, [10n, 0n]);
  assertEquals((await plan({ kind: "latest" })).offsets, [20n, 5n]);
  assertEquals((await plan({ kind: "current" })).offsets, [12n, 5n]);
});

Deno.test("planReset keeps offsets within the log and says so", async () => {
  assertEquals(await plan({ kind: "offset", offset: 7n }), {
    offsets: [10n, 5n],
    said: [
      "New offset (7) is lower than earliest offset for topic partition t-0. Value will be set to 10",
      "New offset (7) is higher than latest offset for topic partition t-1. Value will be set to 5",
    ],
  });
  const [first] = PARTITIONS;
  assertEquals((await plan({ kind: "shift", by: -1n }, [first])).offsets, [11n]);
  assertEquals((await plan({ kind: "shift", by: 100n }, [first])).offsets, [20n]);
});

Deno.test("planReset falls back to the end where nothing is that late, and says so", async () => {
  assertEquals(await plan({ kind: "time", timestamp: 100n }), { offsets: [11n, 2n], said: [] });
  assertEquals(await plan({ kind: "time", timestamp: 101n }), {
    offsets: [15n, 5n],
    said: ["t-1"],
  });
});

Deno.test("planReset can't shift what was never committed, nor move what nobody knows", async () => {
  await assertRejects(() => plan({ kind: "shift", by: 1n }), UsageError, "t-1");
  const unknown = { ...LOOKUP, earliest: () => offsets(10n) };
  await assertRejects(
    () => plan({ kind: "earliest" }, PARTITIONS, unknown),
    UnknownOffsetError,
    "t-1",
  );
});
