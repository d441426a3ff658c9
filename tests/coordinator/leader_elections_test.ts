import { assertEquals } from "@std/assert";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { Harness } from "./harness.ts";

const PREFERRED = 0;
const UNCLEAN = 1;

async function elect(it: Harness, electionType: number, topic: string) {
  const { replicaElectionResults } = await it.send(Apis.ElectLeaders, {
    electionType,
    topicPartitions: [{ topic, partitions: [0] }],
  });
  return replicaElectionResults[0].partitionResult[0].errorCode;
}

/** Topic t with replicas 1 and 2, led by 2 because 1 was away. */
async function ledBySecond(): Promise<[Harness, Map<number, bigint>]> {
  const it = await new Harness({ settings: { "auto.leader.rebalance.enable": "true" } }).lead();
  const epochs = await it.startBrokers([1, 2]);
  await it.createTopic("t", [[1, 2]]);
  await it.heartbeat(1, epochs.get(1)!, { fence: true });
  return [it, epochs];
}

async function grow(it: Harness, epochs: Map<number, bigint>) {
  const { leaderEpoch, partitionEpoch } = it.partition("t");
  await it.send(Apis.AlterPartition, {
    brokerId: 2,
    brokerEpoch: epochs.get(2)!,
    topics: [{
      topicId: it.image.topics.byName.get("t")!.id,
      partitions: [{
        partitionIndex: 0,
        leaderEpoch,
        partitionEpoch,
        newIsrWithEpochs: [1, 2].map((brokerId) => ({ brokerId })),
      }],
    }],
  });
}

Deno.test("ElectLeaders moves to the preferred leader when it is in sync, and says why not", async () => {
  const [it, epochs] = await ledBySecond();
  assertEquals(await elect(it, PREFERRED, "t"), Errors.PREFERRED_LEADER_NOT_AVAILABLE);
  await it.heartbeat(1, epochs.get(1)!);
  assertEquals(await elect(it, PREFERRED, "t"), Errors.PREFERRED_LEADER_NOT_AVAILABLE);
  await grow(it, epochs);
  assertEquals(await elect(it, PREFERRED, "t"), 0);
  assertEquals(it.partition("t").leader, 1);
  assertEquals(await elect(it, PREFERRED, "t"), Errors.ELECTION_NOT_NEEDED);
});

Deno.test("ElectLeaders of all partitions leaves out those that need nothing", async () => {
  const [it, epochs] = await ledBySecond();
  await it.createTopic("u", [[2]]);
  await it.heartbeat(1, epochs.get(1)!);
  await grow(it, epochs);
  const { replicaElectionResults } = await it.send(Apis.ElectLeaders, {
    electionType: PREFERRED,
    topicPartitions: null,
  });
  const results = replicaElectionResults.map(({ topic, partitionResult }) => [
    topic,
    partitionResult.map(({ partitionId, errorCode }) => [partitionId, errorCode]),
  ]);
  assertEquals(Object.fromEntries(results), { t: [[0, 0]], u: [] });
});

Deno.test("ElectLeaders elects uncleanly whatever the topic says", async () => {
  const [it, epochs] = await ledBySecond();
  await it.heartbeat(1, epochs.get(1)!);
  await it.heartbeat(2, epochs.get(2)!, { fence: true });
  assertEquals(it.partition("t").leader, -1);
  assertEquals(await elect(it, UNCLEAN, "t"), 0);
  const { leader, isr, leaderRecoveryState } = it.partition("t");
  assertEquals([leader, isr, leaderRecoveryState], [1, [1], 1]);
  assertEquals(await elect(it, UNCLEAN, "t"), Errors.ELECTION_NOT_NEEDED);
  await it.heartbeat(1, epochs.get(1)!, { fence: true });
  assertEquals(await elect(it, UNCLEAN, "t"), Errors.ELIGIBLE_LEADERS_NOT_AVAILABLE);
});

Deno.test("PeriodicTasks give leadership back to preferred replicas", async () => {
  const [it, epochs] = await ledBySecond();
  await it.heartbeat(1, epochs.get(1)!);
  await grow(it, epochs);
  for (let i = 0; i < 60; i++) {
    await it.clock.advance(5000);
    for (const id of [1, 2]) await it.heartbeat(id, epochs.get(id)!);
  }
  assertEquals(it.partition("t").leader, 1);
});

Deno.test("PeriodicTasks elect uncleanly once a topic allows it", async () => {
  const [it, epochs] = await ledBySecond();
  await it.heartbeat(1, epochs.get(1)!);
  await it.heartbeat(2, epochs.get(2)!, { fence: true });
  assertEquals(it.partition("t").leader, -1);
  await it.send(Apis.IncrementalAlterConfigs, {
    resources: [{
      resourceType: 2,
      resourceName: "t",
      configs: [{ name: "unclean.leader.election.enable", configOperation: 0, value: "true" }],
    }],
    validateOnly: false,
  });
  assertEquals(it.partition("t").leader, -1);
  for (let i = 0; i < 60; i++) {
    await it.clock.advance(5001);
    await it.heartbeat(1, epochs.get(1)!);
  }
  assertEquals(it.partition("t").leader, 1);
});
