/** Brings committed batches, snapshots and changes of leadership to the listeners, in log order. */
import type { LeaderAndEpoch, MetadataListener } from "../metadata_log.ts";
import type { SnapshotContent } from "../snapshot/snapshot_content.ts";
import { decodeBatches, type MetadataBatch } from "./metadata_batch.ts";
import type { ReplicaLog } from "./replica_log.ts";
import type { SnapshotId } from "./types.ts";

const READ_BYTES = 1024 * 1024;

/** What the feed needs to know of the replica. */
export interface FeedSource {
  readonly replica: ReplicaLog;
  /** Everything below may be delivered; -1 while unknown. */
  committedOffset(): number;
  /** As listeners are to see it; `startOffset` is that of the epoch's first batch where this node leads, else null. */
  leadership(): LeaderAndEpoch & { readonly startOffset: number | null };
  /** Called once per batch of records, after all listeners had it. */
  delivered(batch: MetadataBatch): void;
  /** Called after a listener took in a snapshot. */
  snapshotLoaded(id: SnapshotId): void;
  failed(error: unknown): void;
}

interface Cursor {
  readonly listener: MetadataListener;
  /** Next offset to deliver; -1 before the first snapshot or batch. */
  nextOffset: number;
  leader: LeaderAndEpoch | null;
}

export class ListenerFeed {
  readonly #cursors: Cursor[] = [];
  #running = false;
  #again = false;
  #deliveredTo = 0;

  constructor(readonly source: FeedSource) {}

  add(listener: MetadataListener): void {
    this.#cursors.push({ listener, nextOffset: -1, leader: null });
  }

  /** Delivers what there is. Runs one at a time; never fails. */
  run(): void {
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    this.#loop().then(() => {
      this.#running = false;
      if (this.#again) this.run();
    }, (error) => this.source.failed(error));
  }

  async #loop(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      for (const cursor of this.#cursors) {
        const pending = this.#deliver(cursor);
        if (pending !== undefined) await pending;
      }
    }
  }

  /** Synchronous as long as the log's reads are. */
  #deliver(cursor: Cursor): void | Promise<void> {
    const { source } = this;
    while (cursor.nextOffset < source.committedOffset()) {
      const { replica } = source;
      const snapshot = replica.latestSnapshot;
      const needsSnapshot = snapshot !== null &&
        (cursor.nextOffset < 0 || cursor.nextOffset < replica.startOffset);
      if (needsSnapshot) {
        return this.#loadSnapshot(cursor).then(() => this.#deliver(cursor));
      }
      if (cursor.nextOffset < 0) cursor.nextOffset = replica.startOffset;
      const bytes = replica.log.read(cursor.nextOffset, READ_BYTES);
      if (bytes instanceof Promise) {
        return bytes.then((read) => {
          const progress = this.#deliverBatches(cursor, read);
          if (progress || cursor.nextOffset < replica.startOffset) return this.#deliver(cursor);
        });
      }
      if (!this.#deliverBatches(cursor, bytes)) break;
    }
    this.#tellLeader(cursor);
  }

  /** Returns whether there was something to deliver. */
  #deliverBatches(cursor: Cursor, bytes: Uint8Array): boolean {
    const from = cursor.nextOffset;
    for (const batch of decodeBatches(bytes)) {
      if (batch.lastOffset < cursor.nextOffset) continue;
      if (batch.lastOffset >= this.source.committedOffset()) break;
      this.#tellLeader(cursor);
      cursor.nextOffset = batch.lastOffset + 1;
      cursor.listener.committed({
        baseOffset: batch.baseOffset,
        lastOffset: batch.lastOffset,
        epoch: batch.epoch,
        appendTimestampMs: batch.appendTimestampMs,
        records: batch.records,
      });
      this.#noteDelivered(batch);
    }
    return cursor.nextOffset > from;
  }

  #noteDelivered(batch: MetadataBatch): void {
    if (batch.lastOffset < this.#deliveredTo) return;
    if (this.#cursors.some((other) => other.nextOffset <= batch.lastOffset)) return;
    this.#deliveredTo = batch.lastOffset + 1;
    this.source.delivered(batch);
  }

  /** The newest snapshot that can be read; an older one does as long as the log goes on from there. */
  async #loadSnapshot(cursor: Cursor): Promise<void> {
    const { replica } = this.source;
    const ids = replica.snapshots.files.map((file) => file.id).reverse();
    let failure: unknown = null;
    for (const id of ids) {
      if (id.endOffset < replica.startOffset) break;
      let content: SnapshotContent;
      try {
        content = await replica.snapshots.read(id);
      } catch (error) {
        failure ??= error;
        continue;
      }
      cursor.nextOffset = id.endOffset;
      cursor.listener.snapshot({
        endOffset: id.endOffset,
        epoch: id.epoch,
        lastTimestampMs: content.lastContainedTimestampMs,
        records: content.records,
      });
      this.#deliveredTo = Math.max(this.#deliveredTo, id.endOffset);
      this.source.snapshotLoaded(id);
      return;
    }
    if (replica.startOffset > 0 || failure === null) {
      throw failure ?? new Error("The metadata log has neither a beginning nor a snapshot");
    }
    cursor.nextOffset = 0;
  }

  /** A new leader hears of it only when it has seen everything before its epoch. */
  #tellLeader(cursor: Cursor): void {
    const { leaderId, epoch, startOffset } = this.source.leadership();
    if (startOffset !== null && cursor.nextOffset < startOffset) return;
    if (cursor.leader?.leaderId === leaderId && cursor.leader.epoch === epoch) return;
    cursor.leader = { leaderId, epoch };
    cursor.listener.leaderChanged(cursor.leader);
  }
}
