import { assertEquals, assertThrows } from "@std/assert";
import {
  parsePartitions,
  PartitionFilterError,
  patternFilter,
} from "../../../cli/get_offsets/partition_filter.ts";

const PARTITIONS = ["a/0", "a/1", "a/5", "b/0", "b/2"].map((text) => {
  const [topic, partition] = text.split("/");
  return { topic, partition: Number(partition) };
});

function meant(patterns: string): string[] {
  return PARTITIONS.filter(patternFilter(patterns))
    .map(({ topic, partition }) => `${topic}/${partition}`);
}

Deno.test("patternFilter takes one partition, ranges with either end open, and whole topics", () => {
  assertEquals(meant("a:1"), ["a/1"]);
  assertEquals(meant("a:0-1"), ["a/0"]);
  assertEquals(meant("a:1-"), ["a/1", "a/5"]);
  assertEquals(meant("a:-5"), ["a/0", "a/1"]);
  assertEquals(meant(":0"), ["a/0", "b/0"]);
  assertEquals(meant("b"), ["b/0", "b/2"]);
  assertEquals(meant("[ab]:2-,a:0"), ["a/0", "a/5", "b/2"]);
});

Deno.test("patternFilter refuses what is no pattern", () => {
  const error = assertThrows(() => patternFilter("a:x"), PartitionFilterError);
  assertEquals(error.message, "Invalid rule specification: a:x");
});

Deno.test("parsePartitions refuses what is no number", () => {
  assertEquals([...parsePartitions("0,2")], [0, 2]);
  assertThrows(() => parsePartitions("0,two"), PartitionFilterError, "but received: 0,two");
});
