/** The bound over all connections: memory is measured as the server counts it. */
import { assert, assertEquals } from "@std/assert";
import { encodeRequest } from "../../client/request_frame.ts";
import type { ApiHandler } from "../../network/api.ts";
import { defineApi } from "../../network/define_api.ts";
import { Apis } from "../../protocol/apis.ts";
import { logged } from "./logged.ts";
import { type RawClient, SimulatedServer } from "./simulated_server.ts";
import { heartbeat, Scripted } from "./test_apis.ts";

const KIB = 1024;
const LIMIT = 2 * KIB * KIB;
const LARGEST_ANSWER = 400 * KIB;
/** Connections below their share may go beyond it once, by as much again, and the favoured one up to its request. */
const WORST = 3 * LIMIT + 1024 * KIB;
const limits = { maxHeldBytes: LIMIT };

/** Answers with as many bytes as it should, and counts what it was asked. */
function echo(): ApiHandler & { asked: number } {
  const { key, name, request, response, versions } = Apis.SaslAuthenticate;
  return {
    asked: 0,
    key,
    name,
    request,
    response,
    versions,
    handle(_, { connection }) {
      this.asked++;
      const { eagerBytes } = connection.answerSpace!;
      const authBytes = new Uint8Array(Math.min(LARGEST_ANSWER, eagerBytes));
      return { errorCode: 0, errorMessage: null, authBytes, sessionLifetimeMs: 0n };
    },
  };
}

/** Asks {@linkcode echo} in a request of about `bytes`. */
function ask(bytes = 10): Uint8Array {
  const body = { authBytes: new Uint8Array(bytes) };
  return join(encodeRequest(Apis.SaslAuthenticate, 0, 1, "c", body));
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(chunks.flatMap((chunk) => [...chunk]));
}

async function clients(served: SimulatedServer, count: number): Promise<RawClient[]> {
  const all: RawClient[] = [];
  for (let i = 0; i < count; i++) all.push(await served.client());
  return all;
}

/** Asks once and tells whether the answer came within a tenth of a second. */
async function isServed(served: SimulatedServer, client: RawClient): Promise<boolean> {
  const before = client.frames().length;
  client.send(ask());
  await served.world.advance(100);
  return client.frames().length === before + 1;
}

Deno.test("Clients that never read hold no more than the limit together; others are served; told once", async () => {
  const handler = echo();
  const served = await new SimulatedServer({ limits }).serve([handler]);
  const { held } = served.server;
  const lines = await logged(async () => {
    const deaf = await clients(served, 40);
    for (const client of deaf) {
      client.connection.pause();
      for (let i = 0; i < 20; i++) client.send(ask());
    }
    await served.world.advance(3000);
    // Over the limit go the smallest answer and the waiting requests of each.
    const bound = LIMIT + 40 * (32 + 16) * KIB;
    assert(held.exceeded, `only ${held.totalBytes} are held`);
    assert(held.totalBytes <= bound, `${held.totalBytes} are held`);
    assert(handler.asked < 40 * 20, "every request was taken");

    const normal = await served.client();
    for (let i = 0; i < 50; i++) assert(await isServed(served, normal), `request ${i}`);
    assert(held.totalBytes <= bound, `${held.totalBytes} are held`);

    for (const client of deaf) client.connection.resume();
    await served.world.advance(120_000);
    assertEquals(deaf.map((client) => client.frames().length), deaf.map(() => 20));
    assertEquals(held.totalBytes, 0);
  });
  assertEquals(lines.filter((line) => line.includes("are held for")).length, 1, lines.join("\n"));
});

Deno.test("Clients that stop in the middle of long requests hold little more than the limit; others are served", async () => {
  const handler = echo();
  const served = await new SimulatedServer({ limits }).serve([handler]);
  const { held } = served.server;
  const long = ask(1000 * KIB);
  const lines = await logged(async () => {
    const stalled = await clients(served, 20);
    for (const client of stalled) client.send(long.subarray(0, 900 * KIB));
    await served.world.advance(1000);
    assert(held.exceeded, `only ${held.totalBytes} are held`);
    assert(held.totalBytes < WORST, `${held.totalBytes} are held`);

    const normal = await served.client();
    for (let i = 0; i < 10; i++) assert(await isServed(served, normal), `request ${i}`);
    const before = handler.asked;

    for (const client of stalled) client.send(long.subarray(900 * KIB));
    await served.world.advance(60_000);
    assertEquals(handler.asked - before, 20);
    assertEquals(held.totalBytes, 0);
  });
  assertEquals(lines.length, 1, lines.join("\n"));
});

Deno.test("Clients that stopped in the middle of requests and went give everything back within a second", async () => {
  const served = await new SimulatedServer({ limits }).serve([echo()]);
  const { held } = served.server;
  const stalled = await clients(served, 20);
  const part = ask(1000 * KIB).subarray(0, 900 * KIB);
  for (const client of stalled) client.send(part);
  await served.world.advance(1500);
  assert(held.exceeded, `only ${held.totalBytes} are held`);
  for (const client of stalled) client.connection.abort();
  await served.world.advance(1200);
  assertEquals([held.totalBytes, served.server.connectionCount], [0, 0]);
});

