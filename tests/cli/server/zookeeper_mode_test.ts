import { assertEquals } from "@std/assert";
import { zooKeeperMode } from "../../../cli/server/zookeeper_mode.ts";
import type { Runtime } from "../../../runtime/runtime.ts";
import { SimulatedWorld } from "../../../runtime/simulated/world.ts";
import { SimulatedNode } from "../../broker/simulated_node.ts";

function layers(connect: string) {
  return {
    file: new Map([["broker.id", "0"], ["zookeeper.connect", connect], ["log.dirs", "/logs"]]),
  };
}

async function writeQuorumState(world: SimulatedWorld, runtime: Runtime, text: string) {
  await world.runUntil(runtime.disk.makeDirectory("/logs/__cluster_metadata-0"));
  const path = "/logs/__cluster_metadata-0/quorum-state";
  const file = runtime.disk.open(path, { create: "if-missing", write: true });
  file.writeSync(new TextEncoder().encode(text), 0);
  file.close();
}

Deno.test("zooKeeperMode: a coordinator at the address is used", async () => {
  const node = await new SimulatedNode().start();
  const mode = zooKeeperMode(node.runtime, layers(`localhost:${node.port + 1}/chroot`));
  assertEquals(await node.world.runUntil(mode), "external");
  await node.stop();
});

Deno.test("zooKeeperMode: a broker at the address is no coordinator", async () => {
  const node = await new SimulatedNode().start();
  const mode = zooKeeperMode(node.runtime, layers(`localhost:${node.port}`));
  assertEquals(await node.world.runUntil(mode), "embedded");
  await node.stop();
});

Deno.test("zooKeeperMode: nobody on this machine means embedded at once", async () => {
  const world = new SimulatedWorld({ seed: 1 });
  const mode = zooKeeperMode(world.node("kafka"), layers("localhost:2181"));
  assertEquals(await world.runUntil(mode), "embedded");
  assertEquals(world.nowMs < 100, true, `${world.nowMs}`);
});

Deno.test("zooKeeperMode: somebody who hangs up on Kafka's protocol is a real ZooKeeper", async () => {
  const world = new SimulatedWorld({ seed: 1 });
  const { network } = world.node("zookeeper");
  await world.runUntil(network.listen({ host: "", port: 2181 }, (connection) => {
    const buffer = new Uint8Array(1024);
    connection.receive({
      buffer: () => buffer,
      received: () => connection.close(),
      drained: () => {},
      closed: () => {},
    });
  }));
  const strangers: string[] = [];
  const mode = zooKeeperMode(
    world.node("kafka"),
    layers("zookeeper:2181"),
    (address) => strangers.push(address),
  );
  assertEquals(await world.runUntil(mode), "embedded");
  assertEquals(strangers, ["zookeeper:2181"]);
});

Deno.test("zooKeeperMode: another machine's coordinator may come later, but not too late", async () => {
  const world = new SimulatedWorld({ seed: 1 });
  const kafka = world.node("kafka");
  const inTime = zooKeeperMode(kafka, layers("nowhere:2181"));
  assertEquals(await world.runUntil(inTime), "embedded");
  assertEquals(world.nowMs > 5000 && world.nowMs < 9000, true, `${world.nowMs}`);
});

Deno.test("zooKeeperMode: a directory that exists decides, whoever listens", async () => {
  const node = await new SimulatedNode().start();
  const { world, runtime } = node;
  const state = (leaderId: number) =>
    JSON.stringify({ leaderId, leaderEpoch: 1, votedId: -1, data_version: 0 });
  await writeQuorumState(world, runtime, state(0));
  const listening = layers(`localhost:${node.port + 1}`);
  assertEquals(await world.runUntil(zooKeeperMode(runtime, listening)), "embedded");
  await writeQuorumState(world, runtime, state(1000));
  assertEquals(await world.runUntil(zooKeeperMode(runtime, layers("localhost:7"))), "external");
  await node.stop();
});
