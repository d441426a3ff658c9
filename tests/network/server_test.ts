import { assert, assertEquals, assertRejects } from "@std/assert";
import { ApiTable } from "../../network/api_table.ts";
import { KafkaServer } from "../../network/server.ts";
import { denoRuntime } from "../../runtime/deno.ts";
import { RuntimeError } from "../../runtime/runtime.ts";
import { heartbeat, Scripted } from "./test_apis.ts";
import { PORT, RawClient, SimulatedServer } from "./simulated_server.ts";

const MORE_MS = 100;

Deno.test("KafkaServer lets connections that come before serve wait, and then answers them", async () => {
  const script = new Scripted();
  const simulated = new SimulatedServer();
  const { server, world } = simulated;
  await world.runUntil(server.listen());
  const client = await simulated.client();
  client.send(heartbeat(-1, 1));
  await world.advance(1000);
  assertEquals(script.started, []);
  server.serve(new ApiTable([script.handler()]));
  await world.advance(MORE_MS);
  assertEquals(client.correlationIds(), [1]);
});

Deno.test("KafkaServer tells endpoints with the bound port and what is advertised", async () => {
  const { server, world } = new SimulatedServer({
    listeners: [
      { name: "PLAINTEXT", host: "", port: 0 },
      { name: "CONTROLLER", host: "broker", port: 9093 },
      { name: "EXTERNAL", host: "", port: 9094, advertised: { host: "k.example", port: 19094 } },
    ],
  });
  const endpoints = await world.runUntil(server.listen());
  const told = endpoints.map(({ name, advertisedHost, advertisedPort }) =>
    `${name}://${advertisedHost}:${advertisedPort}`
  );
  const free = endpoints[0].port;
  assert(free > 0);
  assertEquals(told, [
    `PLAINTEXT://broker:${free}`,
    "CONTROLLER://broker:9093",
    "EXTERNAL://k.example:19094",
  ]);
  assertEquals(endpoints[2].port, 9094);
});

Deno.test("KafkaServer.listen binds all of its listeners or none", async () => {
  const listeners = [
    { name: "A", host: "", port: PORT },
    { name: "B", host: "", port: PORT },
  ];
  const { server, world, runtime } = new SimulatedServer({ listeners });
  await assertRejects(
    () => world.runUntil(server.listen()),
    RuntimeError,
    `failed to bind to 0.0.0.0:${PORT} (listeners: B): Address already in use`,
  );
  const other = new KafkaServer(runtime, { listeners: listeners.slice(0, 1) });
  assertEquals((await world.runUntil(other.listen())).length, 1);
});

Deno.test("KafkaServer.stop lets requests under way finish, takes no new ones, then closes", async () => {
  const script = new Scripted();
  const simulated = await new SimulatedServer().serve([script.handler()]);
  const { server, world } = simulated;
  const busy = await simulated.client();
  const idle = await simulated.client();
  const halfway = await simulated.client();
  busy.send(heartbeat(1), heartbeat(2));
  halfway.send(heartbeat(3).subarray(0, 10));
  await world.advance(MORE_MS);
  let stopped = false;
  const stopping = server.stop({ drainMs: 10_000 }).then(() => stopped = true);
  await world.advance(MORE_MS);
  assertEquals([busy, idle, halfway].map(({ closedBy }) => closedBy), ["nobody", "end", "end"]);
  await assertRejects(() => simulated.client(), RuntimeError, "connection refused");
  assertEquals(stopped, false);
  script.answer(1);
  await world.runUntil(stopping);
  await world.advance(MORE_MS);
  assertEquals(busy.correlationIds(), [1]);
  assertEquals(script.started, [1]);
  assert(busy.closedBy !== "nobody");
  assertEquals(server.connectionCount, 0);
});

Deno.test("KafkaServer.stop cuts off what takes longer than drainMs", async () => {
  const script = new Scripted();
  const simulated = await new SimulatedServer().serve([script.handler()]);
  const client = await simulated.client();
  client.send(heartbeat(1));
  await simulated.world.advance(MORE_MS);
  const before = simulated.world.nowMs;
  await simulated.world.runUntil(simulated.server.stop({ drainMs: 3000 }));
  assertEquals(Math.round(simulated.world.nowMs - before), 3000);
});

