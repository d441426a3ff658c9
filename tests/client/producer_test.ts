import { assert, assertEquals, assertRejects } from "@std/assert";
import { Producer } from "../../client/producer.ts";
import type { ProducerOptions } from "../../client/producer_options.ts";
import { CLOSE_CONNECTION, NO_RESPONSE } from "../../network/api.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { readRecords } from "../../protocol/records/record_reader.ts";
import { FakeCluster, type FakePartition } from "./fake_cluster.ts";

const UTF8 = new TextEncoder();
const TEXT = new TextDecoder();
const small = { lingerMs: 0, batchBytes: 200 };

function valuesOf({ batches }: FakePartition): string[] {
  return batches.flatMap(({ bytes }) => readRecords(bytes).map(({ value }) => TEXT.decode(value!)));
}

async function started(options: ProducerOptions = {}, brokers = 1) {
  const cluster = await new FakeCluster(brokers).start();
  const client = cluster.client();
  return { cluster, client, world: cluster.world, producer: new Producer(client, options) };
}

function send(producer: Producer, topic: string, value: string, partition?: number) {
  return producer.send({ topic, partition, value: UTF8.encode(value) });
}

const numbers = Array.from({ length: 200 }, (_, i) => `${i}`);

Deno.test("Producer writes records in the order of the calls and tells where they went", async () => {
  const { cluster, world, producer } = await started(small);
  const sent = numbers.map((value) => send(producer, "t", value));
  const places = await world.runUntil(Promise.all(sent));
  assertEquals(valuesOf(cluster.topics.get("t")!.partitions[0]), numbers);
  assertEquals(places.map(({ offset }) => offset), numbers.map(BigInt));
  assertEquals(producer.identity?.producerId, 1000n);
});

Deno.test("Producer batches what is sent within the linger, per partition", async () => {
  const { cluster, world, producer } = await started({ lingerMs: 50 }, 2);
  const { partitions } = cluster.createTopic("t", 4);
  await world.runUntil(send(producer, "t", "first", 0));
  const sent = numbers.map((value, i) => send(producer, "t", value, i % 4));
  await world.runUntil(Promise.all(sent));
  assertEquals(partitions.map(({ batches }) => batches.length), [2, 1, 1, 1]);
  assertEquals(cluster.count("Produce"), 1 + 2);
});

Deno.test("Producer.flush waits for all that was sent before, also for records of unknown topics", async () => {
  const { cluster, world, producer } = await started({ lingerMs: 10_000 });
  const settled: string[] = [];
  for (const value of numbers) send(producer, "t", value).then(() => settled.push(value));
  await world.runUntil(producer.flush().then(() => assertEquals(settled, numbers)));
  assert(world.nowMs < 10_000);
  const [partition] = cluster.topics.get("t")!.partitions;
  assertEquals(valuesOf(partition), numbers);
  assertEquals(partition.batches.length, 1);
});

Deno.test("Producer writes each record once and in order when answers are lost and leaders move", async () => {
  for (let seed = 0; seed < 5; seed++) {
    const { cluster, world, producer } = await started(small, 2);
    const [partition] = cluster.createTopic("t", 1).partitions;
    let calls = 0;
    cluster.overrides.set("Produce", (request) => {
      calls++;
      if (calls % 7 === 3 + seed % 2) {
        // Written, but the answer gets lost.
        const { records } = request.topicData[0].partitionData[0];
        if (partition.leader === 0) partition.append(records);
        return CLOSE_CONNECTION;
      }
      if (calls % 11 === 5) {
        partition.leader = 1 - partition.leader;
        partition.leaderEpoch++;
      }
      return undefined;
    });
    const sent = numbers.map((value) => send(producer, "t", value));
    await world.runUntil(Promise.all(sent));
    assertEquals(valuesOf(partition), numbers);
  }
});

