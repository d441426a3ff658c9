/** What a broker does about changes of the metadata: logs made, deleted, led, configured. */
import { assertEquals, assertThrows } from "@std/assert";
import { ApiError, Errors } from "../../../protocol/errors.ts";
import { DEFAULT_CONFIG, simulated } from "../../storage/log_fixture.ts";
import { idOf, topicOf } from "../images.ts";
import { batchOf, written } from "./partition_fixture.ts";
import { DIRECTORY, Replicas } from "./replicas_fixture.ts";

simulated(
  "ReplicaManager opens the logs of new partitions and leads those it is told to lead",
  async (fixture) => {
    const it = await Replicas.open(fixture);
    await it.apply({
      topics: [
        topicOf("t", idOf(1), {}, { replicas: [1, 2], leader: 2 }, { replicas: [2], leader: 2 }),
      ],
    });
    assertEquals(await it.directories(), ["t-0", "t-1"]);
    assertEquals(it.code("t", 0), 0);
    assertEquals(it.code("t", 1), Errors.NOT_LEADER_OR_FOLLOWER);
    assertEquals(it.code("t", 2), Errors.NOT_LEADER_OR_FOLLOWER);
    assertEquals(it.code("t", 3), Errors.UNKNOWN_TOPIC_OR_PARTITION);
    assertEquals(it.code("u"), Errors.UNKNOWN_TOPIC_OR_PARTITION);
    assertEquals([...it.manager.all()].map(({ index }) => index).sort(), [0, 1]);
    assertEquals(it.configured, ["t"]);
  },
);

simulated(
  "ReplicaManager follows changes of leadership without touching the log",
  async (fixture) => {
    const it = await Replicas.open(fixture);
    const state = { replicas: [1, 2], leader: 2, leaderEpoch: 4 };
    await it.apply({ topics: [topicOf("t", idOf(1), state)] });
    const partition = it.manager.get("t", 0)!;
    await it.apply({ topics: [topicOf("t", idOf(1), { ...state, leader: 1, leaderEpoch: 5 })] });
    assertEquals([it.code("t", 0, 5), it.code("t", 0, 4)], [0, Errors.FENCED_LEADER_EPOCH]);
    assertEquals(it.manager.get("t", 0), partition);
  },
);

simulated(
  "ReplicaManager puts the logs of a deleted topic aside and ends its waits",
  async (fixture) => {
    const it = await Replicas.open(fixture);
    await it.apply({ topics: [topicOf("t", idOf(1), {}, {})] });
    const partition = it.manager.get("t", 1)!;
    partition.append(batchOf("a"), { origin: "client" });
    const codes: number[] = [];
    partition.whenCommitted(0, (code) => codes.push(code));
    let seen = 0;
    partition.observe(() => seen = it.code("t", 1));
    await it.apply({ topics: [] });
    assertEquals(codes, [Errors.UNKNOWN_TOPIC_OR_PARTITION]);
    // The image that clients see had the topic still, when who waited looked again.
    assertEquals(seen, Errors.UNKNOWN_TOPIC_OR_PARTITION);
    assertEquals((await it.directories()).map((name) => name.replace(/\.[0-9a-f]{32}-/, ".*-")), [
      "t-0.*-delete",
      "t-1.*-delete",
    ]);
    assertEquals(it.errors, []);
  },
);

simulated(
  "ReplicaManager takes a topic that was deleted and made again in one change for a new one",
  async (fixture) => {
    const it = await Replicas.open(fixture);
    await it.apply({ topics: [topicOf("t", idOf(2), {})] });
    const old = it.manager.get("t", 0)!;
    old.append(batchOf("a"), { origin: "client" });
    await written(old);
    for (const id of [idOf(1), idOf(3)]) {
      await it.apply({ topics: [topicOf("t", id, {})] });
      const made = it.manager.get("t", 0)!;
      assertEquals([made.topicId, made.log.logEndOffset, it.code("t")], [id, 0, 0]);
    }
    assertEquals(it.errors, []);
    assertEquals((await it.directories()).length, 3);
  },
);

simulated("ReplicaManager gives up a partition that moved to other brokers", async (fixture) => {
  const it = await Replicas.open(fixture);
  await it.apply({ topics: [topicOf("t", idOf(1), { replicas: [1, 2] })] });
  const partition = it.manager.get("t", 0)!;
  partition.append(batchOf("a"), { origin: "client" });
  const codes: number[] = [];
  partition.whenCommitted(0, (code) => codes.push(code));
  await it.apply({ topics: [topicOf("t", idOf(1), { replicas: [2], leader: 2, leaderEpoch: 1 })] });
  assertEquals(codes, [Errors.NOT_LEADER_OR_FOLLOWER]);
  assertEquals([it.manager.get("t", 0), it.code("t")], [undefined, Errors.NOT_LEADER_OR_FOLLOWER]);
});

simulated(
  "ReplicaManager: a change of a topic's config reaches its logs, and no others",
  async (fixture) => {
    const it = await Replicas.open(fixture);
    const topics = [topicOf("t", idOf(1), {}, {}), topicOf("u", idOf(2), {})];
    await it.apply({ topics });
    it.configured = [];
    await it.apply({ topics, configs: { t: { "retention.ms": "5" } } });
    assertEquals(it.configured, ["t"]);
    const retentions = () => [...it.manager.all()].map(({ log }) => log.config.retentionMs);
    assertEquals(retentions(), [5, 5, DEFAULT_CONFIG.retentionMs]);
    await it.apply({ topics });
    assertEquals(retentions(), Array(3).fill(DEFAULT_CONFIG.retentionMs));
  },
);

simulated("ReplicaManager: a change of the brokers' defaults reaches all logs", async (fixture) => {
  const it = await Replicas.open(fixture);
  const topics = [topicOf("t", idOf(1), {}), topicOf("u", idOf(2), {})];
  await it.apply({ topics });
  it.minInSyncReplicas = 2;
  await it.apply({ topics, configs: { "": { "log.retention.ms": "7" } } });
  assertEquals([...it.manager.all()].map(({ log }) => log.config.retentionMs), [7, 7]);
});

simulated(
  "ReplicaManager: a config that comes with its topic counts from the start",
  async (fixture) => {
    const it = await Replicas.open(fixture);
    await it.apply({
      topics: [topicOf("t", idOf(1), {})],
      configs: { t: { "retention.ms": "5" } },
    });
    assertEquals(it.manager.get("t", 0)!.log.config.retentionMs, 5);
  },
);

simulated(
  "ReplicaManager: a log that can't be opened leaves the other partitions in service",
  async (fixture) => {
    const it = await Replicas.open(fixture);
    await fixture.runtime.disk.makeDirectory(`${DIRECTORY}/t-0`);
    fixture.writeFile(
      "partition.metadata",
      new TextEncoder().encode("nonsense"),
      `${DIRECTORY}/t-0`,
    );
    await it.apply({ topics: [topicOf("t", idOf(1), {}, {})] });
    assertEquals(it.errors, ["Could not open the log of t-0"]);
    assertEquals(it.code("t", 1), 0);
    assertThrows(() => it.manager.leaderPartition("t", 0), ApiError);
  },
);

simulated("ReplicaManager takes on many partitions at once", async (fixture) => {
  const it = await Replicas.open(fixture);
  await it.apply({ topics: [topicOf("t", idOf(1), ...Array(200).fill({}))] });
  assertEquals([...it.manager.all()].length, 200);
  assertEquals(it.configured.length, 1);
});
