import { assert, assertEquals } from "@std/assert";
import type { Declare } from "./runtime_suite.ts";

export function clockBehaviour(declare: Declare): void {
  declare("clock.now is a whole number and moves with sleep", async ({ runtime: { clock } }) => {
    const startMs = clock.now();
    assert(Number.isInteger(startMs));
    assert(startMs > Date.UTC(2024, 0, 1));
    await clock.sleep(5);
    assert(clock.now() >= startMs + 4);
  });

  declare("clock.monotonic never goes back, and a timer is never early", async ({ runtime }) => {
    const { clock } = runtime;
    for (const delayMs of [0, 1, 3, 7.5]) {
      const startMs = clock.monotonic();
      let endMs: number | null = null;
      clock.setTimer(delayMs, () => endMs = clock.monotonic());
      while (endMs === null) await clock.sleep(1);
      const tookMs: number = endMs - startMs;
      assert(tookMs >= delayMs, `${delayMs} ms took ${tookMs}`);
    }
  });

  declare(
    "clock.setTimer runs timers in the order they are due",
    async ({ runtime: { clock } }) => {
      const order: number[] = [];
      clock.setTimer(30, () => order.push(30));
      clock.setTimer(10, () => order.push(10));
      clock.setTimer(20, () => order.push(20));
      clock.setTimer(20, () => order.push(21));
      await clock.sleep(40);
      assertEquals(order, [10, 20, 21, 30]);
    },
  );

  declare("clock.setTimer takes any delay", async ({ runtime: { clock } }) => {
    let fired = 0;
    const longest = clock.setTimer(Number.MAX_SAFE_INTEGER, () => fired++);
    const month = clock.setTimer(31 * 24 * 3600_000, () => fired++);
    clock.setTimer(-5, () => fired += 10);
    await clock.sleep(5);
    assertEquals(fired, 10);
    longest.cancel();
    month.cancel();
  });

  declare("timer.cancel keeps the callback from running, at any moment", async ({ runtime }) => {
    const { clock } = runtime;
    const ran: string[] = [];
    clock.setTimer(1, () => ran.push("cancelled at once")).cancel();
    const second = clock.setTimer(10, () => ran.push("cancelled by another"));
    const first = clock.setTimer(5, () => {
      ran.push("first");
      second.cancel();
      first.cancel();
    });
    await clock.sleep(15);
    first.cancel();
    assertEquals(ran, ["first"]);
  });

  declare(
    "clock.endOfTurn runs after the turn's microtasks, in order, once",
    async ({ runtime }) => {
      const { clock } = runtime;
      const order: string[] = [];
      clock.endOfTurn(() => order.push("one"));
      clock.endOfTurn(() => order.push("two"));
      order.push("sync");
      Promise.resolve().then(() => order.push("microtask")).then(() =>
        order.push("later microtask")
      );
      await clock.sleep(5);
      assertEquals(order, ["sync", "microtask", "later microtask", "one", "two"]);
    },
  );

  declare(
    "clock.endOfTurn within endOfTurn means the next turn",
    async ({ runtime: { clock } }) => {
      const order: string[] = [];
      clock.endOfTurn(() => {
        order.push("first turn");
        clock.endOfTurn(() => order.push("second turn"));
        Promise.resolve().then(() => order.push("between"));
      });
      clock.endOfTurn(() => order.push("first turn still"));
      await clock.sleep(5);
      assertEquals(order, ["first turn", "first turn still", "between", "second turn"]);
    },
  );

  declare("random gives what was asked for", ({ runtime: { random } }) => {
    for (let round = 0; round < 1000; round++) {
      const next = random.next();
      assert(next >= 0 && next < 1);
      const below = random.below(7);
      assert(Number.isInteger(below) && below >= 0 && below < 7);
    }
    assertEquals(new Set(Array.from({ length: 1000 }, () => random.below(7))).size, 7);
    assertEquals(random.bytes(0).length, 0);
    const bytes = random.bytes(200_000);
    assertEquals(bytes.length, 200_000);
    assert(bytes.subarray(-100).some((byte) => byte !== 0));
    assertEquals(new Set(Array.from({ length: 1000 }, () => random.uniqueId())).size, 1000);
    return Promise.resolve();
  });
}