Deno.test("Producer takes another identity when the broker has lost its state", async () => {
  const { cluster, world, producer } = await started(small);
  const [partition] = cluster.createTopic("t", 1).partitions;
  await world.runUntil(send(producer, "t", "before"));
  let refusals = 1;
  cluster.overrides.set("Produce", ({ topicData }) => {
    if (refusals-- <= 0) return undefined;
    const [{ name, topicId }] = topicData;
    const failed = { index: 0, errorCode: Errors.UNKNOWN_PRODUCER_ID, baseOffset: -1n };
    return { responses: [{ name, topicId, partitionResponses: [failed] }] };
  });
  await world.runUntil(Promise.all(numbers.map((value) => send(producer, "t", value))));
  assertEquals(valuesOf(partition), ["before", ...numbers]);
  assertEquals(producer.identity?.producerId, 1001n);
});

Deno.test("Producer rejects what a broker refuses for good, and goes on with the rest", async () => {
  const { cluster, world, producer } = await started(small);
  const [partition] = cluster.createTopic("t", 1).partitions;
  let calls = 0;
  cluster.overrides.set("Produce", ({ topicData }) => {
    if (++calls !== 2) return undefined;
    const [{ name, topicId }] = topicData;
    const failed = { index: 0, errorCode: Errors.MESSAGE_TOO_LARGE, baseOffset: -1n };
    return { responses: [{ name, topicId, partitionResponses: [failed] }] };
  });
  await world.runUntil(send(producer, "t", "one"));
  const refused = send(producer, "t", "two");
  const error = await assertRejects(() => world.runUntil(refused), ApiError);
  assertEquals(error.code, Errors.MESSAGE_TOO_LARGE);
  await world.runUntil(send(producer, "t", "three"));
  assertEquals(valuesOf(partition), ["one", "three"]);
});

Deno.test("Producer gives up after the delivery timeout", async () => {
  const { cluster, world, producer } = await started({ ...small, deliveryTimeoutMs: 3000 });
  cluster.createTopic("t", 1).partitions[0].leader = -1;
  const before = world.nowMs;
  const error = await assertRejects(() => world.runUntil(send(producer, "t", "x")), ApiError);
  assertEquals(error.code, Errors.REQUEST_TIMED_OUT);
  assert(world.nowMs - before < 4000);
  assert(cluster.count("Metadata") < 50, "metadata were asked for without a pause");
});

Deno.test("Producer gives up on a topic that does not come into being", async () => {
  const { cluster, world, producer } = await started({ maxBlockMs: 2000 });
  cluster.autoCreates = false;
  const sent = send(producer, "nowhere", "x");
  const flushed = producer.flush();
  await assertRejects(() => world.runUntil(sent), ApiError, "Finding topic nowhere");
  await world.runUntil(flushed);
});

Deno.test("Producer keeps no more than its buffer, and keeps the order", async () => {
  const { cluster, world, producer } = await started({
    ...small,
    bufferBytes: 500,
    maxInFlight: 1,
  });
  const [partition] = cluster.createTopic("t", 1).partitions;
  let largest = 0;
  cluster.overrides.set("Produce", ({ topicData }) => {
    largest = Math.max(largest, topicData[0].partitionData[0].records.length);
  });
  await world.runUntil(Promise.all(numbers.map((value) => send(producer, "t", value))));
  assertEquals(valuesOf(partition), numbers);
  assert(largest < 500);
});

Deno.test("Producer with acks=0 does not wait for answers", async () => {
  const { cluster, world, producer } = await started({ ...small, acks: 0 });
  const [partition] = cluster.createTopic("t", 1).partitions;
  const answers: string[] = [];
  cluster.overrides.set("Produce", ({ acks, topicData }) => {
    answers.push(`${acks}`);
    partition.append(topicData[0].partitionData[0].records);
    return NO_RESPONSE;
  });
  const { offset } = await world.runUntil(send(producer, "t", "x"));
  assertEquals(offset, -1n);
  await world.advance(100);
  assertEquals(answers, ["0"]);
  assertEquals(producer.identity, null);
});
