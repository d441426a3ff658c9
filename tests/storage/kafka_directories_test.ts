import { assert, assertEquals } from "@std/assert";
import { createHash } from "node:crypto";
import { BatchIterator } from "../../protocol/records/batch_iterator.ts";
import * as header from "../../protocol/records/batch_header.ts";
import { readRecords } from "../../protocol/records/record_reader.ts";
import type { PartitionLog } from "../../storage/partition_log.ts";
import {
  describeDirectory,
  type DirectoryDescription,
  type ExpectedPartition,
  type ListedBatch,
  readCheckpoint,
  unpackDirectory,
} from "./kafka_directory.ts";
import { type LogFixture, read, simulated } from "./log_fixture.ts";

const ROOT = "/kafka";

/** Kafka's coordinator ended a transaction of this one after the restart, before it was looked at. */
const isWrittenLater = (name: string) => name.startsWith("flood-txn");
/** Compacted again by the Kafka that was started from the directory, before it was looked at. */
const isCompactedLater = (sample: string, name: string) =>
  sample === "kafka-4.3-torn"
    ? name === "compact-delete-0"
    : sample === "kafka-3.5-killed" && name === "flood-compact-0";
/** Internal topics went on being written after Kafka's restart, when the others were looked at. */
const isInternal = (name: string) => name.startsWith("__");

async function openPartition(
  fixture: LogFixture,
  description: DirectoryDescription,
  name: string,
  clean: boolean,
  producerIdExpirationMs = 2 ** 52,
): Promise<PartitionLog> {
  const { disk } = fixture.runtime;
  const [topic, partition] = [name.slice(0, name.lastIndexOf("-")), name.split("-").at(-1)];
  const recoveryPoints = await readCheckpoint(disk, `${ROOT}/recovery-point-offset-checkpoint`);
  const logStarts = await readCheckpoint(disk, `${ROOT}/log-start-offset-checkpoint`);
  const log = await fixture.open({
    directory: `${ROOT}/${name}`,
    topic,
    partition: Number(partition),
    topicId: description.expected.topics[topic]?.topicId ?? null,
    clean,
    recoveryPoint: recoveryPoints.get(name) ?? 0,
    logStartOffset: logStarts.get(name) ?? 0,
    producerIdExpirationMs,
  });
  log.updateHighWatermark(log.logEndOffset);
  return log;
}

interface FoundBatch {
  readonly position: readonly [base: number, last: number, size: number];
  readonly records: Found[];
}
interface Found {
  readonly offset: number;
  readonly timestamp: number;
  readonly leaderEpoch: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
}

/** All batches as a consumer gets them, following `isolation` as consumers do. */
async function consume(log: PartitionLog, committed: boolean): Promise<FoundBatch[]> {
  const found: FoundBatch[] = [];
  let next = log.logStartOffset;
  const isolation = committed ? "last-stable-offset" : "high-watermark";
  while (true) {
    const { records: bytes, abortedTransactions } = await read(log, next, 700, isolation);
    const waiting = [...abortedTransactions ?? []].sort((a, b) => a.firstOffset - b.firstOffset);
    const aborted = new Set<bigint>();
    const batches = new BatchIterator(bytes);
    let more = false;
    while (batches.next()) {
      const { position, size } = batches;
      const base = header.baseOffsetAsNumber(bytes, position);
      const last = header.lastOffsetAsNumber(bytes, position);
      const producerId = header.producerId(bytes, position);
      while (waiting.length > 0 && waiting[0].firstOffset <= last) {
        aborted.add(waiting.shift()!.producerId);
      }
      const control = header.isControlBatch(bytes, position);
      if (control) aborted.delete(producerId);
      const dropped = control ||
        (header.isTransactionalBatch(bytes, position) && aborted.has(producerId));
      const leaderEpoch = header.partitionLeaderEpoch(bytes, position);
      const records = dropped ? [] : readRecords(bytes, position)
        .map((r) => ({
          ...r,
          offset: Number(r.offset),
          timestamp: Number(r.timestamp),
          leaderEpoch,
        }))
        .filter((r) => r.offset >= next);
      found.push({ position: [base, last, size], records });
      next = last + 1;
      more = true;
    }
    if (!more) return found;
  }
}

