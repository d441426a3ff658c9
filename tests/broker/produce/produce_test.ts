/** Produce: which batches are taken, and when they are acknowledged (coordinator spec 3.1; metadata spec 8.4). */
import { assertEquals } from "@std/assert";
import { produce } from "../../../broker/apis/produce.ts";
import { Expirations } from "../../../broker/expirations.ts";
import type { BrokerServices } from "../../../broker/services.ts";
import { type ApiHandler, CLOSE_CONNECTION, NO_RESPONSE } from "../../../network/api.ts";
import { Apis } from "../../../protocol/apis.ts";
import { complete } from "../../../protocol/codec/complete.ts";
import { Errors } from "../../../protocol/errors.ts";
import { BatchBuilder } from "../../../protocol/records/batch_builder.ts";
import { type LogFixture, simulated } from "../../storage/log_fixture.ts";
import { idOf, type ImageParts, topicOf } from "../images.ts";
import { batchOf } from "../partition/partition_fixture.ts";
import { Replicas } from "../partition/replicas_fixture.ts";

interface Asked {
  readonly acks?: number;
  readonly version?: number;
  readonly timeoutMs?: number;
  readonly clientId?: string;
  readonly transactionalId?: string;
}

type Sent = readonly [topic: string, index: number, records: Uint8Array | null];

class ProduceScene {
  readonly #handler: ApiHandler;

  constructor(readonly replicas: Replicas) {
    const { clock } = replicas.fixture.runtime;
    const services: Partial<BrokerServices> = {
      clock,
      expirations: new Expirations(clock),
      replicas: replicas.manager,
      metadata: {
        get image() {
          return replicas.image;
        },
        endpointsOf: (ids: number[]) =>
          ids.map((nodeId) => ({ nodeId, host: "h", port: 1, rack: null })),
      } as any,
    };
    this.#handler = produce(services as BrokerServices);
  }

  static async open(fixture: LogFixture, parts: ImageParts, minInSyncReplicas = 1) {
    const replicas = await Replicas.open(fixture);
    replicas.minInSyncReplicas = minInSyncReplicas;
    await replicas.apply(parts);
    return new ProduceScene(replicas);
  }

  partition(topic: string, index = 0) {
    return this.replicas.manager.get(topic, index)!;
  }

  /** The answer as a client decodes it; or a symbol when there is none. */
  async send(asked: Asked, ...sent: Sent[]): Promise<any> {
    const version = asked.version ?? 9;
    const request = complete(Apis.Produce.request.fields, {
      transactionalId: asked.transactionalId ?? null,
      acks: asked.acks ?? -1,
      timeoutMs: asked.timeoutMs ?? 1_000,
      topicData: sent.map(([name, index, records]) => ({
        name,
        topicId: this.replicas.image.topics.byName.get(name)?.id ?? idOf(77),
        partitionData: [{ index, records }],
      })),
    });
    const context = {
      apiVersion: version,
      clientId: asked.clientId ?? "client",
      connection: { listener: "PLAINTEXT" },
    };
    const answer = await this.#handler.handle(request as any, context as any);
    if (typeof answer === "symbol") return answer;
    const bytes = Apis.Produce.response.encode(answer as any, version);
    return Apis.Produce.response.decode(bytes, version);
  }

  /** Error codes, or base offsets of what was taken, in order. */
  async outcome(asked: Asked, ...sent: Sent[]): Promise<(number | string)[]> {
    const { responses } = await this.send(asked, ...sent);
    return responses.flatMap(({ partitionResponses }: any) =>
      partitionResponses.map(({ errorCode, baseOffset }: any) =>
        errorCode === 0 ? `at ${baseOffset}` : errorCode
      )
    );
  }
}

const TOPIC = { topics: [topicOf("t", idOf(1), {}, {})] };
const REPLICATED = { topics: [topicOf("t", idOf(1), { replicas: [1, 2] })] };

simulated("Produce takes one batch for each partition and tells where it went", async (fixture) => {
  const it = await ProduceScene.open(fixture, TOPIC);
  for (const acks of [-1, 1]) {
    const outcome = await it.outcome({ acks }, ["t", 0, batchOf("a", "b")], ["t", 1, batchOf("c")]);
    assertEquals(outcome, acks === -1 ? ["at 0", "at 0"] : ["at 2", "at 1"]);
  }
});

