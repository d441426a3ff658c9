import { assertEquals } from "@std/assert";
import { Producer } from "../../client/producer.ts";
import { ShareConsumer } from "../../client/share_consumer.ts";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { FakeCluster } from "./fake_cluster.ts";

const TYPES = ["gap", "accept", "release", "reject"];

/** A broker that gives all records of the only partition at once, again and again while they are not answered for. */
async function started(heartbeatErrors: readonly number[] = []) {
  const cluster = new FakeCluster(1);
  const errors = [...heartbeatErrors];
  const told: string[] = [];
  let given = 0;
  const note = (topics: readonly any[]) => {
    for (const { partitions } of topics) {
      for (const { acknowledgementBatches } of partitions) {
        for (const { firstOffset, acknowledgeTypes } of acknowledgementBatches) {
          told.push(`${TYPES[acknowledgeTypes[0]]} ${firstOffset}`);
        }
      }
    }
  };
  await cluster.start([
    cluster.api(0, Apis.ShareGroupHeartbeat, ({ memberEpoch, memberId, subscribedTopicNames }) => {
      told.push(`heartbeat ${memberEpoch} ${subscribedTopicNames}`);
      const errorCode = memberEpoch < 0 ? Errors.NONE : errors.shift() ?? Errors.NONE;
      const { topicId } = cluster.topics.get("t")!;
      return {
        throttleTimeMs: 0,
        errorCode,
        memberId,
        memberEpoch: 1,
        heartbeatIntervalMs: 5000,
        assignment: { topicPartitions: [{ topicId, partitions: [0] }] },
      };
    }),
    cluster.api(0, Apis.ShareFetch, ({ shareSessionEpoch, topics }) => {
      told.push(`fetch ${shareSessionEpoch}`);
      note(topics);
      const topic = cluster.topics.get("t")!;
      const { batches } = topic.partitions[0];
      given++;
      return {
        throttleTimeMs: 0,
        errorCode: 0,
        acquisitionLockTimeoutMs: 30000,
        responses: [{
          topicId: topic.topicId,
          partitions: [{
            partitionIndex: 0,
            errorCode: 0,
            acknowledgeErrorCode: 0,
            currentLeader: { leaderId: 0, leaderEpoch: 0 },
            records: batches[0]?.bytes ?? new Uint8Array(),
            // The first record is somebody else's.
            acquiredRecords: [{ firstOffset: 1n, lastOffset: 2n, deliveryCount: given }],
          }],
        }],
        nodeEndpoints: [],
      };
    }),
    cluster.api(0, Apis.ShareAcknowledge, ({ shareSessionEpoch, topics }) => {
      told.push(`acknowledge ${shareSessionEpoch}`);
      note(topics);
      return {
        throttleTimeMs: 0,
        errorCode: 0,
        acquisitionLockTimeoutMs: 30000,
        responses: [],
        nodeEndpoints: [],
      };
    }),
  ]);
  cluster.createTopic("t", 1);
  const client = cluster.client();
  const { world } = cluster;
  const producer = new Producer(client, { lingerMs: 10 });
  const values = ["a", "b", "c"].map((text) => new TextEncoder().encode(text));
  await world.runUntil(
    Promise.all(values.map((value) => producer.send({ topic: "t", partition: 0, value }))),
  );
  const consumer = new ShareConsumer(client, { groupId: "g", topics: ["t"] });
  return { world, told, consumer };
}

Deno.test("ShareConsumer hands out the records that are its own, and answers for them with the next poll", async () => {
  const { world, told, consumer } = await started();
  const first = await world.runUntil(consumer.poll(1000));
  assertEquals(
    first.map(({ offset, deliveryCount }) => `${offset} ${deliveryCount}`),
    ["1 1", "2 1"],
  );
  consumer.acknowledge(first[0], "accept");
  consumer.acknowledge(first[1], "release");
  const second = await world.runUntil(consumer.poll(1000));
  assertEquals(second.map(({ deliveryCount }) => deliveryCount), [2, 2]);
  assertEquals(told, ["heartbeat 0 t", "fetch 0", "fetch 1", "accept 1", "release 2"]);
});

Deno.test("ShareConsumer answers for the last records when it closes, and leaves", async () => {
  const { world, told, consumer } = await started();
  const [record] = await world.runUntil(consumer.poll(1000));
  consumer.acknowledge(record, "reject");
  await world.runUntil(consumer.close());
  assertEquals(told.slice(2), ["acknowledge -1", "reject 1", "heartbeat -1 null"]);
});

Deno.test("ShareConsumer joins again when the group has forgotten it", async () => {
  const { world, told, consumer } = await started([Errors.UNKNOWN_MEMBER_ID]);
  assertEquals((await world.runUntil(consumer.poll(1000))).length, 2);
  assertEquals(told.slice(0, 2), ["heartbeat 0 t", "heartbeat 0 t"]);
});
