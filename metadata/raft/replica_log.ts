/** The log and its snapshots as the state machine reads them. */
import type { SnapshotStore } from "../snapshot/snapshot_store.ts";
import type { RaftLog } from "./raft_log.ts";
import type { LogView, OffsetAndEpoch, SnapshotId } from "./types.ts";

export class ReplicaLog implements LogView {
  constructor(readonly log: RaftLog, readonly snapshots: SnapshotStore) {}

  get startOffset(): number {
    return this.log.startOffset;
  }

  get endOffset(): number {
    return this.log.endOffset;
  }

  get lastEpoch(): number {
    const inLog = this.log.lastEpoch;
    if (inLog !== null) return inLog;
    // An empty log stands where its snapshot ended.
    const snapshot = this.snapshots.latest;
    return snapshot !== null && snapshot.endOffset === this.endOffset ? snapshot.epoch : 0;
  }

  endOffsetForEpoch(epoch: number): OffsetAndEpoch {
    return this.log.endOffsetForEpoch(epoch) ??
      { offset: this.endOffset, epoch: this.lastEpoch };
  }

  get latestSnapshot(): SnapshotId | null {
    return this.snapshots.latest;
  }

  get earliestSnapshot(): SnapshotId | null {
    return this.snapshots.earliest;
  }

  /**
   * Makes log and snapshots agree after a start (storage 9.1): snapshots below the log's start go, and a log that ends before
   * the newest snapshot starts anew after it.
   *
   * @throws {Error} If the log starts above 0 and no snapshot holds what came before.
   */
  async reconcile(): Promise<void> {
    const { log, snapshots } = this;
    for (const { id } of [...snapshots.files]) {
      if (id.endOffset < log.startOffset) await snapshots.remove(id);
    }
    const latest = snapshots.latest;
    if (latest === null) {
      if (log.startOffset === 0) return;
      throw new Error(
        `The metadata log starts at ${log.startOffset}, but no snapshot holds what was before`,
      );
    }
    const lastEpoch = log.lastEpoch ?? -1;
    const isAhead = latest.epoch > lastEpoch ||
      (latest.epoch === lastEpoch && latest.endOffset > log.endOffset);
    if (isAhead) await log.startAfter(latest);
  }
}
