/** `@platformatic/kafka`: a client that speaks today's protocol versions, with streams. */
import assert from "node:assert/strict";
import { broker, check, load, numbered, skip, waitUntil } from "./cases.mjs";

const { Admin, Consumer, Producer, stringDeserializers, stringSerializers } = await load(
  "@platformatic/kafka",
);
const options = { clientId: "interop", bootstrapBrokers: [broker], retries: 100, retryDelay: 100 };
const admin = new Admin(options);

await check("admin creates, lists, widens and deletes topics", async () => {
  const created = await admin.createTopics({
    topics: ["made", "made-too"],
    partitions: 3,
    replicas: 1,
    configs: [{ name: "retention.ms", value: "5000000" }],
  });
  assert.deepEqual(created.map(({ name, partitions }) => [name, partitions]), [
    ["made", 3],
    ["made-too", 3],
  ]);
  assert.equal(created[0].configuration["retention.ms"], "5000000");
  await admin.createPartitions({ topics: [{ name: "made-too", count: 5, assignments: null }] });
  await waitUntil("five partitions", async () => {
    const { topics } = await admin.metadata({ topics: ["made-too"], forceUpdate: true });
    return topics.get("made-too").partitionsCount === 5;
  });
  assert.deepEqual((await admin.listTopics()).sort(), ["made", "made-too"]);
  await admin.deleteTopics({ topics: ["made-too"] });
  await waitUntil("one topic", async () => (await admin.listTopics()).length === 1);
});

await check("admin describes and alters a topic's settings", async () => {
  const resource = { resourceType: 2, resourceName: "made" };
  await admin.incrementalAlterConfigs({
    resources: [{
      ...resource,
      configs: [{ name: "retention.ms", configOperation: 0, value: "6000000" }],
    }],
  });
  await waitUntil("the altered setting", async () => {
    const [{ configs }] = await admin.describeConfigs({
      resources: [{ ...resource, configurationKeys: ["retention.ms"] }],
    });
    return configs[0].value === "6000000";
  });
});

for (const compression of ["none", "gzip", "snappy", "lz4", "zstd"]) {
  if (compression === "zstd" && !("zstdCompressSync" in (await import("node:zlib")))) continue;
  await check(`produces and streams, ${compression}`, async () => {
    const topic = `codec-${compression}`;
    await admin.createTopics({ topics: [topic], partitions: 1, replicas: 1 });
    const producer = new Producer({ ...options, serializers: stringSerializers });
    const sent = numbered(500, `text, ${compression}`);
    const { offsets } = await producer.send({
      acks: -1,
      compression,
      messages: sent.map((value, at) => ({
        topic,
        key: `key ${at}`,
        value,
        headers: { at: String(at) },
      })),
    });
    assert.deepEqual(offsets, [{ topic, partition: 0, offset: 0n }]);
    await producer.close();
    const { received, close } = await join(`reads-${compression}`, topic);
    await waitUntil("all records", () => received.length >= sent.length);
    assert.deepEqual(received.map(({ value }) => value), sent);
    assert.equal(received[7].key, "key 7");
    assert.deepEqual([...received[7].headers], [["at", "7"]]);
    await close();
  });
}

await check("produces with idempotence, sends in flight together", async () => {
  const topic = "idempotent";
  await admin.createTopics({ topics: [topic], partitions: 1, replicas: 1 });
  const producer = new Producer({ ...options, idempotent: true, serializers: stringSerializers });
  const sent = numbered(50, "idempotent");
  for (const value of sent) await producer.send({ messages: [{ topic, value }] });
  await producer.close();
  const { received, close } = await join("reads-idempotent", topic);
  await waitUntil("all records", () => received.length >= sent.length);
  assert.deepEqual(received.map(({ value }) => value), sent);
  await close();
});

/** ConsumerGroupHeartbeat (KIP-848): a broker that does not list it has classic groups only. */
const CONSUMER_GROUP_HEARTBEAT = 68;
const served = new Set((await admin.listApis()).map(({ apiKey }) => apiKey));

for (const groupProtocol of ["classic", "consumer"]) {
  if (groupProtocol === "consumer" && !served.has(CONSUMER_GROUP_HEARTBEAT)) {
    skip("members of a consumer group", "the broker does not serve ConsumerGroupHeartbeat yet");
    continue;
  }
  await check(`members of a ${groupProtocol} group share and keep their offsets`, async () => {
    const topic = `shared-${groupProtocol}`;
    const groupId = `group-${groupProtocol}`;
    await admin.createTopics({ topics: [topic], partitions: 4, replicas: 1 });
    const producer = new Producer({ ...options, serializers: stringSerializers });
    const send = (from) =>
      producer.send({
        messages: numbered(40, "shared").map((value, at) => ({
          topic,
          partition: at % 4,
          value: `${value} of ${from}`,
        })),
      });
    await send(1);
    const one = await join(groupId, topic, { groupProtocol });
    const seen = (...members) =>
      new Set(
        members.flatMap(({ received }) => received.map((it) => `${it.partition}/${it.offset}`)),
      )
        .size;
    await waitUntil("40 records", () => seen(one) === 40);
    const two = await join(groupId, topic, { groupProtocol });
    await waitUntil("two members to share", () => one.share() === 2 && two.share() === 2);
    await send(2);
    await waitUntil("80 records", () => seen(one, two) === 80);
    await one.close();
    await waitUntil("the second to take over", () => two.share() === 4);
    const before = seen(two);
    await send(3);
    await waitUntil("120 records", () => seen(one, two) === 120 && seen(two) >= before + 40);
    await waitUntil("the last commit", async () => {
      const [{ topics }] = await admin.listConsumerGroupOffsets({ groups: [groupId] });
      return topics[0].partitions.every(({ committedOffset }) => committedOffset === 30n);
    });
    await two.close();
    assert.ok((await admin.listGroups()).has(groupId));
    await producer.close();
  });
}

await admin.close();
process.exit();

/** Joins a group and streams a topic from what it committed, else from the beginning. */
async function join(groupId, topic, more = {}) {
  const consumer = new Consumer({
    ...options,
    groupId,
    deserializers: stringDeserializers,
    maxWaitTime: 100,
    ...(more.groupProtocol === "consumer"
      ? {}
      : { heartbeatInterval: 200, sessionTimeout: 10_000 }),
    ...more,
  });
  const stream = await consumer.consume({
    topics: [topic],
    mode: "committed",
    fallbackMode: "earliest",
    autocommit: 50,
  });
  const received = [];
  stream.on("data", (message) => received.push(message));
  return {
    received,
    share: () =>
      (consumer.assignments ?? []).filter((it) => it.topic === topic).flatMap(({ partitions }) =>
        partitions
      ).length,
    close: () => consumer.close(true),
  };
}
