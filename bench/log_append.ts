/**
 * How fast a partition log appends and reads, on this machine's disk (page cache): prints MB/s and microseconds per
 * batch. `deno run -A bench/log_append.ts [directory]`
 */
import { BatchBuilder } from "../protocol/records/batch_builder.ts";
import { denoRuntime } from "../runtime/deno.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { FileHandles } from "../storage/file_handles.ts";
import { GroupCommit } from "../storage/group_commit.ts";
import { LogMemory } from "../storage/log_memory.ts";
import { PartitionLog } from "../storage/partition_log.ts";

const RECORD_BYTES = 100;
const WARM_UP_BYTES = 64 * 1024 * 1024;
/** Many short rounds: the best of them was disturbed least by whatever else the machine does. */
const ROUNDS = 24;
const ROUND_BYTES = 24 * 1024 * 1024;
/** Batches appended per turn: what pipelined producers bring in one read of their sockets. */
const BATCHES_PER_TURN = 8;

function batchOf(bytes: number, producer: boolean): Uint8Array {
  const builder = new BatchBuilder(
    producer ? { producerId: 7n, producerEpoch: 0, baseSequence: 0 } : {},
    bytes,
  );
  const value = new Uint8Array(RECORD_BYTES - 10).fill(120);
  const timestamp = BigInt(runtime.clock.now());
  while (builder.sizeBytes + RECORD_BYTES <= bytes) builder.append({ timestamp, key: null, value });
  return builder.build();
}

function openLog(directory: string): Promise<PartitionLog> {
  const { disk, clock, random } = runtime;
  return PartitionLog.open({
    disk,
    clock,
    random,
    commit: new GroupCommit(clock),
    memory: new LogMemory(clock),
    handles: new FileHandles(disk),
    producerIdExpirationMs: 86400000,
    directory,
    topic: "bench",
    partition: 0,
    topicId: null,
    clean: true,
    recoveryPoint: 0,
    logStartOffset: 0,
    config: {
      segmentBytes: 1073741824,
      segmentMs: 604800000,
      segmentJitterMs: 0,
      segmentIndexBytes: 10485760,
      indexIntervalBytes: 4096,
      maxMessageBytes: 1048588,
      retentionMs: -1,
      retentionBytes: -1,
      cleanupPolicy: { delete: true, compact: false },
      fileDeleteDelayMs: 60000,
      flushMessages: 2 ** 63,
      flushMs: 2 ** 63,
      deleteRetentionMs: 86400000,
      minCompactionLagMs: 0,
      maxCompactionLagMs: 2 ** 63,
      minCleanableDirtyRatio: 0.5,
      compressionType: "producer",
      compressionLevels: { gzip: -1, lz4: 9, zstd: 3 },
      messageTimestampType: "CreateTime",
      messageTimestampBeforeMaxMs: 2 ** 63,
      messageTimestampAfterMaxMs: 3600000,
      preallocate: false,
    },
  });
}

const written = (log: PartitionLog) =>
  new Promise<void>((resolve, reject) => {
    log.onWritten((error) => {
      log.updateHighWatermark(log.writtenEndOffset);
      if (error === null) resolve();
      else reject(error);
    });
  });

async function appendFor(log: PartitionLog, batch: Uint8Array, bytes: number): Promise<number> {
  let appended = 0;
  while (appended < bytes) {
    for (let i = 0; i < BATCHES_PER_TURN; i++) {
      log.appendAsLeader(batch, { leaderEpoch: 0, origin: "client" });
      appended += batch.length;
    }
    await written(log);
  }
  return appended;
}

async function readFor(log: PartitionLog, from: number, maxBytes: number): Promise<number> {
  let bytes = 0;
  let next = from;
  while (next < log.highWatermark) {
    const { records } = await log.read(next, maxBytes, "high-watermark", { minOneBatch: true });
    bytes += records.length;
    let at = 0;
    const view = new DataView(records.buffer, records.byteOffset, records.length);
    while (at + 61 <= records.length) {
      const size = view.getInt32(at + 8) + 12;
      if (at + size > records.length) break;
      next = Number(view.getBigInt64(at)) + view.getInt32(at + 23) + 1;
      at += size;
    }
  }
  return bytes;
}

interface Rate {
  readonly bytes: number;
  readonly elapsedMs: number;
}

async function rate(work: () => Promise<number>): Promise<Rate> {
  const start = runtime.clock.monotonic();
  const bytes = await work();
  return { bytes, elapsedMs: runtime.clock.monotonic() - start };
}

const faster = (a: Rate, b: Rate) => (a.elapsedMs / a.bytes < b.elapsedMs / b.bytes ? a : b);

function report(what: string, batch: Uint8Array, { bytes, elapsedMs }: Rate): void {
  const rate = bytes / 1e6 / (elapsedMs / 1000);
  const each = (elapsedMs * 1000) / (bytes / batch.length);
  runtime.terminal.writeOutput(
    new TextEncoder().encode(
      `${what.padEnd(46)} ${rate.toFixed(0).padStart(6)} MB/s ${
        each.toFixed(2).padStart(9)
      } us/batch\n`,
    ),
  );
}

async function measure(name: string, batchBytes: number, directory: string): Promise<void> {
  const { disk } = runtime;
  const log = await openLog(directory);
  const batch = batchOf(batchBytes, false);
  await appendFor(log, batch, WARM_UP_BYTES);
  let best: { append: Rate; read: Rate } | null = null;
  for (let round = 0; round < ROUNDS; round++) {
    const from = log.logEndOffset;
    const append = await rate(() => appendFor(log, batch, ROUND_BYTES));
    const read = await rate(() => readFor(log, from, 1024 * 1024));
    best = best === null
      ? { append, read }
      : { append: faster(append, best.append), read: faster(read, best.read) };
  }
  report(`append, ${name}`, batch, best!.append);
  report(`read by 1 MiB, ${name}`, batch, best!.read);
  await log.close({ clean: true });
  await disk.remove(directory);
}

const runtime: Runtime = denoRuntime();
const root = runtime.process.args[0] ?? "./bench-data";
await measure("16 KB batches of 100 B records", 16 * 1024, `${root}/bench-0`);
await measure("1 MB batches of 100 B records", 1000 * 1000, `${root}/bench-1`);
await measure("1 KB batches of 100 B records", 1024, `${root}/bench-2`);
await runtime.disk.remove(root);
runtime.process.exit(0);
