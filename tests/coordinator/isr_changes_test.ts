import { assertEquals } from "@std/assert";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { ZERO_UUID } from "../../protocol/uuid.ts";
import { Harness } from "./harness.ts";

interface Change {
  readonly topicId?: string;
  readonly partitionIndex?: number;
  readonly leaderEpoch?: number;
  readonly partitionEpoch?: number;
  readonly leaderRecoveryState?: number;
  readonly isr: readonly (readonly [id: number, epoch: bigint])[];
}

/** A leader 1 of `t` with replicas 1, 2, 3, all in sync, and the epochs of the brokers. */
async function cluster(): Promise<[Harness, Map<number, bigint>]> {
  const it = await new Harness().lead();
  const epochs = await it.startBrokers([1, 2, 3, 4]);
  await it.createTopic("t", [[1, 2, 3]]);
  return [it, epochs];
}

async function alter(it: Harness, id: number, epoch: bigint, change: Change) {
  const { leaderEpoch, partitionEpoch } = it.partition("t");
  const { isr, topicId, ...rest } = change;
  return await it.send(Apis.AlterPartition, {
    brokerId: id,
    brokerEpoch: epoch,
    topics: [{
      topicId: topicId ?? it.image.topics.byName.get("t")!.id,
      partitions: [{
        partitionIndex: 0,
        leaderEpoch,
        partitionEpoch,
        newIsrWithEpochs: isr.map(([brokerId, brokerEpoch]) => ({ brokerId, brokerEpoch })),
        ...rest,
      }],
    }],
  });
}

Deno.test("AlterPartition shrinks and grows the ISR and answers the state after it", async () => {
  const [it, epochs] = await cluster();
  const isr = [[1, epochs.get(1)!], [3, -1n]] as const;
  const { topics: [{ partitions: [answer] }] } = await alter(it, 1, epochs.get(1)!, { isr });
  assertEquals(answer, {
    partitionIndex: 0,
    errorCode: 0,
    leaderId: 1,
    leaderEpoch: 0,
    isr: [1, 3],
    leaderRecoveryState: 0,
    partitionEpoch: 1,
  });
  const [none, same] = await it.recordsOf(() => alter(it, 1, epochs.get(1)!, { isr }));
  assertEquals(none, []);
  assertEquals(same.topics[0].partitions[0].partitionEpoch, 1);
});

Deno.test("AlterPartition refuses what does not fit, code by code, and writes nothing", async () => {
  const [it, epochs] = await cluster();
  const own = epochs.get(1)!;
  const all = [1, 2, 3].map((id) => [id, epochs.get(id)!] as const);
  await it.heartbeat(3, epochs.get(3)!, { fence: true });
  const live = all.slice(0, 2);
  const cases: readonly (readonly [number, Change])[] = [
    [Errors.UNKNOWN_TOPIC_ID, { isr: live, topicId: ZERO_UUID }],
    [Errors.UNKNOWN_TOPIC_OR_PARTITION, { isr: live, partitionIndex: 7 }],
    [Errors.UNKNOWN_TOPIC_OR_PARTITION, { isr: live, partitionIndex: -1 }],
    [Errors.NOT_CONTROLLER, { isr: live, leaderEpoch: 9 }],
    [Errors.NOT_CONTROLLER, { isr: live, partitionEpoch: 9 }],
    [Errors.FENCED_LEADER_EPOCH, { isr: live, leaderEpoch: -1 }],
    [Errors.INVALID_UPDATE_VERSION, { isr: live, partitionEpoch: 0 }],
    [Errors.INVALID_REQUEST, { isr: [...live, live[1]] }],
    [Errors.INVALID_REQUEST, { isr: [...live, [4, -1n]] }],
    [Errors.INVALID_REQUEST, { isr: [live[1]] }],
    [Errors.INVALID_REQUEST, { isr: live, leaderRecoveryState: 1 }],
    [Errors.INVALID_REQUEST, { isr: [live[0]], leaderRecoveryState: 1 }],
    [Errors.INVALID_REQUEST, { isr: live, leaderRecoveryState: 7 }],
    [Errors.INELIGIBLE_REPLICA, { isr: all }],
    [Errors.INELIGIBLE_REPLICA, { isr: [live[0], [2, 1n]] }],
  ];
  for (const [code, change] of cases) {
    const [records, answer] = await it.recordsOf(() => alter(it, 1, own, change));
    assertEquals([records, answer.topics[0].partitions[0].errorCode], [[], code]);
  }
  const stale = await alter(it, 1, own - 1n, { isr: live });
  assertEquals(stale.errorCode, Errors.STALE_BROKER_EPOCH);
  const follower = await alter(it, 2, epochs.get(2)!, { isr: live });
  assertEquals(follower.topics[0].partitions[0].errorCode, Errors.INVALID_REQUEST);
  assertEquals(it.faults, []);
});

Deno.test("AlterPartition that completes a reassignment away from the caller is written and answers NEW_LEADER_ELECTED", async () => {
  const [it, epochs] = await cluster();
  await it.send(Apis.AlterPartitionReassignments, {
    topics: [{ name: "t", partitions: [{ partitionIndex: 0, replicas: [4, 2] }] }],
  });
  assertEquals(it.partition("t").replicas, [4, 2, 1, 3]);
  const isr = [1, 2, 3, 4].map((id) => [id, epochs.get(id)!] as const);
  const answer = await alter(it, 1, epochs.get(1)!, { isr });
  assertEquals(answer.topics[0].partitions[0].errorCode, Errors.NEW_LEADER_ELECTED);
  const { replicas, isr: inSync, leader, leaderEpoch } = it.partition("t");
  assertEquals({ replicas, inSync, leader, leaderEpoch }, {
    replicas: [4, 2],
    inSync: [2, 4],
    leader: 4,
    leaderEpoch: 1,
  });
});

Deno.test("AlterPartition lets a leader elected uncleanly report that it has recovered", async () => {
  const it = await new Harness().lead();
  const epochs = await it.startBrokers([1, 2]);
  await it.createTopic("t", [[1, 2]], { "unclean.leader.election.enable": "true" });
  await alter(it, 1, epochs.get(1)!, { isr: [[1, epochs.get(1)!]] });
  await it.heartbeat(1, epochs.get(1)!, { fence: true });
  assertEquals([it.partition("t").leader, it.partition("t").leaderRecoveryState], [2, 1]);
  const isr = [[2, epochs.get(2)!]] as const;
  const recovering = await alter(it, 2, epochs.get(2)!, { isr, leaderRecoveryState: 1 });
  assertEquals(recovering.topics[0].partitions[0].errorCode, 0);
  const recovered = await alter(it, 2, epochs.get(2)!, { isr, leaderRecoveryState: 0 });
  assertEquals(recovered.topics[0].partitions[0].errorCode, 0);
  assertEquals(it.partition("t").leaderRecoveryState, 0);
});