simulated(
  "Produce with acks 0 answers nothing, and closes the connection after a failure",
  async (fixture) => {
    const it = await ProduceScene.open(fixture, TOPIC);
    assertEquals(await it.send({ acks: 0 }, ["t", 0, batchOf("a")]), NO_RESPONSE);
    assertEquals(it.partition("t").log.logEndOffset, 1);
    assertEquals(
      await it.send({ acks: 0 }, ["t", 0, batchOf("a")], ["nope", 0, batchOf("a")]),
      CLOSE_CONNECTION,
    );
    assertEquals(it.partition("t").log.logEndOffset, 2);
  },
);

simulated("Produce with other acks appends nothing", async (fixture) => {
  const it = await ProduceScene.open(fixture, TOPIC);
  for (const acks of [2, -2]) {
    assertEquals(await it.outcome({ acks }, ["t", 0, batchOf("a")]), [
      Errors.INVALID_REQUIRED_ACKS,
    ]);
  }
  assertEquals(it.partition("t").log.logEndOffset, 0);
});

simulated("Produce refuses what is not one batch of magic 2", async (fixture) => {
  const it = await ProduceScene.open(fixture, TOPIC);
  const good = batchOf("a");
  const two = new Uint8Array([...good, ...good]);
  const old = good.slice();
  old[16] = 1;
  const unknown = good.slice();
  unknown[16] = 7;
  const cut = good.subarray(0, 40);
  const tiny = good.slice(0, 30);
  new DataView(tiny.buffer).setInt32(8, 18);
  const codes: (number | string)[] = [];
  for (const records of [null, new Uint8Array(0), two, old, unknown, cut, tiny]) {
    codes.push(...await it.outcome({}, ["t", 0, records]));
  }
  const { INVALID_RECORD, CORRUPT_MESSAGE } = Errors;
  assertEquals(codes, [
    INVALID_RECORD,
    INVALID_RECORD,
    INVALID_RECORD,
    INVALID_RECORD,
    CORRUPT_MESSAGE,
    INVALID_RECORD,
    CORRUPT_MESSAGE,
  ]);
  assertEquals(it.partition("t").log.logEndOffset, 0);
});

simulated("Produce takes zstd from version 7 on", async (fixture) => {
  const it = await ProduceScene.open(fixture, TOPIC);
  const builder = new BatchBuilder({ compression: "zstd" });
  builder.append({ timestamp: 1n, key: null, value: new Uint8Array(3) });
  const records = builder.build();
  const { UNSUPPORTED_COMPRESSION_TYPE } = Errors;
  assertEquals(await it.outcome({ version: 6 }, ["t", 0, records]), [UNSUPPORTED_COMPRESSION_TYPE]);
  assertEquals(await it.outcome({ version: 7 }, ["t", 0, records]), ["at 0"]);
});

simulated("Produce to internal topics is for the admin client alone", async (fixture) => {
  const it = await ProduceScene.open(fixture, {
    topics: [topicOf("__consumer_offsets", idOf(1), {})],
  });
  const sent: Sent = ["__consumer_offsets", 0, batchOf("a")];
  assertEquals(await it.outcome({}, sent), [Errors.INVALID_TOPIC_EXCEPTION]);
  assertEquals(await it.outcome({ clientId: "__admin_client" }, sent), ["at 0"]);
});

simulated("Produce: the same partition twice in a request gets both batches", async (fixture) => {
  const it = await ProduceScene.open(fixture, TOPIC);
  const outcome = await it.outcome({}, ["t", 0, batchOf("a")], ["t", 0, batchOf("b")]);
  assertEquals(outcome, ["at 0", "at 1"]);
});

