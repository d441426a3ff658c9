import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { Consumer } from "../../client/consumer.ts";
import type { ConsumerOptions } from "../../client/consumer_options.ts";
import { FetchedPartition } from "../../client/fetched_partition.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { BatchBuilder, type BatchOptions } from "../../protocol/records/batch_builder.ts";
import { controlBatch } from "./control_batch.ts";
import { FakeCluster, type FakePartition } from "./fake_cluster.ts";

const UTF8 = new TextEncoder();
const TEXT = new TextDecoder();
const T0 = { topic: "t", partition: 0 };
const T1 = { topic: "t", partition: 1 };

function batch(values: readonly string[], options: BatchOptions = {}): Uint8Array {
  const builder = new BatchBuilder(options);
  for (const value of values) {
    builder.append({ timestamp: 1n, key: null, value: UTF8.encode(value) });
  }
  return builder.build();
}

function fill(partition: FakePartition, from: number, count: number): void {
  for (let i = from; i < from + count; i += 5) {
    partition.append(batch(Array.from({ length: 5 }, (_, j) => `${i + j}`)));
  }
}

async function started(options: ConsumerOptions = {}, brokers = 1) {
  const cluster = await new FakeCluster(brokers).start();
  const { partitions } = cluster.createTopic("t", 2);
  const consumer = new Consumer(cluster.client(), { offsetReset: "earliest", ...options });
  return { cluster, world: cluster.world, partitions, consumer };
}

type Started = Awaited<ReturnType<typeof started>>;

/** Polls until `count` records came. */
async function take({ world, consumer }: Started, count: number) {
  const records = [];
  while (records.length < count) {
    const more = await world.runUntil(consumer.poll(5000));
    if (more.length === 0) break;
    records.push(...more);
  }
  return records.map(({ partition, value }) => `${partition}:${TEXT.decode(value!)}`);
}

Deno.test("Consumer hands out every record of its partitions once and in order, and then waits", async () => {
  const it = await started({ maxPollRecords: 7 }, 2);
  fill(it.partitions[0], 0, 50);
  fill(it.partitions[1], 100, 50);
  it.consumer.assign([T0, T1]);
  const all = await take(it, 100);
  assertEquals(all.filter((text) => text.startsWith("0:")), sequence("0", 0, 50));
  assertEquals(all.filter((text) => text.startsWith("1:")), sequence("1", 100, 50));
  assertEquals([it.consumer.position(T0), it.consumer.endOffset(T0)], [50n, 50n]);
  const before = it.world.nowMs;
  assertEquals(await it.world.runUntil(it.consumer.poll(700)), []);
  assert(it.world.nowMs - before >= 700);
  fill(it.partitions[0], 50, 5);
  assertEquals(await take(it, 5), sequence("0", 50, 5));
});

Deno.test("Consumer starts where its settings say, and where it is sent", async () => {
  const it = await started({ offsetReset: "latest" });
  fill(it.partitions[0], 0, 20);
  it.consumer.assign([T0]);
  assertEquals(await it.world.runUntil(it.consumer.poll(600)), []);
  assertEquals(it.consumer.position(T0), 20n);
  it.consumer.seek(T0, 17n);
  assertEquals(await take(it, 3), sequence("0", 17, 3));
  it.consumer.seekTo("earliest", T0);
  assertEquals((await take(it, 20)).length, 20);
  assertThrows(() => it.consumer.seek(T1, 0n), TypeError, "t-1 is not assigned");
});

Deno.test("Consumer throws away what was fetched before a seek", async () => {
  const it = await started();
  fill(it.partitions[0], 0, 20);
  it.consumer.assign([T0]);
  assertEquals(await take(it, 5), sequence("0", 0, 5));
  const polling = it.consumer.poll(1000);
  it.consumer.seek(T0, 15n);
  await it.world.runUntil(polling);
  it.consumer.seek(T0, 15n);
  assertEquals(await take(it, 5), sequence("0", 15, 5));
});

Deno.test("Consumer leaves paused partitions alone until they are resumed", async () => {
  const it = await started();
  fill(it.partitions[0], 0, 5);
  fill(it.partitions[1], 0, 5);
  it.consumer.assign([T0, T1]);
  it.consumer.pause(T0);
  assertEquals(await take(it, 10), sequence("1", 0, 5));
  it.consumer.resume(T0);
  assertEquals(await take(it, 5), sequence("0", 0, 5));
});

Deno.test("Consumer goes to the first offset there is when its position is gone", async () => {
  const it = await started();
  it.partitions[0].end = 30n;
  it.partitions[0].start = 30n;
  fill(it.partitions[0], 30, 5);
  it.consumer.assign([T0]);
  it.consumer.seek(T0, 3n);
  assertEquals(await take(it, 5), sequence("0", 30, 5));
});

