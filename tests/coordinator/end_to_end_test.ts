import { assert, assertEquals } from "@std/assert";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { Harness, WITH_ELR } from "./harness.ts";
import { settle } from "./virtual_clock.ts";

Deno.test("Coordinator takes a broker from registration to serving, creates and deletes a topic", async () => {
  const it = await new Harness({ features: WITH_ELR }).lead();
  assert(it.coordinator.controller.isActive);
  assertEquals(it.log.records.map(({ type }) => type), [
    "BeginTransactionRecord",
    "FeatureLevelRecord",
    "FeatureLevelRecord",
    "ConfigRecord",
    "EndTransactionRecord",
  ]);
  assertEquals(it.image.features.get("metadata.version"), 30);

  const epoch = await it.register(1);
  assertEquals(it.image.brokers.get(1)!.fenced, true);
  const early = await it.heartbeat(1, epoch, { offset: Number(epoch) - 1, fence: true });
  assertEquals([early.isCaughtUp, early.isFenced], [false, true]);
  const later = await it.heartbeat(1, epoch);
  assertEquals([later.isCaughtUp, later.isFenced, later.shouldShutDown], [true, false, false]);
  assertEquals(it.image.brokers.get(1)!.fenced, false);

  const created = await it.send(Apis.CreateTopics, {
    topics: [{
      name: "orders",
      numPartitions: 3,
      replicationFactor: 1,
      assignments: [],
      configs: [{ name: "retention.ms", value: "1000" }],
    }],
  });
  const [topic] = created.topics;
  assertEquals([topic.errorCode, topic.numPartitions, topic.replicationFactor], [0, 3, 1]);
  assertEquals(topic.configs!.find(({ name }) => name === "retention.ms")!.configSource, 1);
  assertEquals(topic.configs!.find(({ name }) => name === "min.insync.replicas")!.configSource, 3);
  const image = it.image.topics.byName.get("orders")!;
  assertEquals(image.id, topic.topicId);
  for (const partition of image.partitions) {
    assertEquals(partition.leader, 1);
    assertEquals(partition.isr, [1]);
    assertEquals(partition.directories, it.image.brokers.get(1)!.logDirs);
  }

  const grown = await it.send(Apis.CreatePartitions, {
    topics: [{ name: "orders", count: 5, assignments: null }],
    timeoutMs: 1000,
    validateOnly: false,
  });
  assertEquals(grown.results[0].errorCode, 0);
  assertEquals(it.image.topics.byName.get("orders")!.partitions.length, 5);

  const ids = await it.send(Apis.AllocateProducerIds, { brokerId: 1, brokerEpoch: epoch });
  assertEquals([ids.errorCode, ids.producerIdStart, ids.producerIdLen], [0, 0n, 1000]);
  const more = await it.send(Apis.AllocateProducerIds, { brokerId: 1, brokerEpoch: epoch });
  assertEquals(more.producerIdStart, 1000n);

  const deleted = await it.send(Apis.DeleteTopics, {
    topics: [{ name: "orders" }],
    timeoutMs: 1000,
  });
  assertEquals(deleted.responses[0].errorCode, 0);
  assertEquals(it.image.topics.byName.size, 0);
  assertEquals(it.image.configs.has("2:orders"), false);
  assertEquals(it.faults, []);
});

Deno.test("ActiveController answers when records are committed, not before", async () => {
  const it = await new Harness().lead();
  it.log.autoCommit = false;
  let epoch: bigint | null = null;
  const registered = it.register(1).then((value) => epoch = value);
  await settle();
  assertEquals(epoch, null);
  assertEquals(it.image.brokers.size, 0);
  assertEquals(it.coordinator.controller.pendingImage.brokers.size, 1);
  it.log.commit();
  await registered;
  assert(epoch !== null);
  assertEquals(it.image.brokers.size, 1);
});

Deno.test("ActiveController fails what is pending with NOT_CONTROLLER when leadership is lost, and forgets it", async () => {
  const it = await new Harness().lead();
  await it.startBrokers([1]);
  it.log.autoCommit = false;
  const pending = it.send(Apis.CreateTopics, {
    topics: [{
      name: "lost",
      numPartitions: 1,
      replicationFactor: 1,
      assignments: [],
      configs: [],
    }],
  });
  await settle();
  assert(it.coordinator.controller.pendingImage.topics.byName.has("lost"));
  it.log.lead(2);
  assertEquals((await pending).topics[0].errorCode, Errors.NOT_CONTROLLER);
  assert(!it.coordinator.controller.pendingImage.topics.byName.has("lost"));
  const refused = await it.heartbeat(1, 5n);
  assertEquals(refused.errorCode, Errors.NOT_CONTROLLER);
  it.log.autoCommit = true;
  await it.lead();
  assertEquals(it.log.records.filter(({ type }) => type === "BeginTransactionRecord").length, 1);
  await it.createTopic("lost", [[1]]);
  assert(it.image.topics.byName.has("lost"));
});

Deno.test("PeriodicTasks fence a silent broker after its session, and write NoOp records while idle", async () => {
  const it = await new Harness().lead();
  const epochs = await it.startBrokers([1, 2]);
  await it.createTopic("t", [[1, 2]]);
  for (let i = 0; i < 4; i++) {
    await it.clock.advance(4000);
    await it.heartbeat(2, epochs.get(2)!);
  }
  assertEquals(it.image.brokers.get(1)!.fenced, true);
  assertEquals(it.image.brokers.get(2)!.fenced, false);
  const { leader, isr, leaderEpoch } = it.partition("t");
  assertEquals([leader, isr, leaderEpoch], [2, [2], 1]);
  assert(it.log.records.filter(({ type }) => type === "NoOpRecord").length >= 20);
  assertEquals((await it.heartbeat(1, epochs.get(1)!)).isFenced, false);
});
