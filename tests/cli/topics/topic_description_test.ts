import { assertEquals, assertThrows } from "@std/assert";
import { parseReplicaAssignment } from "../../../cli/topics/replica_assignment.ts";
import {
  isShown,
  PARTITION_COLUMNS,
  type PartitionDescription,
  partitionLines,
  topicLine,
} from "../../../cli/topics/topic_description.ts";
import { topicFilter } from "../../../cli/topics/topic_filter.ts";

const PARTITION: PartitionDescription = {
  partition: 0,
  leader: 1,
  replicas: [1, 2],
  isr: [1, 2],
  eligibleLeaderReplicas: [],
  lastKnownElr: [],
};

Deno.test("topicLine counts replicas without those that are being added", () => {
  const topic = {
    name: "t",
    topicId: "6kha4QdBTW-g1EzqrcPF8A",
    partitions: [{
      ...PARTITION,
      replicas: [1, 2, 3],
      reassignment: { adding: [3], removing: [1] },
    }],
    configs: [{ name: "retention.ms", value: "1" }, { name: "min.insync.replicas", value: "2" }],
    minInsyncReplicas: 2,
  };
  assertEquals(
    topicLine(topic),
    "Topic: t\tTopicId: 6kha4QdBTW-g1EzqrcPF8A\tPartitionCount: 1\tReplicationFactor: 2\t" +
      "Configs: retention.ms=1,min.insync.replicas=2",
  );
  assertEquals(
    topicLine({ ...topic, topicId: null, partitions: [PARTITION], configs: [] }),
    "Topic: t\tPartitionCount: 1\tReplicationFactor: 2\tConfigs: ",
  );
});

function partitionLine(topic: string, partition: PartitionDescription): string {
  return partitionLines(PARTITION_COLUMNS, [{ ...partition, topic }]).trimEnd();
}

Deno.test("partitionLines tell of missing leaders, reassignments and unknown ELRs", () => {
  assertEquals(
    partitionLine("only2", {
      ...PARTITION,
      leader: -1,
      replicas: [2],
      isr: [],
      eligibleLeaderReplicas: [2],
      lastKnownElr: [2],
    }),
    "\tTopic: only2\tPartition: 0\tLeader: none\tReplicas: 2\tIsr: \tElr: 2\tLastKnownElr: 2",
  );
  assertEquals(
    partitionLine("t", {
      ...PARTITION,
      reassignment: { adding: [2], removing: [3] },
      eligibleLeaderReplicas: null,
      lastKnownElr: null,
    }),
    "\tTopic: t\tPartition: 0\tLeader: 1\tReplicas: 1,2\tIsr: 1,2\tAdding Replicas: 2\t" +
      "Removing Replicas: 3\tElr: N/A\tLastKnownElr: N/A",
  );
});

Deno.test("isShown applies each filter, and all of them together", () => {
  const none = { underReplicated: false, unavailable: false, underMinIsr: false, atMinIsr: false };
  const live = new Set([1, 2]);
  const shown = (partition: Partial<PartitionDescription>, filters: Partial<typeof none>) =>
    isShown({ ...PARTITION, ...partition }, 2, { ...none, ...filters }, live);
  assertEquals(shown({}, {}), true);
  assertEquals(shown({}, { underReplicated: true }), false);
  assertEquals(shown({ isr: [1] }, { underReplicated: true }), true);
  assertEquals(
    shown({ replicas: [1, 2, 3], reassignment: { adding: [3], removing: [] } }, {
      underReplicated: true,
    }),
    false,
  );
  assertEquals(shown({ leader: -1 }, { unavailable: true }), true);
  assertEquals(shown({ leader: 7 }, { unavailable: true }), true);
  assertEquals(shown({}, { unavailable: true }), false);
  assertEquals(shown({ isr: [1] }, { underMinIsr: true }), true);
  assertEquals(shown({}, { underMinIsr: true }), false);
  assertEquals(shown({}, { atMinIsr: true }), true);
  assertEquals(shown({ isr: [1] }, { atMinIsr: true }), false);
  assertEquals(shown({ isr: [1] }, { atMinIsr: true, underReplicated: true }), true);
});

Deno.test("topicFilter matches whole names, alternatives between commas", () => {
  const matching = (text: string) => ["a.b", "ab", "three", "eq"].filter(topicFilter(text));
  assertEquals(matching("a.*"), ["a.b", "ab"]);
  assertEquals(matching("three, eq"), ["three", "eq"]);
  assertEquals(matching('"a\\.b"'), ["a.b"]);
  assertEquals(matching("e"), []);
  assertEquals(assertThrows(() => topicFilter("["), SyntaxError).message, "[ is an invalid regex.");
});

Deno.test("parseReplicaAssignment reads brokers by partition and refuses what makes no sense", () => {
  assertEquals(parseReplicaAssignment("1:2, 2:3"), [[1, 2], [2, 3]]);
  const refused = (text: string) => assertThrows(() => parseReplicaAssignment(text)).message;
  assertEquals(
    refused("1:2,3:3"),
    "Partition replica lists may not contain duplicate entries: 3",
  );
  assertEquals(refused("1,2,1:2"), "Partition 2 has different replication factor: [1, 2]");
  assertEquals(refused("1:x"), 'For input string: "x"');
});