simulated(
  "Produce: a refused partition does not keep the others from being taken",
  async (fixture) => {
    const it = await ProduceScene.open(fixture, TOPIC);
    const bad = batchOf("a");
    bad[30] ^= 1;
    const outcome = await it.outcome({}, ["t", 0, bad], ["nope", 0, batchOf("a")], [
      "t",
      9,
      batchOf("a"),
    ], ["t", 1, batchOf("b")]);
    const { CORRUPT_MESSAGE, UNKNOWN_TOPIC_OR_PARTITION } = Errors;
    assertEquals(outcome, [
      CORRUPT_MESSAGE,
      UNKNOWN_TOPIC_OR_PARTITION,
      UNKNOWN_TOPIC_OR_PARTITION,
      "at 0",
    ]);
  },
);

simulated("Produce 13 names topics by id", async (fixture) => {
  const it = await ProduceScene.open(fixture, TOPIC);
  const outcome = await it.outcome({ version: 13 }, ["t", 0, batchOf("a")], [
    "nope",
    0,
    batchOf("a"),
  ]);
  assertEquals(outcome, ["at 0", Errors.UNKNOWN_TOPIC_ID]);
  // The image knows a topic made anew before the replicas have followed.
  const again = topicOf("t", idOf(8), {});
  (it.replicas.image.topics.byName as Map<string, unknown>).set("t", again);
  (it.replicas.image.topics.byId as Map<string, unknown>).set(again.id, again);
  assertEquals(await it.outcome({ version: 13 }, ["t", 0, batchOf("a")]), [
    Errors.UNKNOWN_TOPIC_ID,
  ]);
});

simulated(
  "Produce with acks all waits for the in-sync replicas, with acks 1 for this broker",
  async (fixture) => {
    const it = await ProduceScene.open(fixture, REPLICATED);
    const { clock } = fixture.runtime;
    assertEquals(await it.outcome({ acks: 1 }, ["t", 0, batchOf("a")]), ["at 0"]);
    let done = false;
    const all = it.outcome({}, ["t", 0, batchOf("b")]).finally(() => done = true);
    await clock.sleep(500);
    assertEquals(done, false);
    it.partition("t").followerFetched(2, 2);
    assertEquals(await all, ["at 1"]);
  },
);

simulated(
  "Produce with acks all is REQUEST_TIMED_OUT when the replicas don't follow; the records stay",
  async (fixture) => {
    const it = await ProduceScene.open(fixture, REPLICATED);
    const startMs = fixture.now();
    const outcome = await it.outcome({ timeoutMs: 300 }, ["t", 0, batchOf("b")]);
    const tookMs = fixture.now() - startMs;
    assertEquals([outcome, tookMs >= 300 && tookMs <= 400], [[Errors.REQUEST_TIMED_OUT], true]);
    assertEquals(it.partition("t").log.logEndOffset, 1);
  },
);

simulated(
  "Produce: each partition of a request is timed out or acknowledged by itself",
  async (fixture) => {
    const it = await ProduceScene.open(fixture, {
      topics: [...REPLICATED.topics, topicOf("u", idOf(2), {})],
    });
    const outcome = await it.outcome({ timeoutMs: 300 }, ["t", 0, batchOf("a")], [
      "u",
      0,
      batchOf("a"),
    ]);
    assertEquals(outcome, [Errors.REQUEST_TIMED_OUT, "at 0"]);
  },
);

simulated(
  "Produce with acks all to too few in-sync replicas is NOT_ENOUGH_REPLICAS, with acks 1 it is taken",
  async (fixture) => {
    const it = await ProduceScene.open(fixture, {
      topics: [topicOf("t", idOf(1), { replicas: [1, 2], isr: [1] })],
    }, 2);
    assertEquals(await it.outcome({}, ["t", 0, batchOf("a")]), [Errors.NOT_ENOUGH_REPLICAS]);
    assertEquals(it.partition("t").log.logEndOffset, 0);
    assertEquals(await it.outcome({ acks: 1 }, ["t", 0, batchOf("a")]), ["at 0"]);
  },
);

