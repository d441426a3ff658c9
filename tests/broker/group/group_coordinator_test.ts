/** The group coordinator follows the leadership of `__consumer_offsets`, loads, expires and forgets. */
import { assertEquals, assertThrows } from "@std/assert";
import { Expirations } from "../../../broker/expirations.ts";
import { commitOffsets } from "../../../broker/group/commit_offsets.ts";
import { GroupCoordinator } from "../../../broker/group/group_coordinator.ts";
import { partitionFor } from "../../../broker/group/partition_for_group.ts";
import type { PartitionImage } from "../../../metadata/image/image.ts";
import { ApiError, Errors } from "../../../protocol/errors.ts";
import { BatchBuilder } from "../../../protocol/records/batch_builder.ts";
import { ZERO_UUID } from "../../../protocol/uuid.ts";
import { type LogFixture, simulated } from "../../storage/log_fixture.ts";
import { changeOf, idOf, imageOf, type ImageParts, topicOf } from "../images.ts";
import { ME, written } from "../partition/partition_fixture.ts";
import { Replicas } from "../partition/replicas_fixture.ts";

const OFFSETS_TOPIC = "__consumer_offsets";

class Coordination {
  readonly warnings: string[] = [];
  readonly groups: GroupCoordinator;

  constructor(readonly replicas: Replicas) {
    const { clock, random } = replicas.fixture.runtime;
    this.groups = new GroupCoordinator({
      clock,
      random,
      config: {
        minSessionTimeoutMs: 6_000,
        maxSessionTimeoutMs: 1_800_000,
        initialRebalanceDelayMs: 0,
        maxSize: 100,
        offsetMetadataMaxBytes: 4096,
        offsetsRetentionMs: 1_000_000,
        offsetsRetentionCheckIntervalMs: 600_000,
        offsetsCommitTimeoutMs: 5_000,
        offsetsCompression: "none",
      },
      brokerId: ME,
      replicas: replicas.manager,
      expirations: new Expirations(clock),
      info: () => {},
      warn: (message) => this.warnings.push(message),
    });
    this.groups.start();
  }

  static async open(fixture: LogFixture): Promise<Coordination> {
    return new Coordination(await Replicas.open(fixture));
  }

  /** The offsets topic with these partitions, and other topics. */
  async apply(
    partitions: readonly Partial<PartitionImage>[],
    more: ImageParts = {},
  ): Promise<void> {
    const { image } = this.replicas;
    const topics = [
      ...partitions.length > 0 ? [topicOf(OFFSETS_TOPIC, idOf(1), ...partitions)] : [],
      ...more.topics ?? [],
    ];
    await this.replicas.apply({ ...more, topics });
    this.groups.apply(changeOf(image, imageOf({ ...more, topics })));
  }

  code(groupId: string): number {
    try {
      this.groups.shardOf(groupId);
      return 0;
    } catch (error) {
      if (error instanceof ApiError) return error.code;
      throw error;
    }
  }

  commit(groupId: string, topic: string, offset: bigint): Promise<number> {
    return commitOffsets(this.groups.shardOf(groupId), groupId, [{
      topic,
      partition: 0,
      offset: {
        offset,
        leaderEpoch: -1,
        metadata: "",
        commitTimestampMs: this.replicas.fixture.now(),
        expireTimestampMs: null,
        topicId: ZERO_UUID,
      },
    }]);
  }

  offset(groupId: string, topic: string): bigint | undefined {
    return this.groups.shardOf(groupId).offsets.get(groupId, topic, 0)?.offset;
  }

  /** Lets loads that are under way end. */
  settle(): Promise<void> {
    return this.replicas.fixture.runtime.clock.sleep(20);
  }

  stop(): void {
    this.groups.stop();
  }
}

Deno.test("partitionFor places groups as Java's hash of strings does", () => {
  const expected: [string, number][] = [
    ["", 0],
    ["a", 47],
    ["test-group", 12],
    ["my-group", 12],
    ["orders-consumer", 40],
    ["polygenelubricants", 0],
  ];
  assertEquals(expected.map(([key]) => [key, partitionFor(key, 50)]), expected);
});

