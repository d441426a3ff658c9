import { assertEquals, assertThrows } from "@std/assert";
import { LeaderEpochCache } from "../../storage/leader_epoch_cache.ts";

const cache = (...entries: [number, number][]) =>
  new LeaderEpochCache(entries.map(([epoch, startOffset]) => ({ epoch, startOffset })));
const listed = (c: LeaderEpochCache) => c.entries.map((e) => [e.epoch, e.startOffset]);

Deno.test("LeaderEpochCache.assign adds later epochs and ignores the current one", () => {
  const c = cache();
  assertEquals(c.assign(1, 0), true);
  assertEquals(c.assign(1, 10), false);
  assertEquals(c.assign(4, 10), true);
  assertEquals(listed(c), [[1, 0], [4, 10]]);
  assertThrows(() => c.assign(-1, 0), RangeError);
});

Deno.test("LeaderEpochCache.assign drops entries in conflict with the new one", () => {
  const lower = cache([1, 0], [2, 10], [3, 20]);
  lower.assign(2, 25);
  assertEquals(listed(lower), [[1, 0], [2, 25]]);
  const earlier = cache([1, 0], [2, 10], [3, 20]);
  earlier.assign(5, 10);
  assertEquals(listed(earlier), [[1, 0], [5, 10]]);
});

Deno.test("LeaderEpochCache.truncateFromEnd drops epochs that start at the offset or later", () => {
  const c = cache([1, 0], [2, 10], [3, 20]);
  assertEquals(c.truncateFromEnd(21), false);
  assertEquals(c.truncateFromEnd(10), true);
  assertEquals(listed(c), [[1, 0]]);
});

Deno.test("LeaderEpochCache.truncateFromStart lets the epoch at the offset start there", () => {
  const c = cache([1, 0], [2, 10], [3, 20]);
  assertEquals(c.truncateFromStart(0), false);
  assertEquals(c.truncateFromStart(15), true);
  assertEquals(listed(c), [[2, 15], [3, 20]]);
  assertEquals(c.truncateFromStart(20), true);
  assertEquals(listed(c), [[3, 20]]);
  assertEquals(cache([3, 20]).truncateFromStart(10), false);
});

Deno.test("LeaderEpochCache.endOffsetFor answers as OffsetForLeaderEpoch does", () => {
  const c = cache([1, 5], [3, 10], [4, 20]);
  const end = (epoch: number) => {
    const { epoch: found, endOffset } = c.endOffsetFor(epoch, 30);
    return [found, endOffset];
  };
  assertEquals(end(-1), [-1, -1]);
  assertEquals(end(4), [4, 30]);
  assertEquals(end(5), [-1, -1]);
  assertEquals(end(3), [3, 20]);
  assertEquals(end(2), [1, 10]);
  assertEquals(end(1), [1, 10]);
  assertEquals(end(0), [0, 5]);
  assertEquals(cache().endOffsetFor(0, 30), { epoch: -1, endOffset: -1 });
});

Deno.test("LeaderEpochCache.epochFor gives the epoch of an offset", () => {
  const c = cache([1, 5], [3, 10]);
  assertEquals([4, 5, 9, 10, 99].map((o) => c.epochFor(o)), [undefined, 1, 1, 3, 3]);
});
