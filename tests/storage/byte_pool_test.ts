import { assert, assertEquals } from "@std/assert";
import { BytePool } from "../../storage/byte_pool.ts";

const KIB = 1024;

Deno.test("BytePool hands out an array again, and keeps no more than it may", () => {
  const pool = new BytePool({ maxKeptBytes: 10_000 });
  const arrays = [pool.take(5000), pool.take(5000), pool.take(1)];
  assertEquals(arrays.map(({ length }) => length), [8192, 8192, 4096]);
  for (const bytes of arrays) pool.give(bytes);
  assertEquals(pool.keptBytes, 8192);
  assertEquals(pool.take(8000) === arrays[0], true);
});

Deno.test("BytePool frees at once what it does not keep", () => {
  const pool = new BytePool({ maxKeptBytes: 10 * KIB * KIB });
  const large = pool.take(5 * KIB * KIB);
  const kept = pool.take(8 * KIB);
  pool.give(large);
  pool.give(kept);
  assertEquals([large.length, large.buffer.byteLength, kept.length], [0, 0, 8 * KIB]);
  pool.clear();
  assertEquals([pool.keptBytes, kept.length], [0, 0]);
});

Deno.test("BytePool gives an array that is at most a quarter longer than was asked for, beyond 64 KiB", () => {
  const pool = new BytePool();
  for (let length = 64 * KIB + 1; length < 9 * KIB * KIB; length = Math.floor(length * 1.01)) {
    const { length: given } = pool.take(length);
    assert(given >= length && given <= length * 1.25, `${given} for ${length}`);
  }
});

Deno.test("BytePool lets go of what nobody needed from one look to the next, and of nothing else", () => {
  const timers: (() => void)[] = [];
  const clock = {
    setTimer(_: number, callback: () => void) {
      timers.push(callback);
      return { cancel() {} };
    },
  };
  const pool = new BytePool({ clock });
  const arrays = Array.from({ length: 4 }, () => pool.take(8 * KIB));
  for (const bytes of arrays) pool.give(bytes);
  assertEquals(timers.length, 1);
  timers.shift()!();
  assertEquals(pool.keptBytes, 32 * KIB);
  // One is in use all the time, a second one now and then.
  const used = pool.take(8 * KIB);
  pool.give(pool.take(8 * KIB));
  timers.shift()!();
  assertEquals(pool.keptBytes, 8 * KIB);
  pool.give(used);
  timers.shift()!();
  timers.shift()!();
  assertEquals([pool.keptBytes, timers.length], [0, 0]);
});
