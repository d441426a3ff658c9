import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { parseBootstrapServers } from "../../client/bootstrap.ts";
import { ClusterClient } from "../../client/cluster_client.ts";
import { ConnectionError } from "../../client/errors.ts";
import { EARLIEST, LATEST, listOffsets } from "../../client/list_offsets.ts";
import { backoffMs } from "../../client/retry.ts";
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { SimulatedWorld } from "../../runtime/simulated/world.ts";
import { FakeCluster, PORT } from "./fake_cluster.ts";

Deno.test("parseBootstrapServers takes names, addresses and protocols, and refuses the rest", () => {
  assertEquals(parseBootstrapServers("a:1, b.c:2 ,[::1]:3,PLAINTEXT://d:4,"), [
    { host: "a", port: 1 },
    { host: "b.c", port: 2 },
    { host: "::1", port: 3 },
    { host: "d", port: 4 },
  ]);
  for (const text of ["", " , ", "a", "a:", ":1", "a:b", "a:1:2", "a:99999", "::1:5"]) {
    assertThrows(() => parseBootstrapServers(text), TypeError);
  }
});

Deno.test("backoffMs doubles from the first pause to the longest, give or take a fifth", () => {
  const { random } = new SimulatedWorld({ seed: 3 }).node("client");
  [100, 200, 400, 800, 1000, 1000].forEach((expected, attempt) => {
    for (let i = 0; i < 20; i++) {
      const pause = backoffMs(random, attempt);
      assert(pause >= expected * 0.8 && pause <= expected * 1.2);
    }
  });
});

Deno.test("ClusterClient reaches the cluster as long as one bootstrap server answers", async () => {
  const cluster = await new FakeCluster(3).start();
  cluster.world.crash("broker-0", "process");
  cluster.world.crash("broker-1", "process");
  const client = cluster.client();
  const nodes = await cluster.world.runUntil(client.nodes());
  assertEquals(nodes.map(({ id, host }) => `${id} ${host}`), [
    "0 broker-0",
    "1 broker-1",
    "2 broker-2",
  ]);
  assertEquals(client.metadata.clusterId, "fake");
});

Deno.test("ClusterClient gives up in time when nobody answers", async () => {
  const { world } = new FakeCluster(1);
  world.node("broker-0");
  const options = { bootstrapServers: `broker-0:${PORT}`, timeoutMs: 5000 };
  const client = new ClusterClient(world.node("client"), options);
  const error = await assertRejects(() => world.runUntil(client.nodes()), ApiError);
  assertEquals(error.code, Errors.REQUEST_TIMED_OUT);
  assert(error.cause instanceof ConnectionError && error.cause.code === "not-connected");
  assert(world.nowMs <= 5000);
});

Deno.test("ClusterClient repeats calls that fail for reasons that pass, and throws the others", async () => {
  const cluster = await new FakeCluster(1).start();
  const client = cluster.client();
  let failures = 3;
  const answer = { errorCode: 0, producerId: 5n, producerEpoch: 0 };
  cluster.overrides.set("InitProducerId", () => ({
    ...answer,
    errorCode: failures-- > 0 ? Errors.COORDINATOR_LOAD_IN_PROGRESS : 0,
  }));
  const request = { transactionalId: null, transactionTimeoutMs: 1 };
  const errorOf = ({ errorCode }: { errorCode: number }) => errorCode;
  const call = () => client.callAny(Apis.InitProducerId, request, { errorOf });
  assertEquals((await cluster.world.runUntil(call())).producerId, 5n);
  assertEquals(cluster.count("InitProducerId"), 4);
  cluster.overrides.set("InitProducerId", () => ({
    ...answer,
    errorCode: Errors.CLUSTER_AUTHORIZATION_FAILED,
  }));
  const error = await assertRejects(() => cluster.world.runUntil(call()), ApiError);
  assertEquals([error.code, cluster.count("InitProducerId")], [
    Errors.CLUSTER_AUTHORIZATION_FAILED,
    5,
  ]);
});

Deno.test("ClusterClient keeps newer leader epochs when a broker that lags behind is asked", async () => {
  const cluster = await new FakeCluster(2).start();
  const [partition] = cluster.createTopic("t", 1).partitions;
  partition.leader = 1;
  partition.leaderEpoch = 7;
  const client = cluster.client();
  await cluster.world.runUntil(client.refresh(["t"]));
  partition.leader = 0;
  partition.leaderEpoch = 6;
  const { leader, leaderEpoch } = (await cluster.world.runUntil(client.refresh(["t"])))
    .partition("t", 0)!;
  assertEquals([leader, leaderEpoch], [1, 7]);
  cluster.topics.delete("t");
  const metadata = await cluster.world.runUntil(client.refresh(["t"]));
  assertEquals(metadata.topics.has("t"), false);
});

Deno.test("ClusterClient asks once for what is asked for several times at once", async () => {
  const cluster = await new FakeCluster(1).start();
  const client = cluster.client();
  await cluster.world.runUntil(client.anyNode());
  const all = [1, 2, 3].map(() => client.refresh(["t"]));
  await cluster.world.runUntil(Promise.all(all));
  assertEquals(cluster.count("Metadata"), 1);
});

Deno.test("listOffsets asks each leader once, waits out moves, and keeps errors with their partitions", async () => {
  const cluster = await new FakeCluster(2).start();
  const { partitions } = cluster.createTopic("t", 4);
  partitions.forEach((partition, i) => partition.end = BigInt(10 * i));
  const client = cluster.client();
  let moved = 1;
  cluster.overrides.set("ListOffsets", ({ topics }) => {
    if (moved-- <= 0) return undefined;
    const failed = topics[0].partitions.map(({ partitionIndex }: any) => ({
      partitionIndex,
      errorCode: Errors.NOT_LEADER_OR_FOLLOWER,
    }));
    return { topics: [{ name: "t", partitions: failed }] };
  });
  const questions = [3, 1, 0].map((partition) => ({ topic: "t", partition, timestamp: LATEST }));
  const answers = await cluster.world.runUntil(listOffsets(client, questions));
  assertEquals(answers.map(({ offset }) => offset), [30n, 10n, 0n]);
  assertEquals(cluster.count("ListOffsets"), 3);

  cluster.overrides.set("ListOffsets", ({ topics }) => ({
    topics: topics.map(({ name, partitions }: any) => ({
      name,
      partitions: partitions.map(({ partitionIndex }: any) => ({
        partitionIndex,
        errorCode: partitionIndex === 1 ? Errors.TOPIC_AUTHORIZATION_FAILED : 0,
        offset: 4n,
      })),
    })),
  }));
  const mixed = [0, 1].map((partition) => ({ topic: "t", partition, timestamp: EARLIEST }));
  const [good, bad] = await cluster.world.runUntil(listOffsets(client, mixed));
  assertEquals([good.offset, good.error], [4n, null]);
  assertEquals([bad.offset, bad.error?.code], [-1n, Errors.TOPIC_AUTHORIZATION_FAILED]);
});