Deno.test("A favoured connection that stands still is closed, so that a complete request gets through", async () => {
  const handler = echo();
  const served = await new SimulatedServer({ limits }).serve([handler]);
  const { held } = served.server;
  const long = ask(1000 * KIB);
  const stalled = await clients(served, 20);
  for (const client of stalled) client.send(long.subarray(0, 900 * KIB));
  await served.world.advance(2000);
  const willing = await served.client();
  willing.send(long);
  for (let i = 0; i < 100; i++) {
    await served.world.advance(1000);
    assert(held.totalBytes < WORST, `${held.totalBytes} are held after ${i} s`);
  }
  assertEquals(willing.frames().length, 1);
  assert(!held.exceeded);
  const left = stalled.filter(({ closedBy }) => closedBy === "nobody").length;
  assert(left > 0 && left < 20, `${left} are left`);
});

Deno.test("Connections cut off give back what they held", async () => {
  const served = await new SimulatedServer({ limits }).serve([echo()]);
  const { held } = served.server;
  const some = await clients(served, 8);
  for (const client of some.slice(0, 4)) {
    client.connection.pause();
    for (let i = 0; i < 10; i++) client.send(ask());
  }
  for (const client of some.slice(4)) client.send(ask(1000 * KIB).subarray(0, 900 * KIB));
  await served.world.advance(1000);
  assert(held.exceeded);
  for (const client of some) client.connection.abort();
  await served.world.advance(2000);
  assertEquals([held.totalBytes, held.pressed, served.server.connectionCount], [0, false, 0]);
});

Deno.test("A request that is longer than the limit still gets through", async () => {
  const handler = echo();
  const served = await new SimulatedServer({ limits: { maxHeldBytes: 100 * KIB } })
    .serve([handler]);
  const both = await clients(served, 2);
  for (const client of both) client.send(ask(600 * KIB));
  await served.world.advance(10_000);
  assertEquals(handler.asked, 2);
  assertEquals(served.server.held.totalBytes, 0);
});

Deno.test("A hundred megabytes announced take no memory before they come", async () => {
  const served = await new SimulatedServer().serve([echo()]);
  const announced = new Uint8Array(2000);
  new DataView(announced.buffer).setInt32(0, 100 * KIB * KIB);
  const liars = await clients(served, 100);
  for (const client of liars) client.send(announced);
  await served.world.advance(1000);
  const { totalBytes } = served.server.held;
  assert(totalBytes > 0 && totalBytes <= 100 * 72 * KIB, `${totalBytes} are held`);
  assert(await isServed(served, await served.client()));
});

Deno.test("Two thousand idle connections hold nothing, and another one is served", async () => {
  const served = await new SimulatedServer().serve([echo()]);
  const idle = await clients(served, 2000);
  for (const client of idle) client.send(ask(1));
  await served.world.advance(2000);
  assertEquals(served.server.held.totalBytes, 0);
  assertEquals(served.server.connectionCount, 2000);
  assert(await isServed(served, await served.client()));
});

Deno.test("A slow reader gets everything and never holds more than its limit and one answer", async () => {
  const maxUnsentBytes = 100 * KIB;
  const served = await new SimulatedServer({ limits: { maxUnsentBytes } }).serve([echo()]);
  const { held } = served.server;
  const slow = await served.client();
  slow.connection.pause();
  for (let i = 0; i < 30; i++) slow.send(ask());
  let most = 0;
  for (let i = 0; i < 2000 && slow.frames().length < 30; i++) {
    if (i % 10 === 0) slow.connection.resume();
    await served.world.advance(2);
    slow.connection.pause();
    await served.world.advance(10);
    most = Math.max(most, held.totalBytes);
  }
  assertEquals(slow.frames().length, 30);
  assert(most > 0 && most <= maxUnsentBytes + LARGEST_ANSWER + 20 * KIB, `${most} were held`);
});

Deno.test("What a handler says that its answer takes counts until it is sent", async () => {
  let settle = () => {};
  const handler = defineApi(Apis.Heartbeat, (_, { connection }) => {
    connection.answerSpace!.hold(5000);
    return new Promise((resolve) => settle = () => resolve({ errorCode: 0 }));
  }, { overlaps: "one at a time" });
  const served = await new SimulatedServer().serve([handler]);
  const { held } = served.server;
  const client = await served.client();
  client.send(heartbeat(1));
  await served.world.advance(100);
  assertEquals(held.totalBytes, 5000);
  settle();
  await served.world.advance(100);
  assertEquals([held.totalBytes, client.frames().length], [0, 1]);
  client.send(heartbeat(2));
  await served.world.advance(100);
  client.connection.abort();
  await served.world.advance(100);
  assertEquals(held.totalBytes, 0);
  settle();
  await served.world.advance(100);
  assertEquals(held.totalBytes, 0);
});

Deno.test("Of requests that go one at a time no second one starts, others do", async () => {
  const script = new Scripted();
  const handler = echo();
  const served = await new SimulatedServer().serve([
    script.handler({ overlaps: "one at a time" }),
    { ...handler, overlaps: true, handle: handler.handle.bind(handler) },
  ]);
  const client = await served.client();
  client.send(heartbeat(1), ask(), heartbeat(2));
  await served.world.advance(100);
  assertEquals([script.started, handler.asked], [[1], 1]);
  script.answer(1);
  await served.world.advance(100);
  assertEquals(script.started, [1, 2]);
  script.answer(2);
  await served.world.advance(100);
  assertEquals(client.frames().length, 3);
});

Deno.test("HeldBytes.eagerBytes is a whole number, however much is held", async () => {
  const maxHeldBytes = 256 * KIB * KIB;
  const served = await new SimulatedServer({ limits: { maxHeldBytes } }).serve([echo()]);
  const { held } = served.server;
  held.add(210_000_001);
  assertEquals(held.eagerBytes, 913_053);
  held.add(-210_000_001);
});
