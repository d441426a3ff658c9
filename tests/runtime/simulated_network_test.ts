import { assert, assertEquals } from "@std/assert";
import type { Connection } from "../../runtime/runtime.ts";
import { SimulatedWorld } from "../../runtime/simulated/world.ts";
import { assertFails } from "./failing.ts";
import { Peer } from "./peer.ts";

const encode = (content: string) => new TextEncoder().encode(content);

/** A world with a connection from machine `a` to a listener on machine `b`. */
async function connected(seed: number): Promise<{ world: SimulatedWorld; near: Peer; far: Peer }> {
  const world = new SimulatedWorld({ seed });
  const accepted = Promise.withResolvers<Connection>();
  const options = { host: "b", port: 9092, timeoutMs: 30_000 };
  await world.runUntil(world.node("b").network.listen({ host: "", port: 9092 }, accepted.resolve));
  const near = new Peer(await world.runUntil(world.node("a").network.connect(options))).start();
  const far = new Peer(await world.runUntil(accepted.promise)).start();
  return { world, near, far };
}

Deno.test("machines find each other by name and address", async () => {
  const { world, near, far } = await connected(1);
  assertEquals(world.node("a").network.hostName(), "a");
  assertEquals(near.connection.remote.port, 9092);
  const { address } = near.connection.remote;
  const again = world.node("a").network.connect({ host: address, port: 9092, timeoutMs: 1000 });
  assertEquals((await world.runUntil(again)).remote.address, address);
  const local = world.node("a").network.connect({ host: "localhost", port: 9092, timeoutMs: 1000 });
  await assertFails("connection-refused", () => world.runUntil(local));
  assertEquals(far.connection.remote, near.connection.local);
});

Deno.test("cut link holds back what is sent until it is healed", async () => {
  const { world, near, far } = await connected(2);
  world.cut("a", "b");
  near.connection.write(encode("hello"));
  await world.advance(60_000);
  assertEquals(far.receivedBytes, 0);
  world.heal("a", "b");
  await world.runUntil(() => far.receivedBytes === 5);
  assertEquals(far.text(), "hello");
});

Deno.test("cutOneWay lets the other direction through", async () => {
  const { world, near, far } = await connected(3);
  world.cutOneWay("a", "b");
  near.connection.write(encode("lost"));
  far.connection.write(encode("heard"));
  await world.advance(1000);
  assertEquals([near.text(), far.text()], ["heard", ""]);
  world.heal();
  await world.advance(1000);
  assertEquals(far.text(), "lost");
});

Deno.test("connect over a cut link times out, or succeeds once healed", async () => {
  const { world } = await connected(4);
  world.cut("a", "b");
  const options = { host: "b", port: 9092, timeoutMs: 3000 };
  const startMs = world.nowMs;
  await assertFails("timed-out", () => world.runUntil(world.node("a").network.connect(options)));
  assertEquals(world.nowMs - startMs, 3000);
  const second = world.node("a").network.connect(options);
  await world.advance(1000);
  world.heal("a", "b");
  await world.runUntil(second);
  const nobody = { host: "192.0.2.1", port: 1, timeoutMs: 100 };
  await assertFails("timed-out", () => world.runUntil(world.node("a").network.connect(nobody)));
});

Deno.test("resetConnections breaks both ends", async () => {
  const { world, near, far } = await connected(5);
  near.connection.write(new Uint8Array(1_000_000));
  await world.advance(1);
  world.resetConnections("a", "b");
  await world.runUntil(() => near.closedTimes + far.closedTimes === 2);
  assertEquals([near.closedWith?.code, far.closedWith?.code], [
    "connection-reset",
    "connection-reset",
  ]);
  assertEquals(near.connection.unsentBytes, 0);
});

Deno.test("crash of a process ends its connections, crash of a machine is silent", async () => {
  const first = await connected(6);
  first.world.crash("b", "process");
  await first.world.runUntil(() => first.near.closedTimes === 1);
  assertEquals(first.far.closedTimes, 0);
  const options = { host: "b", port: 9092, timeoutMs: 1000 };
  await assertFails(
    "connection-refused",
    () => first.world.runUntil(first.world.node("a").network.connect(options)),
  );

  const { world, near } = await connected(7);
  world.crash("b", "machine-lose-unsynced");
  near.connection.write(encode("anyone there?"));
  await world.advance(30_000);
  assertEquals(near.closedTimes, 0);
  await assertFails(
    "timed-out",
    () => world.runUntil(world.node("a").network.connect(options)),
  );
  world.node("b");
  await world.runUntil(() => near.closedTimes === 1);
  assertEquals(near.closedWith?.code, "connection-reset");
});

Deno.test("data crosses in pieces whose order and sizes the seed decides", async () => {
  const deliveries = new Set<string>();
  for (let seed = 0; seed < 10; seed++) {
    const { world, near, far } = await connected(seed);
    near.connection.write(encode("0123456789".repeat(20)));
    await world.runUntil(() => far.receivedBytes === 200);
    assertEquals(far.text(), "0123456789".repeat(20));
    deliveries.add(far.events.join());
  }
  assert(deliveries.size > 2, `${deliveries.size} ways`);
});
