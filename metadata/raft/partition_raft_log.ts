/** The metadata log on disk: the partition log that holds every topic's records, opened the way Raft needs it. */
import { METADATA_TOPIC_ID } from "../../protocol/uuid.ts";
import { BatchIterator } from "../../protocol/records/batch_iterator.ts";
import { PartitionLog, type PartitionLogResources } from "../../storage/partition_log.ts";
import type { LogConfig } from "../../storage/types.ts";
import type { RaftLog } from "./raft_log.ts";
import {
  METADATA_PARTITION,
  METADATA_TOPIC,
  type OffsetAndEpoch,
  type SnapshotId,
} from "./types.ts";

export interface MetadataLogSegments {
  /** `metadata.log.segment.bytes`. */
  readonly segmentBytes: number;
  /** `metadata.log.segment.ms`. */
  readonly segmentMs: number;
}

export class PartitionRaftLog implements RaftLog {
  /** Set while the log is cut: reads wait for it. */
  #truncation: Promise<void> | null = null;

  /** @param log Recovered. Nothing else may append to it or cut it. */
  constructor(readonly log: PartitionLog) {}

  /**
   * Opens the log in `directory` (`.../__cluster_metadata-0`), or makes it there. Every batch is checked, however the last
   * run ended (storage T13).
   *
   * @throws {CorruptFileError | RuntimeError}
   */
  static async open(
    resources: PartitionLogResources,
    directory: string,
    segments: MetadataLogSegments,
  ): Promise<PartitionRaftLog> {
    const log = await PartitionLog.open({
      ...resources,
      directory,
      topic: METADATA_TOPIC,
      partition: METADATA_PARTITION,
      topicId: METADATA_TOPIC_ID,
      config: { ...METADATA_LOG_CONFIG, ...segments },
      clean: false,
      recoveryPoint: 0,
      logStartOffset: 0,
    });
    return new PartitionRaftLog(log);
  }

  get startOffset(): number {
    return this.log.logStartOffset;
  }

  get endOffset(): number {
    return this.log.logEndOffset;
  }

  get lastEpoch(): number | null {
    return this.log.latestEpoch ?? null;
  }

  get sizeBytes(): number {
    return this.log.sizeInBytes;
  }

  endOffsetForEpoch(epoch: number): OffsetAndEpoch | null {
    const end = this.log.endOffsetForEpoch(epoch);
    return end.epoch < 0 ? null : { offset: end.endOffset, epoch: end.epoch };
  }

  appendAsLeader(batch: Uint8Array, epoch: number): number {
    const { firstOffset } = this.log.appendAsLeader(batch, {
      leaderEpoch: epoch,
      origin: "raft-leader",
    });
    return firstOffset;
  }

  appendAsFollower(batches: Uint8Array): void {
    this.log.appendAsFollower(batches);
  }

  flush(): Promise<void> {
    return this.log.flush();
  }

  read(offset: number, maxBytes: number): Uint8Array | Promise<Uint8Array> {
    if (this.#truncation !== null) return this.#truncation.then(() => this.read(offset, maxBytes));
    if (offset < this.startOffset || offset >= this.endOffset) return NOTHING;
    const result = this.log.read(offset, maxBytes, "log-end", { minOneBatch: true });
    return result instanceof Promise
      ? result.then(({ records }) => wholeBatches(records))
      : wholeBatches(result.records);
  }

  truncateTo(endOffset: number): Promise<void> {
    return this.#truncate(this.log.truncateTo(endOffset));
  }

  startAfter({ endOffset }: SnapshotId): Promise<void> {
    return this.#truncate(this.log.truncateFullyAndStartAt(endOffset));
  }

  async #truncate(work: Promise<void>): Promise<void> {
    this.#truncation = work;
    try {
      await work;
    } finally {
      this.#truncation = null;
    }
  }

  async increaseStartOffset(offset: number): Promise<void> {
    // A snapshot ends there, so it is committed.
    this.log.updateHighWatermark(offset);
    this.log.increaseLogStartOffset(offset);
    await this.log.deleteOldSegments();
  }

  close(): Promise<void> {
    return this.log.close({ clean: true });
  }
}

/** Nothing goes but what a snapshot holds; nothing is changed on the way in. */
const METADATA_LOG_CONFIG: LogConfig = {
  segmentBytes: 1024 * 1024 * 1024,
  segmentMs: 7 * 24 * 60 * 60 * 1000,
  segmentJitterMs: 0,
  segmentIndexBytes: 10 * 1024 * 1024,
  indexIntervalBytes: 4096,
  maxMessageBytes: 8 * 1024 * 1024,
  retentionMs: -1,
  retentionBytes: -1,
  cleanupPolicy: { delete: false, compact: false },
  fileDeleteDelayMs: 60_000,
  flushMessages: Number.MAX_SAFE_INTEGER,
  flushMs: Number.MAX_SAFE_INTEGER,
  deleteRetentionMs: 0,
  minCompactionLagMs: 0,
  maxCompactionLagMs: Number.MAX_SAFE_INTEGER,
  minCleanableDirtyRatio: 1,
  compressionType: "producer",
  compressionLevels: { gzip: -1, lz4: 9, zstd: 3 },
  messageTimestampType: "CreateTime",
  messageTimestampBeforeMaxMs: Number.MAX_SAFE_INTEGER,
  messageTimestampAfterMaxMs: Number.MAX_SAFE_INTEGER,
  preallocate: false,
};

const NOTHING = new Uint8Array(0);

/** Without a batch that the byte limit cut off. */
function wholeBatches(bytes: Uint8Array): Uint8Array {
  const batches = new BatchIterator(bytes);
  while (batches.next());
  return batches.partialBytes === 0 ? bytes : bytes.subarray(0, batches.nextPosition);
}
