/** Takes, downloads and cleans snapshots beside a running replica (metadata-quorum 1.9, 1.10). */
import type { MetadataRecord } from "../../protocol/data/metadata_framing.ts";
import type { Runtime, Timer } from "../../runtime/runtime.ts";
import type { SnapshotPiece } from "../raft/effects.ts";
import type { MetadataBatch } from "../raft/metadata_batch.ts";
import { sameSnapshot, type SnapshotId } from "../raft/types.ts";
import type { VoterSet } from "../raft/voter_set.ts";
import { type MetadataRetention, oldestMayGo } from "./snapshot_cleaning.ts";
import { snapshotBatches, type SnapshotContent } from "./snapshot_content.ts";
import { SnapshotSchedule, type SnapshotScheduleOptions } from "./snapshot_schedule.ts";
import type { SnapshotStore, SnapshotWriter } from "./snapshot_store.ts";

export interface SnapshotKeeperOptions extends SnapshotScheduleOptions {
  /**
   * The state as records. Called right after the last delivered batch was given to all listeners, so it must show all of
   * that batch.
   */
  readonly imageRecords: () => readonly MetadataRecord[];
  readonly retention: MetadataRetention;
}

/** What the keeper needs of the replica. */
export interface KeeperReplica {
  logBytes(): number;
  /** kraft.version and voters as records below `endOffset` say. */
  quorumAt(endOffset: number): { readonly kraftVersion: number; readonly voters: VoterSet };
  startLogAt(offset: number): Promise<void>;
  failed(error: unknown): void;
}

const CLEANING_INTERVAL_MS = 60_000;

export class SnapshotKeeper {
  readonly #schedule: SnapshotSchedule | null;
  #download: { readonly id: SnapshotId; readonly writer: SnapshotWriter } | null = null;
  /** Snapshots are taken and removed one at a time. */
  #working: Promise<void> | null = null;
  #cleaning: Timer | null = null;

  constructor(
    readonly snapshots: SnapshotStore,
    readonly runtime: Pick<Runtime, "clock">,
    readonly options: SnapshotKeeperOptions | null,
    readonly replica: KeeperReplica,
  ) {
    this.#schedule = options === null ? null : new SnapshotSchedule(options, this.#nowMs);
    if (options !== null) this.#planCleaning(options);
  }

  get #nowMs(): number {
    return this.runtime.clock.now();
  }

  /** All listeners have seen the batch; perhaps a snapshot is due. */
  delivered(batch: MetadataBatch): void {
    const schedule = this.#schedule;
    if (schedule === null || this.options === null) return;
    schedule.delivered(batch.sizeBytes, batch.records.map((record) => record.type));
    if (this.#working !== null || !schedule.isDue(this.#nowMs)) return;
    const id = { endOffset: batch.lastOffset + 1, epoch: batch.epoch };
    const latest = this.snapshots.latest;
    if (latest !== null && latest.endOffset >= id.endOffset) return;
    schedule.taken(this.#nowMs);
    const { kraftVersion, voters } = this.replica.quorumAt(id.endOffset);
    const content = {
      lastContainedTimestampMs: batch.appendTimestampMs,
      kraftVersion,
      voters: kraftVersion >= 1 ? voters : null,
      records: this.options.imageRecords(),
    };
    this.#work(() => this.#write(id, content));
  }

  /** A listener took in a snapshot. */
  loaded(): void {
    this.#schedule?.taken(this.#nowMs);
  }

  /** Stores a piece of a download; the last one makes it a snapshot. */
  async store(piece: SnapshotPiece): Promise<void> {
    let download = this.#download;
    if (download === null || !sameSnapshot(download.id, piece.snapshotId) || piece.position === 0) {
      await download?.writer.abandon();
      const { snapshotId: id } = piece;
      download = this.#download = { id, writer: this.snapshots.create(id) };
    }
    await download.writer.append(piece.bytes);
    if (!piece.complete) return;
    this.#download = null;
    await download.writer.finish();
  }

  async close(): Promise<void> {
    this.#cleaning?.cancel();
    await this.#working;
    await this.#download?.writer.abandon();
  }

  async #write(id: SnapshotId, content: SnapshotContent): Promise<void> {
    const writer = this.snapshots.create(id);
    for (const batch of snapshotBatches(content, id.epoch, this.#nowMs)) {
      await writer.append(batch);
    }
    await writer.finish();
  }

  #planCleaning(options: SnapshotKeeperOptions): void {
    this.#cleaning = this.runtime.clock.setTimer(CLEANING_INTERVAL_MS, () => {
      this.#planCleaning(options);
      if (this.#working === null) this.#work(() => this.#clean(options.retention));
    });
  }

  async #clean(retention: MetadataRetention): Promise<void> {
    while (this.snapshots.files.length >= 2) {
      const { files } = this.snapshots;
      const { lastContainedTimestampMs } = await this.snapshots.read(files[0].id);
      const bytes = this.replica.logBytes();
      if (!oldestMayGo(files, bytes, lastContainedTimestampMs, retention, this.#nowMs)) return;
      // The log first: a start offset above 0 always has a snapshot that ends there.
      await this.replica.startLogAt(files[1].id.endOffset);
      await this.snapshots.remove(files[0].id);
    }
  }

  #work(task: () => Promise<void>): void {
    this.#working = task().then(() => {
      this.#working = null;
    }, (error) => this.replica.failed(error));
  }
}
