/** kafkajs: the client most of Node's programs use. */
import assert from "node:assert/strict";
import { broker, check, load, numbered, waitUntil } from "./cases.mjs";

const { default: kafkajs } = await load("kafkajs");
const { CompressionTypes, ConfigResourceTypes, Kafka, logLevel } = kafkajs;
const kafka = new Kafka({ clientId: "interop", brokers: [broker], logLevel: logLevel.ERROR });
const admin = kafka.admin();
await admin.connect();

await check("admin describes the cluster", async () => {
  const { brokers, controller, clusterId } = await admin.describeCluster();
  assert.deepEqual(brokers.map(({ nodeId, host, port }) => ({ nodeId, at: `${host}:${port}` })), [
    { nodeId: 1, at: broker },
  ]);
  assert.equal(controller, 1);
  assert.equal(clusterId.length, 22);
});

await check("admin creates, describes, lists and deletes topics", async () => {
  const made = await admin.createTopics({
    waitForLeaders: true,
    topics: [
      {
        topic: "made",
        numPartitions: 3,
        configEntries: [{ name: "retention.ms", value: "5000000" }],
      },
      { topic: "made-too" },
    ],
  });
  assert.equal(made, true);
  assert.equal(await admin.createTopics({ topics: [{ topic: "made" }] }), false);
  assert.deepEqual((await admin.listTopics()).filter((it) => it.startsWith("made")).sort(), [
    "made",
    "made-too",
  ]);
  const { topics } = await admin.fetchTopicMetadata({ topics: ["made"] });
  assert.deepEqual(topics[0].partitions.map(({ partitionId }) => partitionId).sort(), [0, 1, 2]);
  assert.deepEqual(topics[0].partitions[0].isr, [1]);
  await admin.createPartitions({ topicPartitions: [{ topic: "made-too", count: 4 }] });
  await waitUntil("four partitions", async () => {
    const after = await admin.fetchTopicMetadata({ topics: ["made-too"] });
    return after.topics[0].partitions.length === 4;
  });
  await admin.deleteTopics({ topics: ["made-too"] });
  await waitUntil("the deletion", async () => !(await admin.listTopics()).includes("made-too"));
  await assert.rejects(
    admin.createTopics({ topics: [{ topic: "bad name" }] }),
    ({ errors }) => errors[0].type === "INVALID_TOPIC_EXCEPTION",
  );
});

await check("admin describes and alters a topic's settings", async () => {
  const ask = async () => {
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name: "made", configNames: ["retention.ms"] }],
    });
    return resources[0].configEntries[0].configValue;
  };
  assert.equal(await ask(), "5000000");
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{
      type: ConfigResourceTypes.TOPIC,
      name: "made",
      configEntries: [{ name: "retention.ms", value: "6000000" }],
    }],
  });
  await waitUntil("the altered setting", async () => await ask() === "6000000");
});

const ways = [
  ["acks of all", { acks: -1 }, {}],
  ["acks of the leader", { acks: 1 }, {}],
  ["gzip", { acks: -1, compression: CompressionTypes.GZIP }, {}],
  ["idempotence", { acks: -1 }, { idempotent: true, maxInFlightRequests: 1 }],
];
for (const [index, [name, sendOptions, producerOptions]] of ways.entries()) {
  await check(`produces with ${name}, consumes the same`, async () => {
    const topic = `way-${index}`;
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
    const producer = kafka.producer(producerOptions);
    await producer.connect();
    const sent = numbered(300, name);
    for (let from = 0; from < sent.length; from += 100) {
      const [{ errorCode, baseOffset }] = await producer.send({
        topic,
        ...sendOptions,
        messages: sent.slice(from, from + 100).map((value, at) => ({
          key: `key ${from + at}`,
          value,
          headers: { at: String(from + at), twice: ["a", "b"] },
        })),
      });
      assert.equal(errorCode, 0);
      assert.equal(baseOffset, String(from));
    }
    await producer.disconnect();
    const received = await consumeAll(topic, `reads-${index}`, sent.length);
    assert.deepEqual(received.map(({ message }) => message.value.toString()), sent);
    assert.deepEqual(
      received.map(({ message }) => message.offset),
      sent.map((_, at) => String(at)),
    );
    assert.equal(received[7].message.key.toString(), "key 7");
    assert.equal(received[7].message.headers.at.toString(), "7");
    assert.deepEqual(received[7].message.headers.twice.map(String), ["a", "b"]);
  });
}

await check("admin tells offsets, also by timestamp", async () => {
  assert.deepEqual(await admin.fetchTopicOffsets("way-0"), [
    { partition: 0, offset: "300", high: "300", low: "0" },
  ]);
  const producer = kafka.producer();
  await producer.connect();
  await admin.createTopics({
    topics: [{ topic: "times", numPartitions: 1 }],
    waitForLeaders: true,
  });
  const messages = [1000, 2000, 3000].map((at) => ({ value: String(at), timestamp: String(at) }));
  await producer.send({ topic: "times", messages });
  await producer.disconnect();
  const offsetAt = async (timestamp) =>
    (await admin.fetchTopicOffsetsByTimestamp("times", timestamp))[0].offset;
  assert.equal(await offsetAt(1500), "1");
  assert.equal(await offsetAt(3000), "2");
  assert.equal(await offsetAt(4000), "3");
});

