import { assertEquals } from "@std/assert";
import { SimulatedWorld } from "../../runtime/simulated/world.ts";
import { LogLoading } from "../../storage/log_loading.ts";

function loading(total: number, isRecovery: boolean) {
  const world = new SimulatedWorld({ seed: 1 });
  const lines: string[] = [];
  const counts: number[] = [];
  const logs = new LogLoading(world.node("broker").clock, {
    total,
    isRecovery,
    info: (line) => lines.push(line),
    onLoaded: ({ loaded }) => counts.push(loaded),
  });
  return { world, logs, lines, counts };
}

Deno.test("LogLoading: while a recovery goes on, one line every five seconds, and one at the end", async () => {
  const { world, logs, lines } = loading(3, true);
  await world.advance(4_999);
  assertEquals(lines, []);
  logs.loaded();
  await world.advance(2);
  assertEquals(lines.splice(0), ["Recovering logs: 1 of 3 are done"]);
  logs.loaded();
  logs.loaded();
  await world.advance(4_990);
  logs.end();
  assertEquals(lines, ["Loaded 3 logs in 9991ms"]);
  await world.advance(60_000);
  assertEquals(lines.length, 1);
});

Deno.test("LogLoading: a start after a clean stop has the line at the end alone", async () => {
  const { world, logs, lines, counts } = loading(2, false);
  logs.loaded();
  await world.advance(20_000);
  logs.loaded();
  logs.end();
  assertEquals(lines, ["Loaded 2 logs in 20000ms"]);
  assertEquals(counts, [0, 1, 2]);
});
