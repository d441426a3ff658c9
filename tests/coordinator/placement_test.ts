import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  type PlacementRandom,
  placeReplicas,
  type UsableBroker,
} from "../../coordinator/placement.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";

const ZERO: PlacementRandom = { below: () => 0 };

/** The generator that the vectors were made with: 64 bits, bounded as java.util.Random does. */
function vectorRandom(): PlacementRandom {
  let state = 17n;
  const next = (bits: bigint) => {
    state = BigInt.asUintN(64, state * 2862933555777941757n + 3037000493n);
    return Number(BigInt.asIntN(32, state >> (64n - bits)));
  };
  return {
    below(bound) {
      const value = next(31n);
      if ((bound & (bound - 1)) === 0) return Number((BigInt(bound) * BigInt(value)) >> 31n);
      let drawn = value;
      let result = drawn % bound;
      while (((drawn - result + bound - 1) | 0) < 0) {
        drawn = next(31n);
        result = drawn % bound;
      }
      return result;
    },
  };
}

function broker(id: number, rack: string | null = null, fenced = false): UsableBroker {
  return { id, rack, fenced };
}

Deno.test("placeReplicas gives Kafka's lists for a random of zeros", () => {
  assertEquals(placeReplicas(4, 2, [broker(0), broker(1), broker(2)], ZERO), [
    [0, 1],
    [1, 2],
    [2, 0],
    [1, 2],
  ]);
  assertEquals(placeReplicas(6, 3, [0, 1, 2, 3].map((id) => broker(id)), ZERO), [
    [0, 1, 2],
    [1, 2, 3],
    [2, 3, 0],
    [3, 0, 1],
    [1, 2, 3],
    [2, 3, 0],
  ]);
  const racks = ["a", "a", "b", "b", "c", "c"].map((rack, id) => broker(id, rack));
  assertEquals(placeReplicas(6, 3, racks, ZERO), [
    [0, 2, 4],
    [3, 5, 1],
    [4, 0, 2],
    [1, 3, 5],
    [2, 4, 0],
    [5, 1, 3],
  ]);
});

Deno.test("placeReplicas gives Kafka's lists for a seeded random, with racks and fenced brokers", () => {
  assertEquals(placeReplicas(5, 3, [0, 1, 2, 3].map((id) => broker(id)), vectorRandom()), [
    [2, 3, 0],
    [3, 0, 1],
    [0, 1, 2],
    [1, 2, 3],
    [1, 0, 2],
  ]);
  const racks = [
    broker(10, "1"),
    broker(11, "1"),
    broker(30, "3"),
    broker(31, "3"),
    broker(21, "2"),
    broker(20, "2", true),
  ];
  assertEquals(placeReplicas(3, 4, racks, vectorRandom()), [
    [11, 21, 31, 10],
    [21, 30, 10, 20],
    [31, 11, 21, 30],
  ]);
  const one = [broker(0), broker(1, null, true), broker(2), broker(3), broker(4)];
  assertEquals(placeReplicas(5, 4, one, vectorRandom()), [
    [3, 4, 0, 2],
    [4, 0, 2, 3],
    [0, 2, 3, 4],
    [2, 3, 4, 0],
    [0, 4, 3, 2],
  ]);
});

Deno.test("placeReplicas spreads over racks, balances leaders and never puts a fenced broker first", () => {
  const cluster = fc.array(
    fc.record({ rack: fc.constantFrom(null, "a", "b", "c"), fenced: fc.boolean() }),
    { minLength: 1, maxLength: 9 },
  );
  fc.assert(fc.property(cluster, fc.nat(), fc.nat(40), (nodes, rf, seed) => {
    const brokers = nodes.map((node, id) => ({ id, ...node }));
    const unfenced = brokers.filter(({ fenced }) => !fenced);
    fc.pre(unfenced.length > 0);
    const factor = 1 + rf % brokers.length;
    let state = seed;
    const random = { below: (bound: number) => (state = (state * 31 + 7) % 10007) % bound };
    const lists = placeReplicas(unfenced.length * 4, factor, brokers, random);
    const racks = new Set(brokers.map(({ rack }) => rack)).size;
    for (const list of lists) {
      assertEquals(list.length, factor);
      assertEquals(new Set(list).size, factor);
      assert(!brokers[list[0]].fenced);
      const used = new Set(list.map((id) => brokers[id].rack)).size;
      assert(used === Math.min(factor, racks));
    }
    if (racks === 1) {
      for (const { id } of unfenced) {
        assertEquals(lists.filter((list) => list[0] === id).length, 4);
      }
    }
  }));
});

Deno.test("placeReplicas refuses what it cannot place", () => {
  const refused = (factor: number, brokers: UsableBroker[]) => {
    const error = assertThrows(() => placeReplicas(1, factor, brokers, ZERO), ApiError);
    assertEquals(error.code, Errors.INVALID_REPLICATION_FACTOR);
  };
  refused(0, [broker(1)]);
  refused(-1, [broker(1)]);
  refused(2, [broker(1)]);
  refused(1, [broker(1, null, true), broker(2, "a", true)]);
  refused(1, []);
});
