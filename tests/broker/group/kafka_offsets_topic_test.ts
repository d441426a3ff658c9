/** `__consumer_offsets` as real Kafkas left it: loaded, compared with what Kafka says of its groups, written again. */
import { assert, assertEquals } from "@std/assert";
import { loadGroups } from "../../../broker/group/group_loader.ts";
import {
  type GroupLogRecord,
  groupRecord,
  groupTombstone,
  newGroupRecord,
  offsetRecord,
  offsetTombstone,
} from "../../../broker/group/group_records.ts";
import { decodeGroupRecord } from "../../../protocol/data/group_framing.ts";
import { BatchIterator } from "../../../protocol/records/batch_iterator.ts";
import { isControlBatch } from "../../../protocol/records/batch_header.ts";
import { readRecords } from "../../../protocol/records/record_reader.ts";
import type { PartitionLog } from "../../../storage/partition_log.ts";
import { hexOf } from "../../protocol/golden.ts";
import {
  describeDirectory,
  readCheckpoint,
  unpackDirectory,
} from "../../storage/kafka_directory.ts";
import { type LogFixture, simulated } from "../../storage/log_fixture.ts";
import { GroupHarness } from "./group_harness.ts";

const ROOT = "/kafka";
const OFFSETS_TOPIC = "__consumer_offsets";

interface ExpectedGroup {
  readonly description: {
    readonly state: string;
    readonly assignor: string;
    readonly members: number;
  };
  readonly offsets: Record<
    string,
    { readonly offset: number; readonly metadata: string; readonly leaderEpoch: number | null }
  >;
}

async function openOffsetsLogs(fixture: LogFixture, sample: string): Promise<PartitionLog[]> {
  const { disk } = fixture.runtime;
  const isWanted = (file: string) => file.startsWith(OFFSETS_TOPIC) || file.endsWith("checkpoint");
  await unpackDirectory(sample, disk, ROOT, isWanted);
  const recoveryPoints = await readCheckpoint(disk, `${ROOT}/recovery-point-offset-checkpoint`);
  const logs: PartitionLog[] = [];
  for (const { name } of await disk.list(ROOT)) {
    if (!name.startsWith(`${OFFSETS_TOPIC}-`)) continue;
    logs.push(
      await fixture.open({
        directory: `${ROOT}/${name}`,
        topic: OFFSETS_TOPIC,
        partition: Number(name.slice(OFFSETS_TOPIC.length + 1)),
        topicId: null,
        clean: sample.endsWith("clean"),
        recoveryPoint: recoveryPoints.get(name) ?? 0,
      }),
    );
  }
  assertEquals(logs.length, 2);
  return logs;
}

/** Every shard of a sample. */
async function load(fixture: LogFixture, sample: string): Promise<GroupHarness[]> {
  const shards: GroupHarness[] = [];
  for (const log of await openOffsetsLogs(fixture, sample)) {
    const it = new GroupHarness();
    it.shard.loading = true;
    await loadGroups(log, it.shard, fixture.runtime.clock);
    it.shard.finishLoading();
    shards.push(it);
  }
  return shards;
}

/** Groups of the consumer protocol are not served yet: their offsets are there all the same. */
const isOfConsumerProtocol = ({ description }: ExpectedGroup) => description.assignor === "uniform";

