/** Opens logs on a simulated machine, in virtual time. */
import { anyLastOffset } from "../../protocol/records/any_batch.ts";
import { BatchBuilder, type BatchOptions } from "../../protocol/records/batch_builder.ts";
import * as header from "../../protocol/records/batch_header.ts";
import { BatchIterator } from "../../protocol/records/batch_iterator.ts";
import type { LogRecord } from "../../protocol/records/record.ts";
import { readRecords } from "../../protocol/records/record_reader.ts";
import { randomUuid } from "../../protocol/uuid.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { type CrashModel, SimulatedWorld } from "../../runtime/simulated/world.ts";
import { FileHandles } from "../../storage/file_handles.ts";
import { GroupCommit } from "../../storage/group_commit.ts";
import { LogMemory } from "../../storage/log_memory.ts";
import {
  PartitionLog,
  type PartitionLogOptions,
  type PartitionLogResources,
} from "../../storage/partition_log.ts";
import type { AppendResult, LogConfig, ReadIsolation, ReadResult } from "../../storage/types.ts";

export const MACHINE = "broker";
export const DIRECTORY = "/data/t-0";
export const TOPIC_ID = "rYk1pXbTQ0uXGmXbTQ0uXA";

/** Kafka's defaults. */
export const DEFAULT_CONFIG: LogConfig = {
  segmentBytes: 1073741824,
  segmentMs: 604800000,
  segmentJitterMs: 0,
  segmentIndexBytes: 10485760,
  indexIntervalBytes: 4096,
  maxMessageBytes: 1048588,
  retentionMs: 604800000,
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
};

export type OpenOverrides =
  & Partial<Omit<PartitionLogOptions, "config">>
  & { readonly config?: Partial<LogConfig>; readonly memoryBytes?: number };

export class LogFixture {
  readonly warnings: string[] = [];

  constructor(readonly world: SimulatedWorld) {}

  get runtime(): Runtime {
    return this.world.node(MACHINE);
  }

  resources(memoryBytes?: number, disk = this.runtime.disk): PartitionLogResources {
    const { clock, random } = this.runtime;
    return {
      disk,
      clock,
      random,
      commit: new GroupCommit(clock),
      memory: new LogMemory(clock, memoryBytes),
      handles: new FileHandles(disk, 8),
      producerIdExpirationMs: 86400000,
      onWarning: (message) => this.warnings.push(message),
    };
  }

  async open(overrides: OpenOverrides = {}): Promise<PartitionLog> {
    const { config, memoryBytes, ...rest } = overrides;
    // The log directory itself is not the log's care.
    await this.runtime.disk.makeDirectory("/data");
    await this.runtime.disk.syncDirectory("/");
    return await PartitionLog.open({
      ...this.resources(memoryBytes, rest.disk),
      directory: DIRECTORY,
      topic: "t",
      partition: 0,
      topicId: TOPIC_ID,
      clean: true,
      recoveryPoint: 0,
      logStartOffset: 0,
      ...rest,
      config: { ...DEFAULT_CONFIG, ...config },
    });
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.runtime.clock.now();
  }

  crash(model: CrashModel): void {
    this.world.crash(MACHINE, model);
  }

  /** Names of the files in the log's directory. */
  async files(directory = DIRECTORY): Promise<string[]> {
    return (await this.runtime.disk.list(directory)).map(({ name }) => name);
  }

  readFile(name: string, directory = DIRECTORY): Promise<Uint8Array> {
    return this.runtime.disk.readFile(`${directory}/${name}`);
  }

  writeFile(name: string, bytes: Uint8Array, directory = DIRECTORY): void {
    const path = `${directory}/${name}`;
    const file = this.runtime.disk.open(path, {
      create: "if-missing",
      write: true,
      truncate: true,
    });
    file.writeSync(bytes, 0);
    file.close();
  }

  /** Appends `bytes` to a file, behind the log's back. */
  appendToFile(name: string, bytes: Uint8Array): void {
    const path = `${DIRECTORY}/${name}`;
    const file = this.runtime.disk.open(path, { create: "never", write: true });
    file.writeSync(bytes, file.size());
    file.close();
  }

  truncateFile(name: string, cutBytes: number): void {
    const path = `${DIRECTORY}/${name}`;
    const file = this.runtime.disk.open(path, { create: "never", write: true });
    file.truncate(file.size() - cutBytes);
    file.close();
  }
}

/** A test on a simulated machine. */
export function simulated(
  name: string,
  body: (fixture: LogFixture) => Promise<void>,
  seed = 1,
): void {
  Deno.test(name, async () => {
    const world = new SimulatedWorld({ seed });
    await world.runUntil(body(new LogFixture(world)), { maxVirtualMs: 10_000_000 });
  });
}

export const text = (value: string) => new TextEncoder().encode(value);

export interface BatchSpec extends BatchOptions {
  /** Of each record; default: all now. */
  readonly timestamps?: readonly number[];
  readonly keys?: readonly (string | null)[];
  /** Bytes of each value; default 10. */
  readonly valueBytes?: number;
}

const START_MS = Date.UTC(2025, 0, 1);

/** A batch of `count` records as a producer sends it. */
export function batch(count = 1, spec: BatchSpec = {}): Uint8Array {
  const builder = new BatchBuilder(spec);
  for (let i = 0; i < count; i++) {
    const key = spec.keys === undefined ? `k${i}` : spec.keys[i];
    builder.append({
      timestamp: BigInt(spec.timestamps?.[i] ?? START_MS),
      key: key === null ? null : text(key),
      value: new Uint8Array(spec.valueBytes ?? 10).fill(65 + (i % 26)),
    });
  }
  return builder.build();
}

/** A batch of an idempotent producer. */
export function idempotent(
  producerId: number,
  producerEpoch: number,
  baseSequence: number,
  count = 1,
  spec: BatchSpec = {},
): Uint8Array {
  return batch(count, { producerId: BigInt(producerId), producerEpoch, baseSequence, ...spec });
}

export function append(
  log: PartitionLog,
  records: Uint8Array,
  leaderEpoch = 0,
): AppendResult {
  return log.appendAsLeader(records, { leaderEpoch, origin: "client" });
}

/** Resolves when everything appended is written; then all of it is committed. */
export function written(log: PartitionLog): Promise<void> {
  return new Promise((resolve, reject) => {
    log.onWritten((error) => {
      if (error !== null) return reject(error);
      log.updateHighWatermark(log.writtenEndOffset);
      resolve();
    });
  });
}

export function read(
  log: PartitionLog,
  offset: number,
  maxBytes = 1 << 20,
  isolation: ReadIsolation = "log-end",
  minOneBatch = true,
): Promise<ReadResult> {
  return Promise.resolve(log.read(offset, maxBytes, isolation, { minOneBatch }));
}

/** All records from `offset` on. */
export async function readAll(
  log: PartitionLog,
  offset = log.logStartOffset,
  isolation: ReadIsolation = "log-end",
  maxBytes = 1 << 20,
): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  let next = offset;
  while (true) {
    const { records: bytes } = await read(log, next, maxBytes, isolation);
    const batches = new BatchIterator(bytes);
    let found = false;
    while (batches.next()) {
      found = true;
      for (const record of readRecords(bytes, batches.position)) {
        if (Number(record.offset) >= next) records.push(record);
      }
      next = Number(anyLastOffset(bytes, batches.position)) + 1;
    }
    if (!found) return records;
  }
}

export const offsetsOf = (records: readonly LogRecord[]) => records.map((r) => Number(r.offset));

export { header, randomUuid };
