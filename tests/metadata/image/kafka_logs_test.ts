import { assert, assertEquals } from "@std/assert";
import { EMPTY_IMAGE } from "../../../metadata/image/empty_image.ts";
import {
  configResourceKey,
  ConfigResourceType,
  type MetadataImage,
} from "../../../metadata/image/image.ts";
import { ImageLoader } from "../../../metadata/image/image_loader.ts";
import { imageRecords } from "../../../metadata/image/image_records.ts";
import { encodeMetadataRecord } from "../../../protocol/data/metadata_framing.ts";
import { comparable } from "./comparable.ts";
import { type KafkaLog, readKafkaLog } from "./kafka_log.ts";

const CLEAN = ["3.5-clean", "3.9-clean", "4.3-clean"];
const KILLED = ["3.9-killed", "4.3-killed"];

function replayed({ log }: KafkaLog): MetadataImage {
  const loader = new ImageLoader();
  for (const batch of log) loader.batch(batch);
  return loader.image;
}

for (const name of CLEAN) {
  Deno.test(`ImageLoader replays Kafka's log ${name} to the state that Kafka's clients saw`, () => {
    const sample = readKafkaLog(name);
    const { expected } = sample;
    const image = replayed(sample);
    const { "kraft.version": _, ...features } = expected.finalizedFeatures;
    assertEquals(Object.fromEntries(image.features), features);
    assertEquals([...image.topics.byName.keys()].sort(), Object.keys(expected.topics).sort());
    for (const [topic, want] of Object.entries(expected.topics)) {
      const got = image.topics.byName.get(topic)!;
      assertEquals(got.id, want.topicId);
      assertEquals(got.partitions.length, want.partitions);
      assert(image.topics.byId.get(want.topicId) === got);
      assertEquals(overrides(image, ConfigResourceType.TOPIC, topic), want.configs);
    }
    for (const [resource, want] of Object.entries(expected.dynamicConfigs)) {
      const [type, id] = resource.split(":") as [keyof typeof ConfigResourceType, string];
      const own = id === "" ? "DYNAMIC_DEFAULT_BROKER_CONFIG" : `DYNAMIC_${type}_CONFIG`;
      const values = Object.entries(want).filter(([, [, source]]) => source === own);
      if (values.length === 0) continue;
      assertEquals(
        overrides(image, ConfigResourceType[type], id),
        Object.fromEntries(values.map(([key, [value]]) => [key, value])),
      );
    }
    const quotas = [...image.quotas.values()].map(({ entity, values }) => [
      `{${entity.map(({ type, name }) => `${type}=${name}`).sort().join(", ")}}`,
      Object.fromEntries(values),
    ]);
    assertEquals(Object.fromEntries(quotas), expected.clientQuotas);
    const scram = [...image.scram.values()].map(({ user, mechanism, iterations }) => [
      user,
      [`SCRAM_SHA_${mechanism === 1 ? 256 : 512} ${iterations}`],
    ]);
    assertEquals(Object.fromEntries(scram), expected.scramUsers);
    assertEquals(image.acls.size, expected.acls.length);
  });
}

Deno.test("ImageLoader counts epochs as Kafka did over a restart: its snapshots hold the same state", () => {
  const sample = readKafkaLog("4.3-snapshots");
  const snapshots = sample.snapshots.filter(({ endOffset }) => endOffset > 0);
  assertEquals(snapshots.length, 13);
  for (const snapshot of snapshots) {
    const loader = new ImageLoader();
    for (const batch of sample.log) if (batch.lastOffset < snapshot.endOffset) loader.batch(batch);
    const fromSnapshot = new ImageLoader();
    fromSnapshot.snapshot(snapshot);
    assertEquals(comparable(fromSnapshot.image), comparable(loader.image));
    assertEquals(fromSnapshot.image.offset, loader.image.offset);
    assertEquals(fromSnapshot.image.epoch, loader.image.epoch);
  }
});

Deno.test("ImageLoader shares with the image before what a snapshot leaves as it is", () => {
  const { snapshots } = readKafkaLog("4.3-snapshots");
  const loader = new ImageLoader();
  loader.snapshot(snapshots.at(-2)!);
  const before = loader.image;
  const change = loader.snapshot(snapshots.at(-2)!);
  assertEquals(change.topics.size, 0);
  assertEquals(change.configs.size, 0);
  assert(change.after.topics === before.topics);
  const last = loader.snapshot(snapshots.at(-1)!);
  const deleted = [...last.topics.values()].filter(({ after }) => after === null);
  for (const { before: topic } of deleted) assert(!last.after.topics.byName.has(topic!.name));
  for (const [id, topic] of last.after.topics.byId) {
    if (!last.topics.has(id)) assert(topic === before.topics.byId.get(id));
  }
});

for (const name of [...CLEAN, ...KILLED]) {
  Deno.test(`imageRecords makes the image of Kafka's log ${name} again`, () => {
    const image = replayed(readKafkaLog(name));
    const records = [...imageRecords(image)];
    for (const record of records) encodeMetadataRecord(record);
    const loader = new ImageLoader();
    loader.snapshot({ endOffset: 7, epoch: 3, lastTimestampMs: 5, records });
    assertEquals(comparable(loader.image), comparable(image));
    const key = configResourceKey(ConfigResourceType.BROKER, "");
    assertEquals(loader.image.configs.get(key), image.configs.get(key));
  });
}

Deno.test("imageRecords makes the very records of Kafka's snapshots", () => {
  for (const snapshot of readKafkaLog("4.3-snapshots").snapshots) {
    if (snapshot.endOffset === 0) continue;
    const loader = new ImageLoader(EMPTY_IMAGE);
    loader.snapshot(snapshot);
    const bytes = (records: Iterable<typeof snapshot.records[number]>) =>
      [...records].map((record) => encodeMetadataRecord(record).join()).sort();
    assertEquals(bytes(imageRecords(loader.image)), bytes(snapshot.records));
  }
});

function overrides(image: MetadataImage, type: number, name: string): Record<string, string> {
  return Object.fromEntries(image.configs.get(configResourceKey(type, name)) ?? []);
}
