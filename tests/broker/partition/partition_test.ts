/** A partition as its leader: appends, acknowledgements, the high watermark, and what ends a wait. */
import { assertEquals, assertThrows } from "@std/assert";
import type { Partition } from "../../../broker/partition/partition.ts";
import { ApiError, Errors } from "../../../protocol/errors.ts";
import { type LogFixture, simulated } from "../../storage/log_fixture.ts";
import { batchOf, ME, openPartition, partitionState, written } from "./partition_fixture.ts";

const client = { origin: "client" } as const;

/** Codes that waiters were called with, in order. */
function waits(partition: Partition, ...offsets: number[]) {
  const called: string[] = [];
  for (const offset of offsets) {
    partition.whenWritten(offset, (code) => called.push(`written ${offset}: ${code}`));
    partition.whenCommitted(offset, (code) => called.push(`committed ${offset}: ${code}`));
  }
  return called;
}

function codeOf(work: () => unknown): number {
  return assertThrows(work, ApiError).code;
}

simulated(
  "Partition acknowledges an append when it is in the file, not before",
  async (fixture) => {
    const partition = await openPartition(fixture);
    partition.append(batchOf("a", "b"), client);
    const called = waits(partition, 1);
    assertEquals([called, partition.log.highWatermark], [[], 0]);
    await written(partition);
    assertEquals(called, ["written 1: 0", "committed 1: 0"]);
    assertEquals(partition.log.highWatermark, 2);
    assertEquals(waits(partition, 0), ["written 0: 0", "committed 0: 0"]);
  },
);

simulated(
  "Partition commits what all in-sync replicas hold, and wakes the waiters up to there",
  async (fixture) => {
    const partition = await openPartition(fixture, { replicas: [1, 2, 3] });
    partition.append(batchOf("a", "b"), client);
    partition.append(batchOf("c"), client);
    const called = waits(partition, 1, 2);
    await written(partition);
    assertEquals(called, ["written 1: 0", "written 2: 0"]);
    partition.followerFetched(2, 3);
    assertEquals([called.length, partition.log.highWatermark], [2, 0]);
    partition.followerFetched(3, 2);
    assertEquals([called.slice(2), partition.log.highWatermark], [["committed 1: 0"], 2]);
    partition.followerFetched(3, 3);
    assertEquals([called.slice(3), partition.log.highWatermark], [["committed 2: 0"], 3]);
  },
);

simulated("Partition: a replica that left the ISR is not waited for any more", async (fixture) => {
  const state = { replicas: [1, 2] };
  const partition = await openPartition(fixture, state);
  partition.append(batchOf("a"), client);
  const called = waits(partition, 0);
  await written(partition);
  assertEquals(called.length, 1);
  partition.update(partitionState({ ...state, isr: [1], partitionEpoch: 1 }));
  assertEquals(called[1], "committed 0: 0");
});

simulated(
  "Partition: the high watermark never goes back when a replica joins the ISR",
  async (fixture) => {
    const state = { replicas: [1, 2] };
    const partition = await openPartition(fixture, { ...state, isr: [1] });
    partition.append(batchOf("a"), client);
    await written(partition);
    partition.update(partitionState({ ...state, isr: [1, 2], partitionEpoch: 1 }));
    assertEquals(partition.log.highWatermark, 1);
    partition.followerFetched(2, 0);
    assertEquals(partition.log.highWatermark, 1);
  },
);

simulated(
  "Partition commits nothing while fewer replicas than min.insync.replicas are in sync",
  async (fixture) => {
    const state = { replicas: [1, 2] };
    const partition = await openPartition(fixture, { ...state, isr: [1] }, {
      minInSyncReplicas: 2,
    });
    assertEquals(partition.isUnderMinInSyncReplicas, true);
    partition.append(batchOf("a"), client);
    await written(partition);
    assertEquals(partition.log.highWatermark, 0);
    partition.update(partitionState({ ...state, isr: [1, 2], partitionEpoch: 1 }));
    partition.followerFetched(2, 1);
    assertEquals([partition.log.highWatermark, partition.isUnderMinInSyncReplicas], [1, false]);
  },
);

simulated(
  "Partition: min.insync.replicas is at most the number of replicas, and may change",
  async (fixture) => {
    const single = await openPartition(fixture, {}, { minInSyncReplicas: 3 });
    assertEquals(single.isUnderMinInSyncReplicas, false);
    single.append(batchOf("a"), client);
    await written(single);
    assertEquals(single.log.highWatermark, 1);
  },
);

simulated("Partition goes on committing when min.insync.replicas is lowered", async (fixture) => {
  const partition = await openPartition(
    fixture,
    { replicas: [1, 2], isr: [1] },
    { minInSyncReplicas: 2 },
  );
  partition.append(batchOf("a"), client);
  const called = waits(partition, 0);
  await written(partition);
  partition.changeMinInSyncReplicas(1);
  assertEquals(called, ["written 0: 0", "committed 0: 0"]);
});

