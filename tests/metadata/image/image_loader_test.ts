import { assert, assertEquals, assertThrows } from "@std/assert";
import { ImageLoader } from "../../../metadata/image/image_loader.ts";
import { ReplayError } from "../../../metadata/image/replay_error.ts";
import type { CommittedBatch } from "../../../metadata/metadata_log.ts";
import { type MetadataRecord, metadataRecord } from "../../../protocol/data/metadata_framing.ts";

const BEGIN = metadataRecord("BeginTransactionRecord", 0, { name: "x" });
const END = metadataRecord("EndTransactionRecord", 0, {});
const ABORT = metadataRecord("AbortTransactionRecord", 0, {});

function level(name: string, featureLevel = 1): MetadataRecord {
  return metadataRecord("FeatureLevelRecord", 0, { name, featureLevel });
}

/** Batches one after the other, from offset 0. */
function batches(...lists: MetadataRecord[][]): CommittedBatch[] {
  let baseOffset = 0;
  return lists.map((records) => {
    const count = Math.max(1, records.length);
    const batch = {
      baseOffset,
      lastOffset: baseOffset + count - 1,
      epoch: 1,
      appendTimestampMs: 5,
      records,
    };
    baseOffset += count;
    return batch;
  });
}

/** Names of the features after each change, for each batch. */
function seen(...lists: MetadataRecord[][]): string[][][] {
  const loader = new ImageLoader();
  return batches(...lists).map((batch) =>
    loader.batch(batch).map(({ after }) => [...after.features.keys()].sort())
  );
}

Deno.test("ImageLoader shows what a transaction holds at its end, and what came before it in its batch at once", () => {
  assertEquals(seen([level("a"), BEGIN, level("b")], [level("c")], [level("d"), END, level("e")]), [
    [["a"]],
    [],
    [["a", "b", "c", "d", "e"]],
  ]);
});

Deno.test("ImageLoader forgets an aborted transaction", () => {
  assertEquals(seen([level("a")], [BEGIN, level("b")], [level("c"), ABORT, level("d")]), [
    [["a"]],
    [],
    [["a", "d"]],
  ]);
});

Deno.test("ImageLoader takes several transactions in one batch", () => {
  assertEquals(seen([BEGIN, level("a"), END, BEGIN, level("b"), ABORT, level("c")]), [
    [["a"], ["a", "c"]],
  ]);
});

Deno.test("ImageLoader stamps images with the last record they hold", () => {
  const loader = new ImageLoader();
  const [first, second, third] = batches([level("a"), level("b"), BEGIN], [level("c")], [END]);
  loader.batch(first);
  assertEquals([loader.image.offset, loader.inTransaction], [1, true]);
  loader.batch(second);
  assertEquals(loader.image.offset, 1);
  loader.batch(third);
  assertEquals([loader.image.offset, loader.inTransaction], [4, false]);
  assertEquals([loader.image.epoch, loader.image.timestampMs], [1, 5]);
});

Deno.test("ImageLoader moves on over control batches without having seen records", () => {
  const loader = new ImageLoader();
  const [change] = batches([]).flatMap((batch) => loader.batch(batch));
  assertEquals([change.after.offset, loader.sawRecords], [0, false]);
});

Deno.test("ImageLoader stops at a log that contradicts itself", () => {
  const topicId = "BAAAAAAAAAAAAAAAAAAAAA";
  const topic = metadataRecord("TopicRecord", 0, { name: "t", topicId });
  const change = { partitionId: 0, topicId };
  const broken: MetadataRecord[][] = [
    [BEGIN, BEGIN],
    [END],
    [ABORT],
    [topic, topic],
    [metadataRecord("RemoveTopicRecord", 0, { topicId })],
    [metadataRecord("PartitionChangeRecord", 0, change)],
    [topic, metadataRecord("PartitionChangeRecord", 0, change)],
    [metadataRecord("UnregisterBrokerRecord", 0, { brokerId: 1, brokerEpoch: 1n })],
    [metadataRecord("BrokerRegistrationChangeRecord", 0, { brokerId: 1, brokerEpoch: 1n })],
    [metadataRecord("RemoveAccessControlEntryRecord", 0, { id: topicId })],
    [metadataRecord("RemoveDelegationTokenRecord", 0, { tokenId: "t" })],
    [metadataRecord("RemoveUserScramCredentialRecord", 0, { name: "u", mechanism: 1 })],
    [metadataRecord("ClearElrRecord", 0, { topicName: "t" })],
    [
      topic,
      metadataRecord("PartitionRecord", 0, {
        partitionId: 1,
        topicId,
        replicas: [1],
        isr: [1],
        removingReplicas: [],
        addingReplicas: [],
        leader: 1,
        leaderEpoch: 0,
        partitionEpoch: 0,
      }),
    ],
  ];
  for (const records of broken) {
    const loader = new ImageLoader();
    assertThrows(() => batches(records).forEach((batch) => loader.batch(batch)), ReplayError);
  }
});

Deno.test("ImageLoader tells what changed and keeps the identity of what did not", () => {
  const loader = new ImageLoader();
  const config = (resourceName: string, value: string | null) =>
    metadataRecord("ConfigRecord", 0, { resourceType: 2, resourceName, name: "k", value });
  const log = batches(
    [level("a"), config("x", "1"), config("y", "1")],
    [config("x", "2")],
    [config("x", null)],
    [level("a", 0)],
  );
  loader.batch(log[0]);
  const before = loader.image;
  const [second] = loader.batch(log[1]);
  assertEquals([...second.configs], ["2:x"]);
  assertEquals(second.featuresChanged, false);
  assert(second.before === before);
  assert(second.after.configs.get("2:y") === before.configs.get("2:y"));
  assert(second.after.topics === before.topics && second.after.features === before.features);
  const [third] = loader.batch(log[2]);
  assertEquals(third.after.configs.has("2:x"), false);
  const [fourth] = loader.batch(log[3]);
  assertEquals([fourth.featuresChanged, fourth.after.features.size], [true, 0]);
});