simulated(
  "GroupCoordinator serves the groups of the partitions that its broker leads",
  async (fixture) => {
    const it = await Coordination.open(fixture);
    assertEquals(it.code("g"), Errors.NOT_COORDINATOR);
    await it.apply([{}, { replicas: [1, 2], leader: 2 }]);
    const [mine, other] = ["b", "a"].map((id) => [id, partitionFor(id, 2)] as const);
    assertEquals([mine[1], other[1]], [0, 1]);
    assertEquals([it.code(mine[0]), it.code(other[0])], [0, Errors.NOT_COORDINATOR]);
    assertEquals(it.groups.shards().length, 1);
    it.stop();
    assertEquals(it.code(mine[0]), Errors.COORDINATOR_NOT_AVAILABLE);
  },
);

simulated(
  "GroupCoordinator loads a partition that it takes over, and answers so until then",
  async (fixture) => {
    const it = await Coordination.open(fixture);
    await it.apply([{ replicas: [1, 2] }]);
    await it.commit("g", "t", 42n);
    await it.apply([{ replicas: [1, 2], leader: 2, leaderEpoch: 1 }]);
    assertEquals(it.code("g"), Errors.NOT_COORDINATOR);
    await it.apply([{ replicas: [1, 2], leader: 1, leaderEpoch: 2 }]);
    assertEquals(it.code("g"), Errors.COORDINATOR_LOAD_IN_PROGRESS);
    await it.settle();
    assertEquals([it.code("g"), it.offset("g", "t")], [0, 42n]);
    it.stop();
  },
);

simulated(
  "GroupCoordinator keeps what it has when it leads on in the next epoch, and reloads after a gap",
  async (fixture) => {
    const it = await Coordination.open(fixture);
    await it.apply([{}]);
    const shard = it.groups.shardOf("g");
    await it.commit("g", "t", 1n);
    await it.apply([{ leaderEpoch: 1, partitionEpoch: 1 }]);
    assertEquals(it.groups.shardOf("g"), shard);
    await it.apply([{ leaderEpoch: 3, partitionEpoch: 3 }]);
    await it.settle();
    assertEquals([it.groups.shardOf("g") === shard, it.offset("g", "t")], [false, 1n]);
    it.stop();
  },
);

simulated(
  "GroupCoordinator forgets everything with the topic, and starts over with a new one",
  async (fixture) => {
    const it = await Coordination.open(fixture);
    await it.apply([{}]);
    await it.commit("g", "t", 1n);
    await it.apply([]);
    assertEquals([it.code("g"), it.groups.shards().length], [Errors.NOT_COORDINATOR, 0]);
    await it.apply([{}]);
    assertEquals([it.code("g"), it.offset("g", "t")], [0, undefined]);
    it.stop();
  },
);

simulated(
  "GroupCoordinator: a topic of the same name made in one change is another log",
  async (fixture) => {
    const it = await Coordination.open(fixture);
    await it.apply([{}]);
    await it.commit("g", "t", 1n);
    const { image } = it.replicas;
    const again = { topics: [topicOf(OFFSETS_TOPIC, idOf(5), {})] };
    await it.replicas.apply(again);
    it.groups.apply(changeOf(image, imageOf(again)));
    await it.settle();
    assertEquals([it.code("g"), it.offset("g", "t")], [0, undefined]);
    it.stop();
  },
);

simulated(
  "GroupCoordinator that can't read its log is no coordinator until the next election",
  async (fixture) => {
    const it = await Coordination.open(fixture);
    await it.apply([{ replicas: [1, 2] }]);
    const partition = it.replicas.manager.get(OFFSETS_TOPIC, 0)!;
    const builder = new BatchBuilder();
    builder.append({ timestamp: 1n, key: new Uint8Array([0, 1, 0, 9]), value: new Uint8Array(2) });
    partition.append(builder.build(), { origin: "coordinator" });
    await written(partition);
    await it.apply([{ replicas: [1, 2], leader: 2, leaderEpoch: 1 }]);
    await it.apply([{ replicas: [1, 2], leaderEpoch: 2 }]);
    await it.settle();
    assertEquals([it.code("g"), it.warnings.length], [Errors.NOT_COORDINATOR, 1]);
    it.stop();
  },
);