simulated(
  "Partition that loses leadership, or leads in a new epoch, ends all waits with NOT_LEADER_OR_FOLLOWER",
  async (fixture) => {
    for (const next of [{ leader: 2, leaderEpoch: 1 }, { leader: ME, leaderEpoch: 2 }]) {
      const state = { replicas: [1, 2] };
      const partition = await openPartition(fixture, {
        ...state,
        leaderEpoch: next.leaderEpoch - 1,
      });
      let woken = 0;
      partition.observe(() => woken++);
      partition.append(batchOf("a"), client);
      const called = waits(partition, partition.log.logEndOffset - 1);
      partition.update(partitionState({ ...state, ...next }));
      const { NOT_LEADER_OR_FOLLOWER } = Errors;
      assertEquals(called.map((text) => Number(text.split(": ")[1])), [
        NOT_LEADER_OR_FOLLOWER,
        NOT_LEADER_OR_FOLLOWER,
      ]);
      assertEquals(woken, 1);
      await written(partition);
      await partition.log.close({ clean: true });
    }
  },
);

simulated("Partition checks the client's leader epoch before leadership", async (fixture) => {
  const partition = await openPartition(fixture, { leaderEpoch: 5 });
  assertEquals(codeOf(() => partition.leaderLog(4)), Errors.FENCED_LEADER_EPOCH);
  assertEquals(codeOf(() => partition.leaderLog(6)), Errors.UNKNOWN_LEADER_EPOCH);
  assertEquals(partition.leaderLog(5), partition.log);
  assertEquals(partition.leaderLog(), partition.log);
  partition.update(partitionState({ replicas: [1, 2], leader: 2, leaderEpoch: 6 }));
  assertEquals(codeOf(() => partition.leaderLog(5)), Errors.FENCED_LEADER_EPOCH);
  assertEquals(codeOf(() => partition.leaderLog(6)), Errors.NOT_LEADER_OR_FOLLOWER);
  assertEquals(codeOf(() => partition.append(batchOf("a"), client)), Errors.NOT_LEADER_OR_FOLLOWER);
});

simulated(
  "Partition: a leader starts its epoch in the log, even without a record",
  async (fixture) => {
    const partition = await openPartition(fixture, { leaderEpoch: 3 });
    assertEquals(partition.log.endOffsetForEpoch(3), { epoch: 3, endOffset: 0 });
    partition.append(batchOf("a"), client);
    await written(partition);
    partition.update(partitionState({ leaderEpoch: 4 }));
    assertEquals(partition.log.endOffsetForEpoch(3), { epoch: 3, endOffset: 1 });
    assertEquals(partition.epochStart, 1);
  },
);

simulated(
  "Partition that is deleted ends every wait with the reason, and takes nothing more",
  async (fixture) => {
    const partition = await openPartition(fixture);
    partition.append(batchOf("a"), client);
    const called = waits(partition, 0);
    let woken = 0;
    partition.observe(() => woken++);
    partition.markDeleted(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    assertEquals(called, ["written 0: 3", "committed 0: 3"]);
    assertEquals(woken, 1);
    assertEquals(codeOf(() => partition.leaderLog()), Errors.NOT_LEADER_OR_FOLLOWER);
    partition.update(partitionState({ leaderEpoch: 9 }));
    assertEquals(partition.isLeader, false);
  },
);

simulated(
  "Partition whose disk fails ends every wait with KAFKA_STORAGE_ERROR, once",
  async (fixture: LogFixture) => {
    const partition = await openPartition(fixture);
    await written(partition);
    fixture.world.limitDisk("broker", 0);
    partition.append(batchOf("a"), client);
    const called = waits(partition, 0);
    let woken = 0;
    partition.observe(() => woken++);
    await written(partition);
    assertEquals(called, ["written 0: 56", "committed 0: 56"]);
    assertEquals([partition.isOffline, woken], [true, 1]);
    assertEquals(codeOf(() => partition.leaderLog()), Errors.KAFKA_STORAGE_ERROR);
    assertEquals(codeOf(() => partition.append(batchOf("b"), client)), Errors.KAFKA_STORAGE_ERROR);
    partition.markOffline();
    assertEquals(woken, 1);
  },
);

simulated(
  "Partition: who gives up waiting is not called, and observers stop when they say so",
  async (fixture) => {
    const partition = await openPartition(fixture, { replicas: [1, 2] });
    partition.append(batchOf("a"), client);
    let called = 0;
    let woken = 0;
    const giveUp = partition.whenCommitted(0, () => called++);
    const stop = partition.observe(() => woken++);
    await written(partition);
    giveUp();
    stop();
    partition.followerFetched(2, 1);
    assertEquals([called, woken, partition.log.highWatermark], [0, 0, 1]);
  },
);

simulated("Partition ignores what brokers tell that hold no replica", async (fixture) => {
  const partition = await openPartition(fixture, { replicas: [1, 2] });
  partition.append(batchOf("a"), client);
  await written(partition);
  partition.followerFetched(7, 1);
  assertEquals(partition.log.highWatermark, 0);
});

simulated("Partition: observers are told once for all appends of a turn", async (fixture) => {
  const partition = await openPartition(fixture);
  let woken = 0;
  partition.observe(() => woken++);
  for (let i = 0; i < 10; i++) partition.append(batchOf("a"), client);
  await written(partition);
  assertEquals(woken, 1);
});
