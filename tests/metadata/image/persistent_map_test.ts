import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { PersistentMap } from "../../../metadata/image/persistent_map.ts";

const step = fc.record({
  key: fc.oneof(fc.nat(40), fc.string({ maxLength: 2 })),
  value: fc.nat(5),
  remove: fc.boolean(),
  freeze: fc.boolean(),
});

Deno.test("PersistentMap does what a Map does, and older maps stay as they were", () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
    const model = new Map<string | number, number>();
    const history: [PersistentMap<string | number, number>, Map<string | number, number>][] = [];
    const edit = PersistentMap.empty<string | number, number>().edit();
    for (const { key, value, remove, freeze } of steps) {
      if (remove) assertEquals(edit.delete(key), model.delete(key));
      else {
        edit.set(key, value);
        model.set(key, value);
      }
      assertEquals(edit.size, model.size);
      assertEquals(edit.get(key), model.get(key));
      if (freeze) history.push([edit.freeze(), new Map(model)]);
    }
    for (const [map, expected] of history) {
      assertEquals(map.size, expected.size);
      assertEquals(new Map(map), expected);
      for (const [key, value] of expected) assertEquals(map.get(key), value);
    }
  }));
});

Deno.test("PersistentMap holds keys whose hashes collide", () => {
  // Two texts with the same FNV-1a hash, found by search.
  const pairs = ["7yzx", "e6ad"];
  let map = PersistentMap.empty<string, number>();
  for (const [index, key] of pairs.entries()) map = map.with(key, index);
  for (const [index, key] of pairs.entries()) assertEquals(map.get(key), index);
  const less = map.without(pairs[0]);
  assertEquals(less.get(pairs[0]), undefined);
  assertEquals(less.get(pairs[1]), 1);
  assertEquals(map.get(pairs[0]), 0);
});

Deno.test("PersistentMap iterates in one order however it came about", () => {
  const keys = Array.from({ length: 500 }, (_, index) => `topic-${index}`);
  const up = PersistentMap.from<string, number>(keys.map((key) => [key, 1]));
  const down = PersistentMap.from<string, number>(
    [...keys, "x", "y"].reverse().map((key) => [key, 1]),
  )
    .without("x").without("y");
  assertEquals([...up.keys()], [...down.keys()]);
});

Deno.test("PersistentMap.edit gives the same map back when nothing changed", () => {
  const map = PersistentMap.from<string, number>([["a", 1], ["b", 2]]);
  const edit = map.edit();
  edit.set("a", 1);
  edit.delete("c");
  assert(edit.freeze() === map);
});
