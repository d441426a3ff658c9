import { assertEquals } from "@std/assert";
import type { MetadataChange } from "../../../metadata/image/image.ts";
import { MetadataPublisher } from "../../../metadata/image/publisher.ts";
import { readKafkaLog } from "./kafka_log.ts";

interface Setup {
  readonly publisher: MetadataPublisher;
  readonly faults: unknown[];
  highWatermark: number;
}

function setup(): Setup {
  const faults: unknown[] = [];
  const made: Setup = {
    faults,
    highWatermark: -1,
    publisher: new MetadataPublisher({
      highWatermark: () => made.highWatermark,
      onFault: (error) => faults.push(error),
    }),
  };
  return made;
}

Deno.test("MetadataPublisher publishes nothing before it has read to the high watermark, then one whole change", () => {
  const { log } = readKafkaLog("4.3-clean");
  const it = setup();
  const changes: MetadataChange[] = [];
  it.publisher.subscribe((change) => changes.push(change));
  for (const batch of log.slice(0, 100)) it.publisher.committed(batch);
  assertEquals([changes.length, it.publisher.caughtUp], [0, false]);
  it.highWatermark = log[120].lastOffset + 1;
  for (const batch of log.slice(100, 120)) it.publisher.committed(batch);
  assertEquals(changes.length, 0);
  it.publisher.committed(log[120]);
  assertEquals(changes.length, 1);
  const [{ before, after, topics, brokers }] = changes;
  assertEquals([before.topics.byId.size, before.offset], [0, -1]);
  assertEquals(topics.size, after.topics.byId.size);
  assertEquals([...brokers], [1]);
  for (const batch of log.slice(121)) it.publisher.committed(batch);
  assertEquals(changes.length, 1 + log.length - 121);
  for (let i = 1; i < changes.length; i++) assertEquals(changes[i].before, changes[i - 1].after);
});

Deno.test("MetadataPublisher waits for a data record: an elected but empty quorum says nothing", () => {
  const { log } = readKafkaLog("3.9-clean");
  const it = setup();
  it.highWatermark = log[0].lastOffset + 1;
  assertEquals(log[0].records.length, 0);
  it.publisher.committed(log[0]);
  assertEquals(it.publisher.caughtUp, false);
  it.highWatermark = log[1].lastOffset + 1;
  it.publisher.committed(log[1]);
  assertEquals(it.publisher.caughtUp, true);
});

Deno.test("MetadataPublisher gives a late subscriber the whole state first, until it leaves", () => {
  const { log } = readKafkaLog("4.3-clean");
  const it = setup();
  it.highWatermark = log[60].lastOffset + 1;
  for (const batch of log.slice(0, 61)) it.publisher.committed(batch);
  const changes: MetadataChange[] = [];
  const leave = it.publisher.subscribe((change) => changes.push(change));
  assertEquals(changes.length, 1);
  assertEquals(changes[0].topics.size, it.publisher.image.topics.byId.size);
  it.publisher.committed(log[61]);
  assertEquals(changes.length, 2);
  leave();
  it.publisher.committed(log[62]);
  assertEquals(changes.length, 2);
});

Deno.test("MetadataPublisher moves on when a subscriber fails", () => {
  const { log } = readKafkaLog("4.3-clean");
  const it = setup();
  it.highWatermark = log[60].lastOffset + 1;
  const offsets: number[] = [];
  it.publisher.subscribe(() => {
    throw new Error("broken");
  });
  it.publisher.subscribe(({ after }) => offsets.push(after.offset));
  for (const batch of log.slice(0, 63)) it.publisher.committed(batch);
  assertEquals(it.faults.length, 3);
  assertEquals(offsets, [60, 61, 62].map((index) => log[index].lastOffset));
});

Deno.test("MetadataPublisher tells what a snapshot changes and deletes", () => {
  const { snapshots } = readKafkaLog("4.3-snapshots");
  const it = setup();
  it.highWatermark = 1;
  const changes: MetadataChange[] = [];
  it.publisher.subscribe((change) => changes.push(change));
  it.publisher.snapshot(snapshots.at(-2)!);
  it.publisher.snapshot(snapshots.at(-1)!);
  assertEquals(changes.length, 2);
  const { before, after, topics } = changes[1];
  for (const [id, change] of topics) {
    assertEquals(change.before, before.topics.byId.get(id) ?? null);
    assertEquals(change.after, after.topics.byId.get(id) ?? null);
  }
  const differing = [...after.topics.byId.keys()].filter((id) =>
    before.topics.byId.get(id) !== after.topics.byId.get(id)
  );
  const deleted = [...before.topics.byId.keys()].filter((id) => !after.topics.byId.has(id));
  assertEquals([...topics.keys()].sort(), [...differing, ...deleted].sort());
});
