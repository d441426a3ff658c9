import { assertEquals, assertRejects } from "@std/assert";
import { Producer } from "../../client/producer.ts";
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { anyIsTransactional, anyProducerId } from "../../protocol/records/any_batch.ts";
import { FakeCluster } from "./fake_cluster.ts";

const VALUE = new TextEncoder().encode("value");

/** What a coordinator was told, in order. */
async function started(endErrors: readonly number[] = []) {
  const cluster = new FakeCluster(2);
  const told: string[] = [];
  const errors = [...endErrors];
  await cluster.start([
    cluster.api(0, Apis.AddPartitionsToTxn, (request) => {
      const topics = request.v3AndBelowTopics;
      for (const { name, partitions } of topics) told.push(`add ${name} ${partitions.join(",")}`);
      return {
        throttleTimeMs: 0,
        resultsByTopicV3AndBelow: topics.map(({ name, partitions }) => ({
          name,
          resultsByPartition: partitions.map((partitionIndex) => ({
            partitionIndex,
            partitionErrorCode: 0,
          })),
        })),
      };
    }),
    cluster.api(0, Apis.EndTxn, ({ committed, transactionalId }) => {
      const errorCode = errors.shift() ?? Errors.NONE;
      told.push(`${committed ? "commit" : "abort"} ${transactionalId} ${errorCode}`);
      return { throttleTimeMs: 0, errorCode };
    }),
  ]);
  cluster.createTopic("t", 2);
  const producer = new Producer(cluster.client(), { lingerMs: 0, transactionalId: "tx" });
  const send = (partition: number) => producer.send({ topic: "t", partition, value: VALUE });
  return { cluster, world: cluster.world, producer, told, send };
}

Deno.test("Producer adds partitions to a transaction before it writes to them, once", async () => {
  const { cluster, world, producer, told, send } = await started();
  await world.runUntil(send(0));
  await world.runUntil(send(0));
  await world.runUntil(send(1));
  await world.runUntil(producer.endTransaction("commit"));
  assertEquals(told, ["add t 0", "add t 1", "commit tx 0"]);
  for (const { batches } of cluster.topics.get("t")!.partitions) {
    for (const { bytes } of batches) {
      assertEquals(anyIsTransactional(bytes, 0), true);
      assertEquals(anyProducerId(bytes, 0), producer.identity!.producerId);
    }
  }
});

Deno.test("Producer begins another transaction after the end of one", async () => {
  const { world, producer, told, send } = await started();
  await world.runUntil(send(0));
  await world.runUntil(producer.endTransaction("abort"));
  await world.runUntil(send(0));
  await world.runUntil(producer.endTransaction("commit"));
  assertEquals(told, ["add t 0", "abort tx 0", "add t 0", "commit tx 0"]);
});

Deno.test("Producer.endTransaction sends what is left, and says nothing of an empty transaction", async () => {
  const { world, producer, told, send } = await started();
  await world.runUntil(producer.endTransaction("commit"));
  const sent = send(1);
  await world.runUntil(producer.endTransaction("commit"));
  assertEquals((await sent).offset, 0n);
  await world.runUntil(producer.endTransaction("commit"));
  assertEquals(told, ["add t 1", "commit tx 0"]);
});

Deno.test("Producer.endTransaction tries again while the coordinator is busy, and tells of a fenced producer", async () => {
  const busy = Errors.CONCURRENT_TRANSACTIONS;
  const { world, producer, told, send } = await started([
    busy,
    Errors.NONE,
    Errors.PRODUCER_FENCED,
  ]);
  await world.runUntil(send(0));
  await world.runUntil(producer.endTransaction("commit"));
  assertEquals(told.slice(1), [`commit tx ${busy}`, "commit tx 0"]);
  await world.runUntil(send(0));
  const fenced = await assertRejects(
    () => world.runUntil(producer.endTransaction("commit")),
    ApiError,
  );
  assertEquals(fenced.code, Errors.PRODUCER_FENCED);
});

Deno.test("Producer.endTransaction is for producers with a transactional id", async () => {
  const cluster = await new FakeCluster(1).start();
  const producer = new Producer(cluster.client());
  await assertRejects(() => producer.endTransaction("commit"), TypeError);
});
