/** Puts on disk what the state machine wants there, and keeps the history of voters in step with the log. */
import type { Clock, Disk } from "../../runtime/runtime.ts";
import { controlBatch, type ControlRecord } from "./control_batch.ts";
import type { ControlAppend, ElectionState } from "./effects.ts";
import { invariant } from "./invariant.ts";
import { noteControls } from "./load_voters.ts";
import { decodeBatches } from "./metadata_batch.ts";
import { writeQuorumState } from "./quorum_state_file.ts";
import type { ReplicaLog } from "./replica_log.ts";
import type { VoterHistory } from "./voter_history.ts";

export class ReplicaWriter {
  constructor(
    readonly disk: Disk,
    readonly clock: Clock,
    readonly directory: string,
    readonly replica: ReplicaLog,
    readonly history: VoterHistory,
  ) {}

  /** Durable when the promise resolves. */
  persist(state: ElectionState): Promise<void> {
    const { kraftVersion, voters } = this.history;
    return writeQuorumState(this.disk, this.directory, state, kraftVersion, voters.ids);
  }

  async truncateTo(endOffset: number): Promise<void> {
    await this.replica.log.truncateTo(endOffset);
    this.history.truncateTo(endOffset);
  }

  /**
   * Appends what a leader of `epoch` sent.
   *
   * @throws {RecordError | DecodeError | RaftInvariantError} If these are no batches that can follow.
   */
  appendFetched(bytes: Uint8Array, epoch: number): void {
    const { log } = this.replica;
    const batches = [...decodeBatches(bytes)];
    const size = batches.reduce((sum, batch) => sum + batch.sizeBytes, 0);
    let offset = log.endOffset;
    for (const batch of batches) {
      invariant(batch.baseOffset === offset, `offset ${batch.baseOffset} follows ${offset}`);
      invariant(batch.epoch <= epoch, `a batch of epoch ${batch.epoch} in epoch ${epoch}`);
      offset = batch.lastOffset + 1;
    }
    if (size > 0) log.appendAsFollower(bytes.subarray(0, size));
    for (const batch of batches) noteControls(this.history, batch);
  }

  /** Lets the log begin after the newest snapshot, which was just downloaded. */
  async installSnapshot(): Promise<void> {
    const latest = this.replica.latestSnapshot;
    invariant(latest !== null, "no snapshot to install");
    const content = await this.replica.snapshots.read(latest);
    await this.replica.log.startAfter(latest);
    this.history.reset(latest.endOffset, content.kraftVersion, content.voters);
  }

  /** Appends a control batch as leader. Returns the offset of its first record. */
  appendControl(append: ControlAppend): number {
    const records: ControlRecord[] = [];
    if (append.leaderChange !== undefined) {
      records.push({ type: "LEADER_CHANGE", ...append.leaderChange });
    }
    if (append.kraftVersion !== undefined) {
      records.push({ type: "KRAFT_VERSION", version: append.kraftVersion });
    }
    if (append.voters !== undefined) {
      records.push({ type: "KRAFT_VOTERS", voters: append.voters });
    }
    const { log } = this.replica;
    const baseOffset = log.endOffset;
    const { epoch } = append;
    const timestampMs = this.clock.now();
    log.appendAsLeader(controlBatch(records, { baseOffset, epoch, timestampMs }), epoch);
    noteControls(this.history, { baseOffset, controls: records });
    return baseOffset;
  }

  async startLogAt(offset: number): Promise<void> {
    await this.replica.log.increaseStartOffset(offset);
    this.history.startAt(offset);
  }
}
