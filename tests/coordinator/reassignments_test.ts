import { assertEquals } from "@std/assert";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { Harness } from "./harness.ts";

async function reassign(
  it: Harness,
  replicas: readonly number[] | null,
  allowReplicationFactorChange = true,
) {
  const { responses } = await it.send(Apis.AlterPartitionReassignments, {
    allowReplicationFactorChange,
    topics: [{ name: "t", partitions: [{ partitionIndex: 0, replicas }] }],
  });
  return responses[0].partitions[0].errorCode;
}

async function cluster(): Promise<Harness> {
  const it = await new Harness().lead();
  await it.startBrokers([1, 2, 3, 4]);
  await it.createTopic("t", [[1, 2]]);
  await it.createTopic("other", [[3]]);
  return it;
}

function state(it: Harness) {
  const { replicas, addingReplicas: adding, removingReplicas: removing, isr } = it.partition("t");
  return { replicas, adding, removing, isr };
}

Deno.test("AlterPartitionReassignments adds the wanted replicas in front and keeps the others until they are in sync", async () => {
  const it = await cluster();
  assertEquals(await reassign(it, [4, 3]), 0);
  assertEquals(state(it), {
    replicas: [4, 3, 1, 2],
    adding: [3, 4],
    removing: [1, 2],
    isr: [1, 2],
  });
  const listed = await it.send(Apis.ListPartitionReassignments, { topics: null });
  assertEquals(listed.topics, [{
    name: "t",
    partitions: [{
      partitionIndex: 0,
      replicas: [4, 3, 1, 2],
      addingReplicas: [3, 4],
      removingReplicas: [1, 2],
    }],
  }]);
  const other = await it.send(Apis.ListPartitionReassignments, {
    topics: [{ name: "other", partitionIndexes: [0, 5] }, { name: "nope", partitionIndexes: [0] }],
  });
  assertEquals(other.topics, []);
});

Deno.test("AlterPartitionReassignments completes at once when only replicas leave", async () => {
  const it = await cluster();
  assertEquals(await reassign(it, [2]), 0);
  assertEquals(state(it), { replicas: [2], adding: [], removing: [], isr: [2] });
  assertEquals([it.partition("t").leader, it.partition("t").leaderEpoch], [2, 1]);
});

Deno.test("AlterPartitionReassignments cancels back to the old replicas", async () => {
  const it = await cluster();
  assertEquals(await reassign(it, null), Errors.NO_REASSIGNMENT_IN_PROGRESS);
  await reassign(it, [3, 4]);
  assertEquals(await reassign(it, null), 0);
  assertEquals(state(it), { replicas: [1, 2], adding: [], removing: [], isr: [1, 2] });
});

Deno.test("AlterPartitionReassignments refuses bad lists, unknown partitions and another replication factor where told so", async () => {
  const it = await cluster();
  for (const replicas of [[], [1, 1], [9], [-1]]) {
    assertEquals(await reassign(it, replicas), Errors.INVALID_REPLICA_ASSIGNMENT);
  }
  assertEquals(await reassign(it, [1, 2, 3], false), Errors.INVALID_REPLICATION_FACTOR);
  assertEquals(await reassign(it, [2, 3], false), 0);
  const { responses } = await it.send(Apis.AlterPartitionReassignments, {
    topics: [
      { name: "nope", partitions: [{ partitionIndex: 0, replicas: [1] }] },
      { name: "t", partitions: [{ partitionIndex: 5, replicas: [1] }] },
    ],
  });
  for (const { partitions } of responses) {
    assertEquals(partitions[0].errorCode, Errors.UNKNOWN_TOPIC_OR_PARTITION);
  }
});
