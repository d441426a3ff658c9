import { assert, assertEquals } from "@std/assert";
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { DecodeError } from "../../protocol/codec/errors.ts";
import { CLOSE_CONNECTION, heartbeat, NO_RESPONSE, Scripted } from "./test_apis.ts";
import { SimulatedServer } from "./simulated_server.ts";

const MORE_MS = 100;

Deno.test("ServerConnection starts overlapping requests at once and answers them in request order", async () => {
  const script = new Scripted();
  const { world, client } = await served(script.handler({ overlaps: true }));
  client.send(heartbeat(1), heartbeat(2), heartbeat(-3, 3), heartbeat(4));
  await world.advance(MORE_MS);
  assertEquals(script.started, [1, 2, -3, 4]);
  script.answer(4);
  script.answer(2);
  await world.advance(MORE_MS);
  assertEquals(client.correlationIds(), []);
  script.answer(1);
  await world.advance(MORE_MS);
  assertEquals(client.correlationIds(), [1, 2, 3, 4]);
});

Deno.test("ServerConnection tells a handler when its answer is with the kernel, not before", async () => {
  const script = new Scripted();
  const sent: unknown[] = [];
  const { world, client } = await served(
    script.handler({ overlaps: true, sent: (answer) => sent.push(answer) }),
  );
  client.send(heartbeat(1), heartbeat(2));
  await world.advance(MORE_MS);
  const [first, second] = [{ errorCode: 0 }, { errorCode: 27 }];
  script.answer(2, second);
  await world.advance(MORE_MS);
  assertEquals(sent, []);
  script.answer(1, first);
  await world.advance(MORE_MS);
  assertEquals(sent, [first, second]);
  assertEquals(client.correlationIds(), [1, 2]);
});

Deno.test("ServerConnection handles nothing else while a request without overlaps is under way", async () => {
  const script = new Scripted();
  const { world, client } = await served(script.handler());
  client.send(heartbeat(1), heartbeat(-2, 2), heartbeat(3));
  await world.advance(MORE_MS);
  assertEquals(script.started, [1]);
  script.answer(1);
  await world.advance(MORE_MS);
  assertEquals(script.started, [1, -2, 3]);
  assertEquals(client.correlationIds(), [1, 2]);
  script.answer(3);
  await world.advance(MORE_MS);
  assertEquals(client.correlationIds(), [1, 2, 3]);
});

Deno.test("ServerConnection lets an API without overlaps wait for overlapping ones before it", async () => {
  const slow = new Scripted();
  const started: string[] = [];
  const { request, response, versions, key, name } = Apis.ListGroups;
  const exclusive: ApiHandler = {
    key,
    name,
    request,
    response,
    versions,
    handle: () => {
      started.push(name);
      return { errorCode: 0, groups: [] };
    },
  };
  const { world, client } = await served(slow.handler({ overlaps: true }), exclusive);
  const listGroups = new Uint8Array([0, 0, 0, 10, 0, 16, 0, 0, 0, 0, 0, 2, 255, 255]);
  client.send(heartbeat(1), listGroups);
  await world.advance(MORE_MS);
  assertEquals(started, []);
  slow.answer(1);
  await world.advance(MORE_MS);
  assertEquals(started, [name]);
  assertEquals(client.correlationIds(), [1, 2]);
});

Deno.test("ServerConnection sends nothing for NO_RESPONSE and keeps the order of the others", async () => {
  const script = new Scripted();
  const { world, client } = await served(script.handler({ overlaps: true }));
  client.send(heartbeat(1), heartbeat(2), heartbeat(3));
  await world.advance(MORE_MS);
  script.answer(2, NO_RESPONSE);
  script.answer(3);
  script.answer(1);
  await world.advance(MORE_MS);
  assertEquals(client.correlationIds(), [1, 3]);
  assertEquals(client.closedBy, "nobody");
});

Deno.test("ServerConnection closes for CLOSE_CONNECTION after the answers before it", async () => {
  const script = new Scripted();
  const { world, client } = await served(script.handler({ overlaps: true }));
  client.send(heartbeat(1), heartbeat(2), heartbeat(3));
  await world.advance(MORE_MS);
  script.answer(3);
  script.answer(2, CLOSE_CONNECTION);
  await world.advance(MORE_MS);
  assertEquals(client.closedBy, "nobody");
  script.answer(1);
  await world.advance(MORE_MS);
  assertEquals(client.correlationIds(), [1]);
  assertEquals(client.closedBy, "end");
});

Deno.test("ServerConnection closes when a handler throws, rejects, or returns what can't be encoded", async () => {
  const failures: ((script: Scripted) => void)[] = [
    (script) => script.fail(1, new Error("broken")),
    (script) => script.fail(1, new DecodeError("not what it should be", 0)),
    (script) => script.answer(1, null as never),
  ];
  for (const fail of failures) {
    const script = new Scripted();
    const { world, client } = await served(script.handler());
    client.send(heartbeat(1), heartbeat(-2, 2));
    await world.advance(MORE_MS);
    fail(script);
    await world.advance(MORE_MS);
    assertEquals(client.correlationIds(), []);
    assertEquals(script.started, [1]);
    assert(client.closedBy !== "nobody");
  }
  const { world, client } = await served({
    ...new Scripted().handler(),
    handle: () => {
      throw new Error("broken");
    },
  });
  client.send(heartbeat(1));
  await world.advance(MORE_MS);
  assertEquals(client.closedBy, "end");
});

Deno.test("ServerConnection handles nothing while muted, and goes on afterwards", async () => {
  const started: number[] = [];
  const { world, client } = await served({
    ...new Scripted().handler(),
    handle: ({ generationId }, { connection }) => {
      started.push(generationId);
      if (generationId === 1) connection.mute(5000);
      return { errorCode: 0 };
    },
  });
  client.send(heartbeat(1), heartbeat(2));
  await world.advance(MORE_MS);
  assertEquals(client.correlationIds(), [1]);
  await world.advance(4000);
  client.send(heartbeat(3));
  await world.advance(MORE_MS);
  assertEquals(started, [1]);
  await world.advance(1000);
  assertEquals(client.correlationIds(), [1, 2, 3]);
});

Deno.test("ConnectionInfo.onClose runs once the client is gone, unless it was taken back", async () => {
  const gone: number[] = [];
  const { world, client } = await served({
    ...new Scripted().handler({ overlaps: true }),
    handle: ({ generationId }, { connection }) => {
      const takeBack = connection.onClose(() => gone.push(generationId));
      if (generationId === 1) takeBack();
      return new Promise(() => {});
    },
  });
  client.send(heartbeat(1), heartbeat(2));
  await world.advance(MORE_MS);
  assertEquals(gone, []);
  client.connection.abort();
  await world.advance(MORE_MS);
  assertEquals(gone, [2]);
});

async function served(...handlers: ApiHandler[]) {
  const simulated = await new SimulatedServer().serve(handlers);
  return { ...simulated, world: simulated.world, client: await simulated.client() };
}