Deno.test("Consumer without a reset policy fails where it has no valid position", async () => {
  const it = await started({ offsetReset: "none" });
  fill(it.partitions[0], 0, 5);
  it.consumer.assign([T0]);
  const polling = it.consumer.poll(100);
  assertEquals((await assertRejects(() => polling, ApiError)).code, Errors.OFFSET_OUT_OF_RANGE);
  it.consumer.seek(T0, 99n);
  const error = await assertRejects(() => it.world.runUntil(it.consumer.poll(1000)), ApiError);
  assertEquals(error.message, "t-0 has no offset 99");
});

Deno.test("Consumer follows leaders that move and brokers that come back", async () => {
  const it = await started({}, 2);
  fill(it.partitions[0], 0, 10);
  it.consumer.assign([T0]);
  assertEquals(await take(it, 10), sequence("0", 0, 10));
  it.partitions[0].leader = 1;
  it.partitions[0].leaderEpoch++;
  fill(it.partitions[0], 10, 10);
  assertEquals(await take(it, 10), sequence("0", 10, 10));
  it.world.crash("broker-1", "process");
  fill(it.partitions[0], 20, 10);
  assertEquals(await it.world.runUntil(it.consumer.poll(2000)), []);
  await it.cluster.startBroker(1);
  assertEquals(await take(it, 10), sequence("0", 20, 10));
});

Deno.test("Consumer throws errors that do not pass", async () => {
  const it = await started();
  it.cluster.overrides.set("Fetch", ({ topics }) => ({
    responses: topics.map(({ topicId }: any) => ({
      topicId,
      partitions: [{
        partitionIndex: 0,
        errorCode: Errors.TOPIC_AUTHORIZATION_FAILED,
        highWatermark: -1n,
        records: null,
      }],
    })),
  }));
  it.consumer.assign([T0]);
  const error = await assertRejects(() => it.world.runUntil(it.consumer.poll(1000)), ApiError);
  assertEquals(error.code, Errors.TOPIC_AUTHORIZATION_FAILED);
});

Deno.test("Consumer fails on a broken batch without losing the records before it", async () => {
  const it = await started();
  fill(it.partitions[0], 0, 5);
  const broken = batch(["x", "y"]);
  broken[70] ^= 1;
  it.partitions[0].append(broken);
  it.consumer.assign([T0]);
  assertEquals(await take(it, 5), sequence("0", 0, 5));
  await assertRejects(() => it.world.runUntil(it.consumer.poll(1000)), Error, "CRC");
  assertEquals(it.consumer.position(T0), 5n);
});

Deno.test("FetchedPartition leaves out aborted transactions and markers when told to", () => {
  const one = { producerId: 1n, producerEpoch: 0, transactional: true };
  const two = { producerId: 2n, producerEpoch: 0, transactional: true };
  const log = [
    batch(["a1", "a2"], { ...one, baseSequence: 0, baseOffset: 0n }),
    batch(["b1"], { ...two, baseSequence: 0, baseOffset: 2n }),
    batch(["plain"], { baseOffset: 3n }),
    controlBatch("ABORT", 1n, 4n),
    batch(["a3"], { ...one, baseSequence: 2, baseOffset: 5n }),
    controlBatch("COMMIT", 2n, 6n),
    controlBatch("COMMIT", 1n, 7n),
  ];
  const bytes = new Uint8Array(log.flatMap((batch) => [...batch]));
  const read = (aborted: { producerId: bigint; firstOffset: bigint }[] | null) => {
    const fetched = new FetchedPartition(T0, bytes, 0n, { aborted, checkCrcs: true });
    const records: any[] = [];
    fetched.take(100, records);
    assertEquals([fetched.isFinished, fetched.nextOffset], [true, 8n]);
    return records.map(({ value }) => TEXT.decode(value));
  };
  assertEquals(read(null), ["a1", "a2", "b1", "plain", "a3"]);
  assertEquals(read([{ producerId: 1n, firstOffset: 0n }]), ["b1", "plain", "a3"]);
});

Deno.test("FetchedPartition starts in the middle of a batch and ends where the batch ends", () => {
  const builder = new BatchBuilder({ baseOffset: 10n });
  for (const offset of [10n, 12n, 15n]) {
    builder.append({ timestamp: 1n, key: null, value: UTF8.encode(`${offset}`) }, offset);
  }
  const bytes = builder.build(19n);
  const fetched = new FetchedPartition(T0, bytes, 12n, { aborted: null, checkCrcs: true });
  const records: any[] = [];
  fetched.take(1, records);
  assertEquals([fetched.nextOffset, fetched.isFinished], [13n, false]);
  fetched.take(10, records);
  assertEquals(records.map(({ offset }) => offset), [12n, 15n]);
  assertEquals([fetched.nextOffset, fetched.isFinished], [20n, true]);
});

function sequence(partition: string, from: number, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${partition}:${from + i}`);
}
