import { assertEquals } from "@std/assert";
import { metadataRecord } from "../../protocol/data/metadata_framing.ts";
import { Harness, WITH_ELR } from "./harness.ts";
import { settle } from "./virtual_clock.ts";

const BEGIN = metadataRecord("BeginTransactionRecord", 0, { name: "Bootstrap records" });
const LEVEL = metadataRecord("FeatureLevelRecord", 0, {
  name: "metadata.version",
  featureLevel: 21,
});

function types(it: Harness): string[] {
  return it.log.records.map(({ type }) => type);
}

Deno.test("ActiveController fills an empty log in a transaction, in one batch", async () => {
  const it = await new Harness({ features: WITH_ELR, settings: { "min.insync.replicas": "2" } })
    .lead();
  assertEquals(types(it), [
    "BeginTransactionRecord",
    "FeatureLevelRecord",
    "FeatureLevelRecord",
    "ConfigRecord",
    "EndTransactionRecord",
  ]);
  assertEquals(it.log.batches.length, 2);
  assertEquals(it.image.configs.get("4:")!.get("min.insync.replicas"), "2");
});

Deno.test("ActiveController fills an empty log without a transaction where metadata.version has none", async () => {
  const it = await new Harness({ features: { "metadata.version": 11 } }).lead();
  assertEquals(types(it), ["FeatureLevelRecord"]);
});

Deno.test("ActiveController aborts an unfinished bootstrap and writes it anew", async () => {
  const it = new Harness();
  it.log.lead(2);
  it.log.replicate([BEGIN, LEVEL]);
  await it.lead();
  assertEquals(types(it).slice(2), [
    "AbortTransactionRecord",
    "BeginTransactionRecord",
    "FeatureLevelRecord",
    "EndTransactionRecord",
  ]);
  assertEquals(it.image.features.get("metadata.version"), 25);
});

Deno.test("ActiveController aborts an open transaction and keeps what was before it", async () => {
  const it = new Harness();
  it.log.lead(2);
  it.log.replicate([LEVEL]);
  it.log.replicate([
    BEGIN,
    metadataRecord("FeatureLevelRecord", 0, { name: "group.version", featureLevel: 1 }),
  ]);
  assertEquals(it.image.features.has("group.version"), false);
  await it.lead();
  assertEquals(types(it).at(-1), "AbortTransactionRecord");
  await it.startBrokers([1]);
  assertEquals(it.image.features.get("metadata.version"), 21);
  assertEquals(it.image.features.has("group.version"), false);
});

Deno.test("ActiveController is not active before it leads, and writes nothing then", async () => {
  const it = new Harness();
  it.log.lead(2);
  it.log.replicate([LEVEL]);
  await it.clock.advance(5000);
  assertEquals([it.coordinator.controller.isActive, types(it).length], [false, 1]);
  assertEquals(it.image.features.get("metadata.version"), 21);
});

Deno.test("ActiveController follows another leader's log, and takes over where it ends", async () => {
  const it = await new Harness().lead();
  await it.startBrokers([1]);
  it.log.lead(2);
  it.log.replicate([
    metadataRecord("TopicRecord", 0, { name: "t", topicId: "BAAAAAAAAAAAAAAAAAAAAA" }),
    metadataRecord("PartitionRecord", 1, {
      partitionId: 0,
      topicId: "BAAAAAAAAAAAAAAAAAAAAA",
      replicas: [1],
      isr: [1],
      removingReplicas: [],
      addingReplicas: [],
      leader: 1,
      leaderEpoch: 0,
      partitionEpoch: 0,
      directories: ["BAAAAAAAAAAAAAAAAAAAAA"],
    }),
  ]);
  assertEquals(it.partition("t").leader, 1);
  await it.lead();
  await it.clock.advance(10_000);
  await settle();
  assertEquals(it.image.brokers.get(1)!.fenced, true);
  assertEquals(it.partition("t").leader, -1);
  assertEquals(it.faults, []);
});
