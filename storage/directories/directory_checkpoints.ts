/** The checkpoint files of one log directory (storage spec 1.4): offsets of all its logs, each file for one kind. */
import type { Disk } from "../../runtime/runtime.ts";
import { OffsetCheckpointFile } from "../checkpoint_file.ts";
import type { PartitionLog } from "../partition_log.ts";

const RECOVERY_POINTS = "recovery-point-offset-checkpoint";
const LOG_STARTS = "log-start-offset-checkpoint";
const HIGH_WATERMARKS = "replication-offset-checkpoint";
const CLEANER_OFFSETS = "cleaner-offset-checkpoint";

export class DirectoryCheckpoints {
  readonly #disk: Disk;
  readonly #path: string;
  readonly recoveryPoints: OffsetCheckpointFile;
  readonly logStarts: OffsetCheckpointFile;
  readonly highWatermarks: OffsetCheckpointFile;

  constructor(disk: Disk, path: string) {
    this.#disk = disk;
    this.#path = path;
    const file = (name: string) => new OffsetCheckpointFile(disk, `${path}/${name}`);
    this.recoveryPoints = file(RECOVERY_POINTS);
    this.logStarts = file(LOG_STARTS);
    this.highWatermarks = file(HIGH_WATERMARKS);
  }

  /** Makes the files that a directory of Kafka always has. */
  async make(): Promise<void> {
    for (const name of [RECOVERY_POINTS, LOG_STARTS, HIGH_WATERMARKS, CLEANER_OFFSETS]) {
      this.#disk.open(`${this.#path}/${name}`, { create: "if-missing", write: true }).close();
    }
    await this.#disk.syncDirectory(this.#path);
  }

  /** @param logs all in the directory */
  writeHighWatermarks(logs: readonly PartitionLog[]): Promise<void> {
    return write(this.highWatermarks, logs, (log) => log.highWatermark);
  }

  /** @param logs all in the directory */
  writeRecoveryPoints(logs: readonly PartitionLog[]): Promise<void> {
    return write(this.recoveryPoints, logs, (log) => log.recoveryPoint);
  }

  /** @param logs all in the directory; those that start where their first segment does need no entry */
  writeLogStarts(logs: readonly PartitionLog[]): Promise<void> {
    return write(
      this.logStarts,
      logs,
      (log) => log.logStartOffset > log.firstSegmentBaseOffset ? log.logStartOffset : null,
    );
  }
}

async function write(
  file: OffsetCheckpointFile,
  logs: readonly PartitionLog[],
  offsetOf: (log: PartitionLog) => number | null,
): Promise<void> {
  const entries: [string, number, number][] = [];
  for (const log of logs) {
    const offset = offsetOf(log);
    if (offset !== null) entries.push([log.topic, log.partition, offset]);
  }
  await file.write(entries);
}