simulated(
  "Produce with acks all whose replicas shrink after the append is NOT_ENOUGH_REPLICAS_AFTER_APPEND",
  async (fixture) => {
    const it = await ProduceScene.open(fixture, REPLICATED, 2);
    const sent = it.outcome({}, ["t", 0, batchOf("a")]);
    const partition = it.partition("t");
    await fixture.runtime.clock.sleep(1);
    partition.changeMinInSyncReplicas(1);
    // The commit comes with the shrunk set, and the limit is back before the waiters are called.
    const update = partition.log.updateHighWatermark.bind(partition.log);
    partition.log.updateHighWatermark = (offset: number) => {
      update(offset);
      partition.changeMinInSyncReplicas(2);
    };
    await it.replicas.apply({
      topics: [topicOf("t", idOf(1), { replicas: [1, 2], isr: [1], partitionEpoch: 1 })],
    });
    assertEquals(await sent, [Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND]);
  },
);

simulated(
  "Produce whose partition moves away is NOT_LEADER_OR_FOLLOWER, and 10 tells where to",
  async (fixture) => {
    const it = await ProduceScene.open(fixture, REPLICATED);
    const moved = {
      topics: [topicOf("t", idOf(1), { replicas: [1, 2], leader: 2, leaderEpoch: 1 })],
    };
    const sent = it.send({ version: 10 }, ["t", 0, batchOf("a")]);
    await fixture.runtime.clock.sleep(1);
    await it.replicas.apply(moved);
    const [result] = (await sent).responses[0].partitionResponses;
    assertEquals([result.errorCode, result.baseOffset], [Errors.NOT_LEADER_OR_FOLLOWER, -1n]);
    const again = await it.send({ version: 10 }, ["t", 0, batchOf("a")]);
    const [refused] = again.responses[0].partitionResponses;
    assertEquals(refused.currentLeader, { leaderId: 2, leaderEpoch: 1 });
    assertEquals(again.nodeEndpoints.map(({ nodeId }: any) => nodeId), [2]);
    const older = await it.send({ version: 9 }, ["t", 0, batchOf("a")]);
    assertEquals(older.nodeEndpoints, []);
  },
);

simulated(
  "Produce whose topic is deleted while it waits is UNKNOWN_TOPIC_OR_PARTITION",
  async (fixture) => {
    const it = await ProduceScene.open(fixture, REPLICATED);
    const sent = it.outcome({ timeoutMs: 10_000 }, ["t", 0, batchOf("a")]);
    await fixture.runtime.clock.sleep(1);
    await it.replicas.apply({ topics: [] });
    assertEquals(await sent, [Errors.UNKNOWN_TOPIC_OR_PARTITION]);
  },
);

simulated(
  "Produce to a disk that fails is KAFKA_STORAGE_ERROR, for those that wait and those that come",
  async (fixture) => {
    const it = await ProduceScene.open(fixture, TOPIC);
    await it.outcome({}, ["t", 0, batchOf("a")]);
    fixture.world.limitDisk("broker", 0);
    for (let i = 0; i < 2; i++) {
      assertEquals(await it.outcome({}, ["t", 0, batchOf("b")]), [Errors.KAFKA_STORAGE_ERROR]);
    }
  },
);

simulated(
  "Produce of a transactional batch without transactional id is refused",
  async (fixture) => {
    const it = await ProduceScene.open(fixture, TOPIC);
    const builder = new BatchBuilder({
      producerId: 5n,
      producerEpoch: 0,
      baseSequence: 0,
      transactional: true,
    });
    builder.append({ timestamp: 1n, key: null, value: new Uint8Array(3) });
    const outcome = await it.outcome({}, ["t", 0, builder.build()]);
    assertEquals(outcome, [Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED]);
  },
);

simulated(
  "Produce of an idempotent producer: the same batch again is the same answer, and is not appended",
  async (fixture) => {
    const it = await ProduceScene.open(fixture, TOPIC);
    const batch = (baseSequence: number) => {
      const builder = new BatchBuilder({ producerId: 5n, producerEpoch: 0, baseSequence });
      builder.append({ timestamp: 1n, key: null, value: new Uint8Array(3) });
      return builder.build();
    };
    const codes: (number | string)[] = [];
    for (const sequence of [0, 1, 0, 1, 3]) {
      codes.push(...await it.outcome({}, ["t", 0, batch(sequence)]));
    }
    assertEquals(codes, ["at 0", "at 1", "at 0", "at 1", Errors.OUT_OF_ORDER_SEQUENCE_NUMBER]);
    assertEquals(it.partition("t").log.logEndOffset, 2);
  },
);
