import { assertEquals, assertThrows } from "@std/assert";
import { placeReplicas } from "../../../cli/reassign/place_replicas.ts";
import { OptionError } from "../../../cli/options/option_error.ts";
import { SimulatedWorld } from "../../../runtime/simulated/world.ts";

function nodes(...racks: readonly (string | null)[]) {
  return racks.map((rack, i) => ({ id: i + 1, host: "localhost", port: 9092, rack }));
}

function random(seed: number) {
  return new SimulatedWorld({ seed }).node("localhost").random;
}

function counts(ids: readonly number[]): number[] {
  return [...Map.groupBy(ids, (id) => id).values()].map(({ length }) => length);
}

Deno.test("placeReplicas gives every broker as many replicas, and as many leaders", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const placed = placeReplicas(random(seed), nodes(null, null, null, null), 8, 2);
    assertEquals(counts(placed.map(([leader]) => leader)), [2, 2, 2, 2]);
    assertEquals(counts(placed.flat()), [4, 4, 4, 4]);
    for (const replicas of placed) assertEquals(new Set(replicas).size, 2);
  }
});

Deno.test("placeReplicas puts the replicas of a partition into different racks", () => {
  const brokers = nodes("a", "a", "b", "b", "c", "c");
  for (let seed = 1; seed <= 20; seed++) {
    for (const replicas of placeReplicas(random(seed), brokers, 12, 3)) {
      const racks = new Set(replicas.map((id) => brokers[id - 1].rack));
      assertEquals(racks, new Set(["a", "b", "c"]));
    }
  }
});

Deno.test("placeReplicas refuses more replicas than brokers", () => {
  assertThrows(
    () => placeReplicas(random(1), nodes(null), 1, 2),
    OptionError,
    "The target replication factor of 2 cannot be reached because only 1 broker(s) are registered.",
  );
});
