import { assert, assertEquals } from "@std/assert";
import { logged } from "./logged.ts";
import { type RawClient, SimulatedServer } from "./simulated_server.ts";

for (
  const [setting, limits, told] of [
    ["max.connections", { maxConnections: 3 }, "3 connections"],
    ["max.connections.per.ip", { maxConnectionsPerIp: 3 }, "3 connections per address"],
  ] as const
) {
  Deno.test(`Connections beyond ${setting} are told once a minute, with their number`, async () => {
    const served = await new SimulatedServer({ limits }).serve([]);
    const lines = await logged(async () => {
      const all: RawClient[] = [];
      for (let i = 0; i < 20; i++) all.push(await served.client());
      await served.world.advance(100);
      assertEquals(all.filter(({ closedBy }) => closedBy === "nobody").length, 3);
      await served.world.advance(60_000);
      await served.client();
      await served.world.advance(100);
    });
    assertEquals(lines.length, 2);
    assert(lines[0].includes(`there are ${told} already`), lines[0]);
    assert(lines[1].includes("so were 16 more"), lines[1]);
  });
}

Deno.test("A frame beyond socket.request.max.bytes closes its connection, told in one line", async () => {
  const served = await new SimulatedServer({ limits: { maxRequestBytes: 1000 } }).serve([]);
  const lines = await logged(async () => {
    const client = await served.client();
    const announced = new Uint8Array(4);
    new DataView(announced.buffer).setInt32(0, 1001);
    client.send(announced, announced);
    await served.world.advance(100);
    assert(client.closedBy !== "nobody");
  });
  assertEquals(lines.length, 1);
  assert(lines[0].includes("a frame of 1001 bytes"), lines[0]);
});