function shown(bytes: Uint8Array | null, like: unknown): unknown {
  if (bytes === null) return null;
  if (typeof like === "object" && like !== null) {
    return { length: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
  }
  return new TextDecoder().decode(bytes);
}

function assertRecords(found: readonly FoundBatch[], expected: ExpectedPartition, name: string) {
  const records = found.flatMap((batch) => batch.records);
  const wanted = expected.records!.map((r) => {
    if (!Array.isArray(r)) return r;
    const [offset, timestamp, leaderEpoch, key, value] = r;
    return { offset, timestamp, leaderEpoch, key, value };
  });
  assertEquals(
    records.map((r, i) => ({
      offset: r.offset,
      timestamp: r.timestamp,
      leaderEpoch: r.leaderEpoch,
      key: shown(r.key, wanted[i]?.key),
      value: shown(r.value, wanted[i]?.value),
    })),
    wanted.map(({ offset, timestamp, leaderEpoch, key, value }) => ({
      offset,
      timestamp,
      leaderEpoch,
      key,
      value: typeof value === "object" && value !== null
        ? { length: value.length, sha256: value.sha256 }
        : value,
    })),
    name,
  );
}

async function assertListed(
  log: PartitionLog,
  expected: ExpectedPartition,
  name: string,
  version: string,
) {
  assertEquals(log.logStartOffset, expected.earliest.offset, `${name} earliest`);
  assertEquals(log.logEndOffset, expected.latest.offset, `${name} latest`);
  assertEquals(log.lastStableOffset, expected.lastStableOffset, `${name} last stable`);
  const max = await log.offsetOfMaxTimestamp();
  const { offset, timestamp, leaderEpoch } = expected.maxTimestamp;
  assertEquals(max?.timestampMs ?? -1, timestamp, `${name} max timestamp`);
  // Kafka 3.5 named the last offset of the batch that holds it, and its own current epoch.
  if (version !== "3.5" && max !== null) {
    assertEquals([max.offset, max.leaderEpoch], [offset, leaderEpoch], `${name} max timestamp`);
  }
  // Kafka 3.5 finds nothing when the first such record was deleted.
  if (version === "3.5" && name === "truncated-0") return;
  const at = await log.offsetForTimestamp(1700000001000, "high-watermark");
  const wanted = expected.forTimestamp1700000001000;
  assertEquals(
    at === null ? [-1, -1] : [at.offset, at.timestampMs, at.leaderEpoch],
    at === null ? [wanted.offset, wanted.timestamp] : [
      wanted.offset,
      wanted.timestamp,
      wanted.leaderEpoch,
    ],
    `${name} for timestamp`,
  );
}

function assertProducers(log: PartitionLog, expected: DirectoryDescription, name: string) {
  const found = log.activeProducers().map((p) => ({
    producerId: Number(p.producerId),
    epoch: p.epoch,
    lastSequence: p.lastSequence,
    lastTimestamp: p.lastTimestampMs,
    currentTransactionStartOffset: p.transactionFirstOffset < 0 ? null : p.transactionFirstOffset,
    coordinatorEpoch: p.coordinatorEpoch < 0 ? null : p.coordinatorEpoch,
  }));
  const byId = (a: { producerId: number }, b: { producerId: number }) =>
    a.producerId - b.producerId;
  const wanted = expected.expected.producers[name] ?? [];
  assertEquals(found.sort(byId), [...wanted].sort(byId), `${name} producers`);
}

const asTuple = (b: ListedBatch) =>
  Array.isArray(b) ? [b[0], b[1], b[3]] as const : [
    (b as Exclude<ListedBatch, readonly unknown[]>).baseOffset,
    (b as Exclude<ListedBatch, readonly unknown[]>).lastOffset,
    (b as Exclude<ListedBatch, readonly unknown[]>).size,
  ] as const;

const isValid = (b: ListedBatch) =>
  Array.isArray(b) ? b[4] : (b as Exclude<ListedBatch, readonly unknown[]>).valid;

/** Compares the files of a partition, by size and hash, with what Kafka had there. */
async function assertFiles(
  fixture: LogFixture,
  name: string,
  expected: Record<string, readonly [size: number, sha256: string]>,
  compares: (file: string) => boolean,
): Promise<void> {
  const directory = `${ROOT}/${name}`;
  const found: Record<string, readonly [number, string]> = {};
  for (const file of await fixture.files(directory)) {
    const bytes = await fixture.readFile(file, directory);
    const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
    if (compares(file)) found[`${name}/${file}`] = [bytes.length, hash];
  }
  const wanted = Object.entries(expected).filter(([path]) =>
    path.startsWith(`${name}/`) && compares(path.slice(name.length + 1))
  );
  assertEquals(found, Object.fromEntries(wanted), name);
}

for (const version of ["4.3", "3.9", "3.5"]) {
  simulated(`PartitionLog reads what Kafka ${version} closed cleanly`, async (fixture) => {
    const sample = `kafka-${version}-clean`;
    const description = describeDirectory(sample);
    await unpackDirectory(sample, fixture.runtime.disk, ROOT);
    for (const [name, expected] of Object.entries(description.expected.partitions)) {
      const log = await openPartition(fixture, description, name, true);
      if (!isInternal(name)) await assertListed(log, expected, name, version);
      // Kafka, too, forgets the producers of a partition whose records were all deleted.
      if (!isInternal(name) && !name.startsWith("emptied")) assertProducers(log, description, name);
      const found = await consume(log, false);
      if (expected.records !== undefined) {
        assertRecords(found, expected, name);
        const committed = (await consume(log, true)).flatMap((b) => b.records);
        assertEquals(committed.map((r) => r.offset), expected.readCommittedOffsets, name);
      }
      const onDisk = description.onDisk!.dirs[name].segments!
        .flatMap(({ batches }) => batches.map(asTuple))
        .filter(([, last]) => last >= log.logStartOffset);
      assertEquals(found.map(({ position }) => position), onDisk, name);
      const isEmpty = log.logEndOffset === log.logStartOffset;
      await log.close({ clean: true });
      // Nothing was appended, so nothing may have changed. Only what tells of no record goes, as in Kafka.
      const isPointless = (file: string) =>
        file === "leader-epoch-checkpoint"
          ? isEmpty
          : file.endsWith(".snapshot") && parseInt(file) <= log.logStartOffset;
      await assertFiles(fixture, name, description.onDisk!.files, (file) => !isPointless(file));
    }
    assertEquals(fixture.warnings, []);
  });

  simulated(
    `PartitionLog recovers what Kafka ${version} left when it was killed`,
    async (fixture) => {
      const sample = `kafka-${version}-killed`;
      const description = describeDirectory(sample);
      await unpackDirectory(sample, fixture.runtime.disk, ROOT);
      for (const [name, expected] of Object.entries(description.expected.partitions)) {
        const onDisk = description.onDisk!.dirs[name];
        if (onDisk?.segments === undefined) continue;
        const log = await openPartition(fixture, description, name, false);
        const found = await consume(log, false);
        const valid = onDisk.segments
          .flatMap(({ batches }) => batches.filter(isValid).map(asTuple))
          .filter(([, last]) => last >= log.logStartOffset);
        assertEquals(found.map(({ position }) => position), valid, name);
        if (isInternal(name) || isCompactedLater(sample, name)) continue;
        assertRecords(found, expected, name);
        if (!isWrittenLater(name)) await assertListed(log, expected, name, version);
        const acked = description.acked![name];
        if (acked !== undefined) assert(log.logEndOffset > acked.highest, name);
        await log.close({ clean: true });
        const again = await openPartition(fixture, description, name, true);
        if (!isWrittenLater(name)) await assertListed(again, expected, name, version);
      }
    },
  );
}

simulated(
  "PartitionLog recovers a damaged directory to what Kafka 4.3 recovers",
  async (fixture) => {
    const sample = "kafka-4.3-torn";
    const description = describeDirectory(sample);
    await unpackDirectory(sample, fixture.runtime.disk, ROOT);
    for (const [name, expected] of Object.entries(description.expected.partitions)) {
      if (isInternal(name) || isCompactedLater(sample, name)) continue;
      // This Kafka had the default of one day, which the producers dated 2023 are beyond.
      const log = await openPartition(fixture, description, name, false, 86400000);
      const found = await consume(log, false);
      assertRecords(found, expected, name);
      await assertListed(log, expected, name, "4.3");
      const committed = (await consume(log, true)).flatMap((b) => b.records);
      assertEquals(committed.map((r) => r.offset), expected.readCommittedOffsets, name);
      assertProducers(log, description, name);
      const after = description.onDiskAfterKafkasCleanStop!.dirs[name];
      const batches = after.segments!.flatMap((segment) => segment.batches.map(asTuple));
      const visible = batches.filter(([, last]) => last >= log.logStartOffset);
      assertEquals(found.map(({ position }) => position), visible, name);
      await log.close({ clean: true });
    }
  },
);