simulated(
  "GroupCoordinator passes over records of kinds that it does not know",
  async (fixture) => {
    const it = await Coordination.open(fixture);
    await it.apply([{ replicas: [1, 2] }]);
    await it.commit("g", "t", 1n);
    const partition = it.replicas.manager.get(OFFSETS_TOPIC, 0)!;
    const builder = new BatchBuilder();
    for (const key of [new Uint8Array([0x7f, 1, 2]), new Uint8Array([0, 18])]) {
      builder.append({ timestamp: 1n, key, value: new Uint8Array(2) });
    }
    partition.append(builder.build(), { origin: "coordinator" });
    await written(partition);
    await it.apply([{ replicas: [1, 2], leader: 2, leaderEpoch: 1 }]);
    await it.apply([{ replicas: [1, 2], leaderEpoch: 2 }]);
    await it.settle();
    assertEquals(it.offset("g", "t"), 1n);
    it.stop();
  },
);

simulated("GroupCoordinator stops a load that it does not need any more", async (fixture) => {
  const it = await Coordination.open(fixture);
  await it.apply([{ replicas: [1, 2] }]);
  await it.commit("g", "t", 1n);
  await it.apply([{ replicas: [1, 2], leader: 2, leaderEpoch: 1 }]);
  await it.apply([{ replicas: [1, 2], leaderEpoch: 2 }]);
  await it.apply([{ replicas: [1, 2], leader: 2, leaderEpoch: 3 }]);
  await it.settle();
  assertEquals([it.groups.shards().length, it.warnings], [0, []]);
  assertThrows(() => it.groups.shardOf("g"), ApiError);
  it.stop();
});

simulated("GroupCoordinator forgets the offsets of a deleted topic at once", async (fixture) => {
  const it = await Coordination.open(fixture);
  const topics = [topicOf("gone", idOf(2), {}), topicOf("stays", idOf(3), {})];
  await it.apply([{}], { topics });
  await it.commit("g", "gone", 1n);
  await it.commit("g", "stays", 2n);
  await it.apply([{}], { topics: topics.slice(1) });
  await it.settle();
  assertEquals([it.offset("g", "gone"), it.offset("g", "stays")], [undefined, 2n]);
  it.stop();
});

simulated("GroupCoordinator expires offsets at its interval", async (fixture) => {
  const it = await Coordination.open(fixture);
  await it.apply([{}]);
  await it.commit("g", "t", 1n);
  const { clock } = fixture.runtime;
  await clock.sleep(600_001);
  assertEquals(it.offset("g", "t"), 1n);
  await clock.sleep(600_000);
  assertEquals(it.offset("g", "t"), undefined);
  it.stop();
});

simulated(
  "GroupCoordinator: a commit that times out counts when it is committed later",
  async (fixture) => {
    const it = await Coordination.open(fixture);
    await it.apply([{ replicas: [1, 2], isr: [1, 2] }]);
    const partition = it.replicas.manager.get(OFFSETS_TOPIC, 0)!;
    const code = await it.commit("g", "t", 7n);
    assertEquals([code, it.offset("g", "t")], [Errors.COORDINATOR_NOT_AVAILABLE, undefined]);
    partition.followerFetched(2, 1);
    assertEquals(it.offset("g", "t"), 7n);
    it.stop();
  },
);

simulated(
  "GroupCoordinator: a commit fails with its partition's leadership, and with its disk",
  async (fixture) => {
    const it = await Coordination.open(fixture);
    await it.apply([{ replicas: [1, 2], isr: [1, 2] }]);
    const lost = it.commit("g", "t", 7n);
    await it.apply([{ replicas: [1, 2], leader: 2, leaderEpoch: 1 }]);
    assertEquals(await lost, Errors.NOT_COORDINATOR);
    await it.apply([{ replicas: [1], leaderEpoch: 2 }]);
    await it.settle();
    it.replicas.manager.get(OFFSETS_TOPIC, 0)!.markOffline();
    assertEquals(await it.commit("g", "t", 8n), Errors.NOT_COORDINATOR);
    it.stop();
  },
);
