import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { SimulatedExit } from "../../runtime/simulated/process.ts";
import { SimulatedWorld } from "../../runtime/simulated/world.ts";
import { Peer } from "./peer.ts";

const encode = (content: string) => new TextEncoder().encode(content);

/** Several machines that talk, write and wait. Returns what they saw, in order. */
async function busyWorld(seed: number): Promise<{ world: SimulatedWorld; seen: string[] }> {
  const world = new SimulatedWorld({ seed });
  const seen: string[] = [];
  const server = world.node("server");
  await world.runUntil(server.network.listen({ host: "", port: 1 }, (connection) => {
    const peer = new Peer(connection).start();
    peer.onReceived = (bytes) => {
      seen.push(new TextDecoder().decode(bytes));
      connection.write(bytes.slice());
    };
  }));
  const client = async (name: string) => {
    const { network, disk, clock, random } = world.node(name);
    const connection = await network.connect({ host: "server", port: 1, timeoutMs: 1000 });
    const peer = new Peer(connection).start();
    const file = disk.open("/file", { create: "new", write: true });
    for (let round = 0; round < 5; round++) {
      await clock.sleep(random.below(3));
      connection.write(encode(`${name}${round} `));
      await file.write(encode(`${round}`), round);
    }
    await peer.untilReceived(15);
    await file.sync();
  };
  await world.runUntil(Promise.all(["a", "b", "c"].map(client)));
  return { world, seen };
}

Deno.test("same seed gives the same trace, event for event", async () => {
  const [one, two] = [await busyWorld(42), await busyWorld(42)];
  assert(one.world.trace().length > 100);
  assertEquals(one.world.trace(), two.world.trace());
  assertEquals(one.world.traceHash(), two.world.traceHash());
  assertEquals(one.seen, two.seen);
});

Deno.test("different seeds give different orders", async () => {
  const orders = new Set<string>();
  const hashes = new Set<string>();
  for (let seed = 0; seed < 8; seed++) {
    const { world, seen } = await busyWorld(seed);
    orders.add(seen.join(""));
    hashes.add(world.traceHash());
  }
  assertEquals(hashes.size, 8);
  assert(orders.size > 4);
});

Deno.test("events of different machines at the same time happen in a seeded order", async () => {
  const orders = new Set<string>();
  for (let seed = 0; seed < 20; seed++) {
    const world = new SimulatedWorld({ seed });
    let order = "";
    for (const name of ["a", "b", "c"]) {
      world.node(name).clock.setTimer(5, () => order += name);
      world.node(name).clock.setTimer(5, () => order += name.toUpperCase());
    }
    await world.advance(5);
    assertEquals(order.length, 6);
    for (const name of ["a", "b", "c"]) {
      assert(
        order.indexOf(name) < order.indexOf(name.toUpperCase()),
        "one machine keeps its order",
      );
    }
    orders.add(order);
  }
  assert(orders.size > 2);
});

Deno.test("time stands still between runs, and advance moves it exactly", async () => {
  const world = new SimulatedWorld({ seed: 1, startMs: 1000 });
  const { clock } = world.node("a");
  let fired = 0;
  clock.setTimer(100, () => fired++);
  await new Promise((resolve) => setTimeout(resolve, 1));
  assertEquals(clock.now(), 1000);
  await world.advance(99);
  assertEquals([clock.now(), fired], [1099, 0]);
  await world.advance(1);
  assertEquals([clock.now(), fired, clock.monotonic()], [1100, 1, 100]);
});

Deno.test("runUntil gives the promise's outcome and fails when it cannot come", async () => {
  const world = new SimulatedWorld({ seed: 1 });
  const { clock } = world.node("a");
  assertEquals(await world.runUntil(clock.sleep(5).then(() => "done")), "done");
  await assertRejects(
    () => world.runUntil(clock.sleep(5).then(() => Promise.reject(new Error("own")))),
    Error,
    "own",
  );
  await assertRejects(() => world.runUntil(new Promise(() => {})), Error, "nothing is left");
  await assertRejects(
    () => world.runUntil(clock.sleep(500), { maxVirtualMs: 400 }),
    Error,
    "400 virtual ms",
  );
  clock.setTimer(1, () => {
    throw new Error("in a timer");
  });
  await assertRejects(() => world.advance(1000), Error, "in a timer");
});

Deno.test("exit ends the process and tells its code", async () => {
  const world = new SimulatedWorld({ seed: 1 });
  const { process, clock } = world.node("a", { args: ["--x"], env: { K: "v" }, programName: "t" });
  assertEquals([process.args, process.env("K"), process.name], [["--x"], "v", "t"]);
  let after = 0;
  clock.setTimer(5, () => process.exit(3));
  clock.setTimer(6, () => after++);
  await world.advance(10);
  assertEquals([world.exitCode("a"), after], [3, 0]);
  const next = world.node("a");
  assertEquals(world.exitCode("a"), null);
  await assertRejects(async () => await next.process.exit(0), SimulatedExit);
});

Deno.test("signal reaches its handlers, and without one ends the process", async () => {
  const world = new SimulatedWorld({ seed: 1 });
  let signals = 0;
  world.node("a").process.onSignal("SIGTERM", () => signals++);
  world.signal("a", "SIGTERM");
  await world.advance(1);
  assertEquals([signals, world.exitCode("a")], [1, null]);
  world.signal("a", "SIGINT");
  await world.advance(1);
  assertEquals(world.exitCode("a"), 130);
});

Deno.test("terminal gives what is typed and keeps what is written", async () => {
  const world = new SimulatedWorld({ seed: 1 });
  const { terminal } = world.node("a");
  const test = world.terminal("a");
  const first = terminal.readInput();
  test.type("line\n");
  assertEquals(await first, encode("line\n"));
  test.endInput();
  assertEquals(await terminal.readInput(), null);
  terminal.writeOutput(encode("out"));
  terminal.writeError(encode("err"));
  assertEquals([test.output, test.errors], ["out", "err"]);
});

Deno.test("random of a machine depends on the seed, not on other machines", () => {
  const draw = (seed: number, others: string[]) => {
    const world = new SimulatedWorld({ seed });
    for (const other of others) world.node(other).random.next();
    return [...world.node("a").random.bytes(16)];
  };
  assertEquals(draw(1, []), draw(1, ["b", "c"]));
  assertNotEquals(draw(1, []), draw(2, []));
});
