import { assertEquals } from "@std/assert";
import { deleteRecords } from "../../../broker/apis/delete_records.ts";
import { Expirations } from "../../../broker/expirations.ts";
import type { BrokerServices } from "../../../broker/services.ts";
import { Apis } from "../../../protocol/apis.ts";
import { Errors } from "../../../protocol/errors.ts";
import { type LogFixture, simulated } from "../../storage/log_fixture.ts";
import { brokerOf, idOf, topicOf } from "../images.ts";
import { batchOf, ME, written } from "../partition/partition_fixture.ts";
import { Replicas } from "../partition/replicas_fixture.ts";
import { AdminScene } from "./admin_scene.ts";

const TIMEOUT_MS = 1000;
const OTHER = 2;

const before = (offset: bigint, topic = "t") => ({
  topics: [{ name: topic, partitions: [{ partitionIndex: 0, offset }] }],
  timeoutMs: TIMEOUT_MS,
});

Deno.test("DeleteRecords raises the log start; the segments go, and consumers start later", async () => {
  const scene = await AdminScene.start();
  const MIB = String(1024 * 1024);
  await scene.createTopic("t", { "segment.bytes": MIB, "file.delete.delay.ms": "0" });
  await scene.fill("t", 6, 500_000);
  const full = await scene.sizeOf("t");
  const result = async (offset: bigint) => {
    const { topics } = await scene.ask(Apis.DeleteRecords, before(offset));
    const { lowWatermark, errorCode } = topics[0].partitions[0];
    return [Number(lowWatermark), errorCode];
  };
  assertEquals(await result(3n), [3, Errors.NONE]);
  assertEquals(await result(1n), [3, Errors.NONE], "below the start nothing changes");
  assertEquals(await result(7n), [-1, Errors.OFFSET_OUT_OF_RANGE]);
  assertEquals(await result(-3n), [-1, Errors.OFFSET_OUT_OF_RANGE]);
  assertEquals(await scene.earliestOffset("t"), 3);
  assertEquals((await scene.fetch("t", 2)).errorCode, Errors.OFFSET_OUT_OF_RANGE);
  await scene.advance(6 * 60_000);
  assertEquals(await scene.sizeOf("t"), full / 3 * 2, "the first segment is before the start");
  assertEquals(await result(-1n), [6, Errors.NONE]);
  assertEquals(await scene.earliestOffset("t"), 6);
  await scene.stop();
});

Deno.test("DeleteRecords: where the log starts is remembered over a restart", async () => {
  const scene = await AdminScene.start();
  await scene.createTopic("t");
  await scene.fill("t", 3);
  await scene.ask(Apis.DeleteRecords, before(2n));
  await scene.stop();
  const again = await scene.restart();
  assertEquals(await again.earliestOffset("t"), 2);
  await again.stop();
});

Deno.test("DeleteRecords is refused on compacted and internal topics", async () => {
  const scene = await AdminScene.start();
  await scene.createTopic("c", { "cleanup.policy": "compact" });
  await scene.createTopic("both", { "cleanup.policy": "compact,delete" });
  await scene.ask(Apis.FindCoordinator, { keyType: 0, coordinatorKeys: ["g"] });
  await scene.advance(500);
  const codes = new Map<string, number>();
  for (const topic of ["c", "both", "__consumer_offsets", "nope"]) {
    const { topics } = await scene.ask(Apis.DeleteRecords, before(0n, topic));
    codes.set(topic, topics[0].partitions[0].errorCode);
  }
  assertEquals(Object.fromEntries(codes), {
    c: Errors.POLICY_VIOLATION,
    both: Errors.NONE,
    __consumer_offsets: Errors.INVALID_TOPIC_EXCEPTION,
    nope: Errors.UNKNOWN_TOPIC_OR_PARTITION,
  });
  await scene.stop();
});

/** A partition with a follower, led here. */
async function replicated(fixture: LogFixture) {
  const replicas = await Replicas.open(fixture);
  const topics = (leader: number, leaderEpoch = 0) => [
    topicOf("t", idOf(1), { replicas: [ME, OTHER], leader, leaderEpoch }),
  ];
  const brokers = [brokerOf(ME), brokerOf(OTHER)];
  await replicas.apply({ topics: topics(ME), brokers });
  const partition = replicas.manager.get("t", 0)!;
  for (const value of ["a", "b", "c"]) partition.append(batchOf(value), { origin: "client" });
  await written(partition);
  partition.followerFetched(OTHER, 3, 0);
  const { clock } = fixture.runtime;
  const services: Partial<BrokerServices> = {
    expirations: new Expirations(clock),
    replicas: replicas.manager,
    metadata: {
      get image() {
        return replicas.image;
      },
    } as any,
  };
  const handler = deleteRecords(services as BrokerServices);
  const ask = async (offset: bigint) => {
    const answer: any = await handler.handle(before(offset), {} as any);
    const { lowWatermark, errorCode } = answer.topics[0].partitions[0];
    return [Number(lowWatermark), errorCode];
  };
  return { replicas, partition, ask, topics, brokers };
}

simulated(
  "DeleteRecords answers when every living replica has deleted, by what followers tell in their fetches",
  async (fixture) => {
    const { partition, ask } = await replicated(fixture);
    const answer = ask(2n);
    partition.followerFetched(OTHER, 3, 1);
    partition.followerFetched(OTHER, 3, 2);
    assertEquals(await answer, [2, Errors.NONE]);
  },
);

simulated(
  "DeleteRecords: a follower that does not follow is REQUEST_TIMED_OUT, with how far it is",
  async (fixture) => {
    const { partition, ask } = await replicated(fixture);
    partition.followerFetched(OTHER, 3, 1);
    assertEquals(await ask(2n), [1, Errors.REQUEST_TIMED_OUT]);
    assertEquals(partition.log.logStartOffset, 2);
  },
);

simulated("DeleteRecords does not wait for a fenced broker", async (fixture) => {
  const { replicas, ask, topics } = await replicated(fixture);
  const brokers = [brokerOf(ME), brokerOf(OTHER, { fenced: true })];
  await replicas.apply({ topics: topics(ME), brokers });
  assertEquals(await ask(2n), [2, Errors.NONE]);
});

simulated(
  "DeleteRecords: losing leadership ends the wait with NOT_LEADER_OR_FOLLOWER",
  async (fixture) => {
    const { replicas, ask, topics, brokers } = await replicated(fixture);
    const answer = ask(2n);
    await replicas.apply({ topics: topics(OTHER, 1), brokers });
    assertEquals(await answer, [-1, Errors.NOT_LEADER_OR_FOLLOWER]);
    assertEquals(await ask(2n), [-1, Errors.NOT_LEADER_OR_FOLLOWER]);
  },
);