Deno.test("KafkaServer closes connections that are idle, also with a request under way, and no others", async () => {
  const script = new Scripted();
  const simulated = await new SimulatedServer({ limits: { maxIdleMs: 60_000 } })
    .serve([script.handler()]);
  const { world, server } = simulated;
  const silent = await simulated.client();
  const parked = await simulated.client();
  const active = await simulated.client();
  parked.send(heartbeat(1));
  for (let i = 0; i < 59; i++) {
    active.send(heartbeat(-2));
    await world.advance(1000);
  }
  assertEquals(server.connectionCount, 3);
  for (let i = 0; i < 10; i++) {
    active.send(heartbeat(-2));
    await world.advance(1000);
  }
  assertEquals([silent.closedBy, parked.closedBy, active.closedBy], ["end", "end", "nobody"]);
  await world.advance(70_000);
  assertEquals(active.closedBy, "end");
  assertEquals(server.connectionCount, 0);
});

Deno.test("KafkaServer never closes idle connections when the idle time is negative", async () => {
  const simulated = await new SimulatedServer({ limits: { maxIdleMs: -1 } }).serve([]);
  const client = await simulated.client();
  await simulated.world.advance(10_000_000);
  assertEquals(client.closedBy, "nobody");
});

Deno.test("KafkaServer closes connections beyond max.connections.per.ip, with overrides", async () => {
  const limits = {
    maxConnectionsPerIp: 1,
    maxConnectionsPerIpOverrides: new Map([["10.0.0.3", 2]]),
  };
  const simulated = await new SimulatedServer({ limits }).serve([]);
  const clients: RawClient[] = [];
  for (const machine of ["one", "two", "one", "two", "two"]) {
    clients.push(await simulated.client(machine));
  }
  await simulated.world.advance(MORE_MS);
  const open = clients.map(({ closedBy }) => closedBy === "nobody");
  assertEquals(open, [true, true, false, true, false]);
  clients[0].connection.close();
  await simulated.world.advance(MORE_MS);
  const again = await simulated.client("one");
  await simulated.world.advance(MORE_MS);
  assertEquals(again.closedBy, "nobody");
});

Deno.test("KafkaServer keeps to max.connections; inter-broker connections push out the quietest", async () => {
  const listeners = [
    { name: "PLAINTEXT", host: "", port: PORT },
    { name: "INTERNAL", host: "", port: 9094, interBroker: true },
  ];
  const limits = { maxConnections: 2, maxIdleMs: 160 };
  const script = new Scripted();
  const simulated = await new SimulatedServer({ listeners, limits }).serve([script.handler()]);
  const { world } = simulated;
  const quiet = await simulated.client();
  const active = await simulated.client();
  const refused = await simulated.client();
  await world.advance(20);
  assertEquals(refused.closedBy, "end");
  await world.advance(30);
  active.send(heartbeat(-1));
  await world.advance(20);
  const broker = await simulated.client("other broker", 9094);
  await world.advance(20);
  const now = [quiet, active, broker].map(({ closedBy }) => closedBy);
  assertEquals(now, ["end", "nobody", "nobody"]);
});

Deno.test("KafkaServer answers over real sockets", async () => {
  const runtime = denoRuntime();
  const listeners = [{ name: "PLAINTEXT", host: "127.0.0.1", port: 0 }];
  const server = new KafkaServer(runtime, { listeners });
  const [{ port }] = await server.listen();
  server.serve(new ApiTable([new Scripted().handler()]));
  const client = new RawClient();
  client.connection = await runtime.network.connect({ host: "127.0.0.1", port, timeoutMs: 5000 });
  const answered = new Promise<void>((resolve) => {
    const received = client.received.bind(client);
    client.received = (length) => {
      received(length);
      if (client.correlationIds().length === 100) resolve();
    };
  });
  client.connection.receive(client);
  for (let i = 0; i < 100; i++) client.send(heartbeat(-1, i));
  await answered;
  assertEquals(client.correlationIds(), Array.from({ length: 100 }, (_, i) => i));
  await server.stop({ drainMs: 5000 });
  assertEquals(server.connectionCount, 0);
});