for (
  const sample of [
    "kafka-3.5-clean",
    "kafka-3.9-clean",
    "kafka-4.3-clean",
    "kafka-3.5-killed",
    "kafka-3.9-killed",
    "kafka-4.3-killed",
  ]
) {
  simulated(`Groups and offsets of ${sample} are what Kafka says they are`, async (fixture) => {
    const shards = await load(fixture, sample);
    const { groups } = describeDirectory(sample).expected as unknown as {
      groups: Record<string, ExpectedGroup>;
    };
    for (const [groupId, expected] of Object.entries(groups)) {
      const it = shards.find(({ shard }) => shard.has(groupId))!;
      const found: ExpectedGroup["offsets"] = {};
      for (const [topic, partitions] of it.shard.offsets.ofGroup(groupId)) {
        for (const [partition, { offset, metadata, leaderEpoch }] of partitions) {
          found[`${topic}-${partition}`] = {
            offset: Number(offset),
            metadata,
            leaderEpoch: leaderEpoch < 0 ? null : leaderEpoch,
          };
        }
      }
      // The flood went on until the moment of the kill: what was acknowledged last is not known exactly.
      if (groupId !== "g-flood") assertEquals(found, expected.offsets, groupId);
      if (isOfConsumerProtocol(expected)) continue;
      const group = it.shard.groups.get(groupId);
      assertEquals(group?.state ?? "Empty", expected.description.state, groupId);
      assertEquals(group?.size ?? 0, expected.description.members, groupId);
    }
    const all = shards.flatMap((
      { shard },
    ) => [...shard.offsets.groupIds(), ...shard.groups.keys()]);
    assertEquals([...new Set(all)].sort(), Object.keys(groups).sort());
    for (const { shard } of shards) shard.unload();
  });
}

simulated(
  "Records of groups and offsets are, byte for byte, those that Kafka 4.3 wrote",
  async (fixture) => {
    const counts = { offset: 0, offsetTombstone: 0, group: 0, newGroup: 0, groupTombstone: 0 };
    for (const log of await openOffsetsLogs(fixture, "kafka-4.3-killed")) {
      const { records } = await log.read(0, 2 ** 30, "log-end", { minOneBatch: true });
      const batches = new BatchIterator(records);
      while (batches.next()) {
        if (isControlBatch(records, batches.position)) continue;
        for (const { key, value } of readRecords(records, batches.position)) {
          const again = writtenAgain(key!, value, counts);
          if (again === null) continue;
          assertEquals(hexOf(again.key), hexOf(key!));
          assertEquals(again.value && hexOf(again.value), value && hexOf(value));
        }
      }
    }
    assert(Object.values(counts).every((count) => count > 0), JSON.stringify(counts));
  },
);

/** The record as we would write it; null for kinds that are not ours. */
function writtenAgain(
  key: Uint8Array,
  value: Uint8Array | null,
  counts: Record<"offset" | "offsetTombstone" | "group" | "newGroup" | "groupTombstone", number>,
): GroupLogRecord | null {
  const record = decodeGroupRecord(key, value);
  const { shard } = new GroupHarness();
  shard.replay(record, null);
  if (record.type === "OffsetCommit") {
    const { group, topic, partition } = record.key;
    if (record.value === null) {
      counts.offsetTombstone++;
      return offsetTombstone(group, topic, partition);
    }
    counts.offset++;
    return offsetRecord(group, topic, partition, shard.offsets.get(group, topic, partition)!);
  }
  if (record.type !== "GroupMetadata") return null;
  if (record.value === null) {
    counts.groupTombstone++;
    return groupTombstone(record.key.group);
  }
  const group = shard.groups.get(record.key.group)!;
  if (group.generationId === 0) {
    counts.newGroup++;
    return newGroupRecord(group);
  }
  counts.group++;
  return groupRecord(group, new Map(group.members().map((m) => [m.id, m.assignment])));
}

simulated(
  "A group of a real Kafka goes on after its load: its member's session runs, and it may commit",
  async (fixture) => {
    const shards = await load(fixture, "kafka-4.3-killed");
    const it = shards.find(({ shard }) => shard.groups.get("g-classic")?.size === 1)!;
    const group = it.shard.groups.get("g-classic")!;
    const [member] = group.members();
    assertEquals([member.instanceId, group.leaderId, group.protocolName], [
      "static-1",
      member.id,
      "range",
    ]);
    assertEquals([...member.assignment.subarray(0, 2)], [0, 3]);
    await it.clock.advance(member.description.sessionTimeoutMs - 1);
    assertEquals(group.state, "Stable");
    await it.clock.advance(1);
    assertEquals([group.state, group.size], ["Empty", 0]);
  },
);
