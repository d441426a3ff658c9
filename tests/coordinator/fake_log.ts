/** A metadata log in memory: one node's view of a quorum whose commits and leaders the test decides on. */
import {
  type CommittedBatch,
  type LeaderAndEpoch,
  type MetadataListener,
  type MetadataLog,
  NotLeaderError,
} from "../../metadata/metadata_log.ts";
import { encodeMetadataRecord, type MetadataRecord } from "../../protocol/data/metadata_framing.ts";

export class FakeMetadataLog implements MetadataLog {
  readonly nodeId: number;
  readonly batches: CommittedBatch[] = [];
  /** Commits by itself, after the current turn; else only by {@linkcode commit}. */
  autoCommit = true;
  endOffset = 0;
  highWatermark = -1;
  resigned: number[] = [];
  #leader: LeaderAndEpoch = { leaderId: null, epoch: 0 };
  #listeners: MetadataListener[] = [];
  #delivered = 0;

  constructor(nodeId = 1) {
    this.nodeId = nodeId;
  }

  leaderAndEpoch(): LeaderAndEpoch {
    return this.#leader;
  }

  /** Every data record committed or not, in order. */
  get records(): MetadataRecord[] {
    return this.batches.flatMap(({ records }) => records);
  }

  append(epoch: number, records: readonly MetadataRecord[]): number {
    const { leaderId } = this.#leader;
    if (leaderId !== this.nodeId || epoch !== this.#leader.epoch) throw new NotLeaderError();
    for (const record of records) encodeMetadataRecord(record);
    this.#add(records);
    if (this.autoCommit) queueMicrotask(() => this.commit());
    return this.endOffset - 1;
  }

  resign(epoch: number): void {
    this.resigned.push(epoch);
    this.lead(null);
  }

  register(listener: MetadataListener): void {
    this.#listeners.push(listener);
    for (const batch of this.batches.slice(0, this.#delivered)) listener.committed(batch);
    if (this.#leader.epoch > 0) listener.leaderChanged(this.#leader);
  }

  /** Elects `leaderId` in a new epoch. Uncommitted batches are lost unless the same node goes on. */
  lead(leaderId: number | null): void {
    const epoch = this.#leader.epoch + 1;
    this.#leader = { leaderId, epoch };
    if (leaderId !== this.nodeId) this.#truncate();
    if (leaderId !== null) this.#add([]);
    if (leaderId === this.nodeId) this.commit();
    for (const listener of this.#listeners) listener.leaderChanged(this.#leader);
  }

  /** Another leader's batch, committed at once. */
  replicate(records: readonly MetadataRecord[]): void {
    this.#add(records);
    this.commit();
  }

  /** Commits everything appended so far and delivers it. */
  commit(): void {
    this.highWatermark = this.endOffset;
    while (this.#delivered < this.batches.length) {
      const batch = this.batches[this.#delivered++];
      for (const listener of this.#listeners) listener.committed(batch);
    }
  }

  #add(records: readonly MetadataRecord[]): void {
    const count = Math.max(1, records.length);
    this.batches.push({
      baseOffset: this.endOffset,
      lastOffset: this.endOffset + count - 1,
      epoch: this.#leader.epoch,
      appendTimestampMs: 0,
      records,
    });
    this.endOffset += count;
  }

  #truncate(): void {
    this.batches.length = this.#delivered;
    const last = this.batches.at(-1);
    this.endOffset = last === undefined ? 0 : last.lastOffset + 1;
  }
}
