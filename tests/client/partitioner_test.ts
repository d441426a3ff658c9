import { assert, assertEquals } from "@std/assert";
import type { PartitionMetadata, TopicMetadata } from "../../client/cluster_metadata.ts";
import { murmur2 } from "../../client/murmur2.ts";
import { Partitioner } from "../../client/partitioner.ts";
import { SimulatedWorld } from "../../runtime/simulated/world.ts";

function topicOf(partitions: number, withoutLeader: readonly number[] = []): TopicMetadata {
  const partition = (partition: number): PartitionMetadata => ({
    partition,
    leader: withoutLeader.includes(partition) ? -1 : 0,
    leaderEpoch: 0,
    replicas: [0],
    isr: [0],
    offlineReplicas: [],
    errorCode: 0,
  });
  return {
    name: "t",
    topicId: "x",
    isInternal: false,
    errorCode: 0,
    partitions: Array.from({ length: partitions }, (_, i) => partition(i)),
  };
}

const { random } = new SimulatedWorld({ seed: 1 }).node("client");

Deno.test("murmur2 gives what Kafka's clients give", () => {
  // The values that Kafka's own tests hold.
  const known: [string, number][] = [
    ["21", -973932308],
    ["foobar", -790332482],
    ["a-little-bit-long-string", -985981536],
    ["a-little-bit-longer-string", -1486304829],
    ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971],
    ["abc", 479470107],
  ];
  for (const [text, hash] of known) assertEquals(murmur2(new TextEncoder().encode(text)), hash);
});

Deno.test("Partitioner keeps keys together, whichever partitions have leaders", () => {
  const key = new TextEncoder().encode("foobar");
  const expected = (-790332482 & 0x7fffffff) % 12;
  const partitioner = new Partitioner(random, 100);
  assertEquals(partitioner.choose(topicOf(12), key, 50), expected);
  assertEquals(partitioner.choose(topicOf(12, [expected]), key, 5000), expected);
});

Deno.test("Partitioner stays with a partition for a batch's worth of records without key", () => {
  const partitioner = new Partitioner(random, 1000);
  const chosen = Array.from({ length: 400 }, () => partitioner.choose(topicOf(6, [3]), null, 100));
  for (let i = 0; i < 400; i += 10) assertEquals(new Set(chosen.slice(i, i + 10)).size, 1);
  assertEquals(new Set(chosen), new Set([0, 1, 2, 4, 5]));
  assert(!chosen.includes(3));
});
