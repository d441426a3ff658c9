import { assertEquals } from "@std/assert";
import { Fifo } from "../../client/fifo.ts";

Deno.test("Fifo hands out its elements in the order in which they came, also after many", () => {
  const fifo = new Fifo<number>();
  const taken: number[] = [];
  let next = 0;
  for (let round = 0; round < 100; round++) {
    for (let i = 0; i < 100; i++) fifo.push(next++);
    for (let i = 0; i < 90; i++) taken.push(fifo.shift()!);
    assertEquals(fifo.length, next - taken.length);
    assertEquals(fifo.first, taken.length);
  }
  assertEquals([...taken, ...fifo], Array.from({ length: next }, (_, i) => i));
});

Deno.test("Fifo has nothing to hand out when it is empty", () => {
  const fifo = new Fifo<string>();
  assertEquals(fifo.shift(), undefined);
  fifo.push("a");
  assertEquals([fifo.shift(), fifo.shift(), fifo.first, fifo.length], [
    "a",
    undefined,
    undefined,
    0,
  ]);
});
