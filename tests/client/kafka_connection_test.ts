import { assert, assertEquals, assertRejects } from "@std/assert";
import { ConnectionError } from "../../client/errors.ts";
import { KafkaConnection } from "../../client/kafka_connection.ts";
import { NEW_ARRAYS } from "../../storage/byte_pool.ts";
import { FrameReceiver } from "../../network/frame_receiver.ts";
import { NO_RESPONSE } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import type { Connection } from "../../runtime/runtime.ts";
import { FakeCluster, PORT } from "./fake_cluster.ts";

const NO_TOPICS = { topics: [] };

async function connected() {
  const cluster = await new FakeCluster(1).start();
  const runtime = cluster.world.node("client");
  const opening = KafkaConnection.open(runtime, { host: "broker-0", port: PORT, clientId: "me" });
  return { cluster, world: cluster.world, connection: await cluster.world.runUntil(opening) };
}

Deno.test("KafkaConnection.open learns the broker's API versions", async () => {
  const { connection } = await connected();
  assertEquals(connection.listedVersions(Apis.Metadata.key), { min: 0, max: 13 });
  assertEquals(connection.listedVersions(Apis.JoinGroup.key), undefined);
  assertEquals(connection.versionFor(Apis.Metadata), 13);
  try {
    connection.versionFor(Apis.JoinGroup);
    assert(false);
  } catch (error) {
    assertEquals((error as ApiError).code, Errors.UNSUPPORTED_VERSION);
  }
});

Deno.test("KafkaConnection.open asks again with an older ApiVersions where the broker says so", async () => {
  const cluster = new FakeCluster(1);
  const { world } = cluster;
  const asked: number[] = [];
  // A broker of old: it knows ApiVersions up to 1, and answers what it does not know in version 0.
  await world.runUntil(
    world.node("broker-0").network.listen(
      { host: "", port: PORT },
      (connection) => oldBroker(connection, asked),
    ),
  );
  const runtime = world.node("client");
  const connection = await world.runUntil(
    KafkaConnection.open(runtime, { host: "broker-0", port: PORT }),
  );
  assertEquals(asked, [4, 1]);
  assertEquals(connection.listedVersions(Apis.ApiVersions.key), { min: 0, max: 1 });
});

Deno.test("KafkaConnection matches pipelined answers to their requests", async () => {
  const { cluster, world, connection } = await connected();
  for (let i = 0; i < 50; i++) cluster.createTopic(`topic-${i}`, 1);
  const all = Array.from({ length: 50 }, async (_, i) => {
    const answer = await connection.send(Apis.Metadata, { topics: [{ name: `topic-${i}` }] });
    assertEquals(answer.topics[0].name, `topic-${i}`);
    return answer.topics[0].errorCode;
  });
  assertEquals(await world.runUntil(Promise.all(all)), Array(50).fill(0));
});

Deno.test("KafkaConnection fails what is under way when the other side goes away", async () => {
  const { cluster, world, connection } = await connected();
  cluster.overrides.set("Metadata", () => new Promise(() => {}));
  const pending = [1, 2, 3].map(() => connection.send(Apis.Metadata, NO_TOPICS));
  const outcomes = Promise.allSettled(pending);
  let told = 0;
  connection.onClose(() => told++);
  await world.advance(10);
  world.crash("broker-0", "process");
  const failures = await world.runUntil(outcomes);
  assertEquals(failures.map(codeOf), Array(3).fill("disconnected"));
  assertEquals([connection.isOpen, told], [false, 1]);
  await assertRejects(() => connection.send(Apis.Metadata, NO_TOPICS), ConnectionError);
});

Deno.test("KafkaConnection closes when an answer takes too long, as Kafka's clients do", async () => {
  const { cluster, world, connection } = await connected();
  cluster.overrides.set("Metadata", () => NO_RESPONSE);
  const late = connection.send(Apis.Metadata, NO_TOPICS, { timeoutMs: 5000 });
  const patient = connection.send(Apis.Metadata, NO_TOPICS, { timeoutMs: 50_000 });
  const outcomes = Promise.allSettled([late, patient]);
  const before = world.nowMs;
  const failures = await world.runUntil(outcomes);
  assertEquals(Math.round(world.nowMs - before), 5000);
  assertEquals(failures.map(codeOf), Array(2).fill("timed-out"));
  assertEquals(connection.isOpen, false);
});

Deno.test("KafkaConnection takes answers that are no Kafka for the end of the connection", async () => {
  for (const answer of [[0, 0, 0, 2, 1, 1], [255, 255, 255, 255], [0, 0, 0, 4, 9, 9, 9, 9]]) {
    const cluster = new FakeCluster(1);
    const { world } = cluster;
    await world.runUntil(
      world.node("broker-0").network.listen(
        { host: "", port: PORT },
        (connection) => {
          connection.receive({
            buffer: () => new Uint8Array(1000),
            received: () => connection.write(new Uint8Array(answer)),
            drained: () => {},
            closed: () => {},
          });
        },
      ),
    );
    const opening = KafkaConnection.open(world.node("client"), { host: "broker-0", port: PORT });
    const error = await assertRejects(() => world.runUntil(opening), ConnectionError);
    assertEquals(error.code, "protocol");
  }
});

Deno.test("KafkaConnection.open says when nobody is there", async () => {
  const cluster = new FakeCluster(1);
  cluster.world.node("broker-0");
  const opening = KafkaConnection.open(cluster.world.node("client"), {
    host: "broker-0",
    port: 1,
  });
  const error = await assertRejects(() => cluster.world.runUntil(opening), ConnectionError);
  assertEquals(error.code, "not-connected");
});

function codeOf(result: PromiseSettledResult<unknown>): unknown {
  return result.status === "rejected" ? (result.reason as ConnectionError).code : result.value;
}

function oldBroker(connection: Connection, asked: number[]): void {
  const frames = new FrameReceiver(
    {
      frame: (source, start) => {
        const request = new DataView(source.buffer, source.byteOffset + start);
        const version = request.getInt16(2);
        asked.push(version);
        const body = Apis.ApiVersions.response.encode({
          errorCode: version > 1 ? Errors.UNSUPPORTED_VERSION : 0,
          apiKeys: [{ apiKey: Apis.ApiVersions.key, minVersion: 0, maxVersion: 1 }],
        }, version > 1 ? 0 : version);
        const answer = new Uint8Array(8 + body.length);
        const view = new DataView(answer.buffer);
        view.setInt32(0, answer.length - 4);
        view.setInt32(4, request.getInt32(4));
        answer.set(body, 8);
        connection.write(answer);
        return true;
      },
      badFrameSize: () => {},
    },
    NEW_ARRAYS,
    1000,
  );
  connection.receive({
    buffer: () => frames.buffer(),
    received: (length) => frames.received(length),
    drained: () => {},
    closed: () => {},
  });
}