await check("admin deletes records before an offset", async () => {
  // Without this kafkajs does not know who leads the topic.
  await admin.fetchTopicOffsets("way-1");
  await admin.deleteTopicRecords({ topic: "way-1", partitions: [{ partition: 0, offset: "120" }] });
  const [{ low, high }] = await admin.fetchTopicOffsets("way-1");
  assert.deepEqual([low, high], ["120", "300"]);
  const received = await consumeAll("way-1", "after-deletion", 180);
  assert.equal(received[0].message.offset, "120");
});

await check("a group's members join, share, leave; commits are kept", async () => {
  const topic = "shared";
  await admin.createTopics({ topics: [{ topic, numPartitions: 4 }], waitForLeaders: true });
  // At least once: a rebalance may bring a record a second time.
  const received = new Set();
  const join = async () => {
    const consumer = kafka.consumer({
      groupId: "shared",
      heartbeatInterval: 200,
      maxWaitTimeInMs: 100,
    });
    let assigned = [];
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      assigned = payload.memberAssignment[topic] ?? [];
    });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      eachMessage: ({ partition, message }) => {
        received.add(`${partition}/${message.offset}`);
      },
    });
    return { consumer, assigned: () => assigned };
  };
  const producer = kafka.producer();
  await producer.connect();
  const send = async (perPartition) => {
    const messages = [0, 1, 2, 3].flatMap((partition) =>
      numbered(perPartition, "shared").map((value) => ({ value, partition }))
    );
    await producer.send({ topic, messages });
  };
  const one = await join();
  await waitUntil("the first member to have all", () => one.assigned().length === 4);
  await send(10);
  await waitUntil("40 records", () => received.size === 40);
  const two = await join();
  await waitUntil(
    "two members to share",
    () => one.assigned().length === 2 && two.assigned().length === 2,
  );
  const { groups } = await admin.describeGroups(["shared"]);
  assert.equal(groups[0].state, "Stable");
  assert.equal(groups[0].protocol, "RoundRobinAssigner");
  assert.equal(groups[0].members.length, 2);
  await send(10);
  await waitUntil("80 records", () => received.size === 80);
  await one.consumer.disconnect();
  await waitUntil("the second to take over", () => two.assigned().length === 4);
  await send(5);
  await waitUntil("100 records", () => received.size === 100);
  await two.consumer.disconnect();
  const [offsets] = await admin.fetchOffsets({ groupId: "shared", topics: [topic] });
  assert.deepEqual(
    offsets.partitions.sort((a, b) => a.partition - b.partition).map(({ offset }) => offset),
    ["25", "25", "25", "25"],
  );
  assert.ok(
    (await admin.listGroups()).groups.some(({ groupId, protocolType }) =>
      groupId === "shared" && protocolType === "consumer"
    ),
  );
  await producer.disconnect();
});

await check("a consumer commits by hand and another goes on there", async () => {
  const first = await consumeAll("way-0", "by-hand", 1, {
    autoCommit: false,
    after: async (consumer) => {
      await consumer.commitOffsets([{
        topic: "way-0",
        partition: 0,
        offset: "250",
        metadata: "half",
      }]);
    },
  });
  assert.equal(first[0].message.offset, "0");
  const rest = await consumeAll("way-0", "by-hand", 50);
  assert.equal(rest[0].message.offset, "250");
  assert.equal(rest.at(-1).message.offset, "299");
});

await check("a consumer seeks, pauses and resumes", async () => {
  const consumer = kafka.consumer({ groupId: "seeks", maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic: "way-2", fromBeginning: true });
  const offsets = [];
  let paused = false;
  await consumer.run({
    partitionsConsumedConcurrently: 1,
    eachMessage: ({ message, pause }) => {
      assert.ok(!paused, "nothing comes while paused");
      offsets.push(Number(message.offset));
      if (message.offset === "290" && offsets.filter((it) => it === 290).length === 2) {
        paused = true;
        pause();
      }
    },
  });
  await waitUntil("all records", () => offsets.length === 300);
  consumer.seek({ topic: "way-2", partition: 0, offset: "280" });
  await waitUntil("the pause", () => paused);
  assert.deepEqual(offsets.slice(300), numbered(11, "").map((_, at) => 280 + at));
  assert.deepEqual(consumer.paused(), [{ topic: "way-2", partitions: [0] }]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  paused = false;
  consumer.resume([{ topic: "way-2" }]);
  await waitUntil("the rest", () => offsets.length >= 320);
  assert.deepEqual(offsets.slice(311, 320), [291, 292, 293, 294, 295, 296, 297, 298, 299]);
  await consumer.disconnect();
});

await check("admin sets and deletes a group's offsets, deletes the group", async () => {
  await admin.setOffsets({
    groupId: "by-hand",
    topic: "way-0",
    partitions: [{ partition: 0, offset: "17" }],
  });
  const [{ partitions }] = await admin.fetchOffsets({ groupId: "by-hand", topics: ["way-0"] });
  assert.equal(partitions[0].offset, "17");
  await admin.deleteGroups(["by-hand"]);
  assert.ok(!(await admin.listGroups()).groups.some(({ groupId }) => groupId === "by-hand"));
});

await admin.disconnect();
process.exit();

/** Consumes `count` records as a member of `groupId`, from the beginning or what it committed. */
async function consumeAll(topic, groupId, count, { autoCommit = true, after } = {}) {
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const received = [];
  await consumer.run({
    autoCommit,
    eachMessage: (one) => {
      received.push(one);
    },
  });
  await waitUntil(`${count} records of ${topic}`, () => received.length >= count);
  await after?.(consumer);
  await consumer.disconnect();
  return received;
}
