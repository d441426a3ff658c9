/** What a leader knows of its replicas: how far each is, which decides what is committed and whether it still leads. */
import { invariant } from "./invariant.ts";
import { type OffsetAndEpoch, type ReplicaKey, sameReplica } from "./types.ts";
import type { VoterSet } from "./voter_set.ts";

export interface ReplicaProgress {
  readonly key: ReplicaKey;
  /** Everything below is on its disk; -1 while unknown. */
  endOffset: number;
  lastFetchMs: number;
  lastCaughtUpMs: number;
  /** End of the leader's log at the last fetch, and when that was: tells when it had caught up. */
  leaderEndAtLastFetch: number;
  /** Highest high watermark that it was told. */
  sentHighWatermark: number;
}

/** An observer that did not fetch for this long is forgotten. */
const OBSERVER_SESSION_MS = 300_000;

export class LeaderState {
  readonly kind = "leader";
  /** Offset of the epoch's first batch; null until it is appended. */
  epochStartOffset: number | null = null;
  /** Everything below is committed; -1 until a record of this epoch is. */
  highWatermark = -1;
  /** Voters that have not acknowledged this leader yet. */
  readonly unacknowledged: Set<number>;
  nextBeginMs = 0;
  checkQuorumDeadlineMs: number;
  readonly #heardSinceCheck = new Set<number>();
  #voters = new Map<number, ReplicaProgress>();
  #observers = new Map<string, ReplicaProgress>();

  constructor(
    readonly local: ReplicaKey,
    readonly grantingVoters: readonly number[],
    voters: VoterSet,
    readonly checkQuorumTimeoutMs: number,
    nowMs: number,
  ) {
    this.checkQuorumDeadlineMs = nowMs + checkQuorumTimeoutMs;
    this.unacknowledged = new Set(voters.ids.filter((id) => id !== local.id));
    this.setVoters(voters);
  }

  get voters(): ReplicaProgress[] {
    return [...this.#voters.values()];
  }

  /** Those that fetched not too long ago. */
  observers(nowMs: number): ReplicaProgress[] {
    this.#forgetSilentObservers(nowMs);
    return [...this.#observers.values()];
  }

  /** The voter set changed: progress already known stays. */
  setVoters(voters: VoterSet): void {
    const before = [...this.#voters.values(), ...this.#observers.values()];
    this.#voters = new Map();
    this.#observers = new Map();
    for (const voter of voters.voters) {
      const known = before.find((replica) => sameReplica(replica.key, voter));
      this.#voters.set(voter.id, { ...(known ?? unknownProgress(voter)), key: voter });
    }
    for (const replica of before) {
      if (!voters.has(replica.key) && replica.key.id !== this.local.id) {
        this.#observers.set(nameOf(replica.key), replica);
      }
    }
    for (const id of this.unacknowledged) if (!voters.hasId(id)) this.unacknowledged.delete(id);
    for (const id of this.#heardSinceCheck) if (!voters.hasId(id)) this.#heardSinceCheck.delete(id);
  }

  /** The leader's own log is on disk up to here. Returns whether the high watermark moved. */
  flushed(endOffset: number): boolean {
    const own = this.#voters.get(this.local.id);
    if (own === undefined) return this.#updateHighWatermark();
    invariant(endOffset >= own.endOffset, `the leader's log went back to ${endOffset}`);
    own.endOffset = endOffset;
    return this.#updateHighWatermark();
  }

  /** A replica fetched from `position`, so has everything below. Returns whether the high watermark moved. */
  fetched(
    replica: ReplicaKey,
    position: OffsetAndEpoch,
    endOffset: number,
    nowMs: number,
  ): boolean {
    if (replica.id < 0 || replica.id === this.local.id) return false;
    const progress = this.progressOf(replica) ?? this.#newObserver(replica, nowMs);
    if (position.offset >= endOffset) progress.lastCaughtUpMs = nowMs;
    else if (progress.lastFetchMs >= 0 && position.offset >= progress.leaderEndAtLastFetch) {
      progress.lastCaughtUpMs = Math.max(progress.lastCaughtUpMs, progress.lastFetchMs);
    }
    progress.leaderEndAtLastFetch = Math.max(progress.leaderEndAtLastFetch, endOffset);
    progress.lastFetchMs = nowMs;
    // A voter that lost its disk fetches from further down: what it acknowledged before counts no more for it.
    progress.endOffset = position.offset;
    this.heardFrom(replica, nowMs);
    return this.#updateHighWatermark();
  }

  /** A voter fetched, records or a snapshot: it still follows this leader. */
  heardFrom(replica: ReplicaKey, nowMs: number): void {
    const voter = this.#voters.get(replica.id);
    if (voter === undefined || !sameReplica(voter.key, replica)) return;
    this.unacknowledged.delete(replica.id);
    this.#heardSinceCheck.add(replica.id);
    if (this.#heardSinceCheck.size < this.#othersNeeded) return;
    this.#heardSinceCheck.clear();
    this.checkQuorumDeadlineMs = nowMs + this.checkQuorumTimeoutMs;
  }

  /** Voters beside itself that make a majority. */
  get #othersNeeded(): number {
    const majority = Math.floor(this.#voters.size / 2) + 1;
    return this.#voters.has(this.local.id) ? majority - 1 : majority;
  }

  get needsOthers(): boolean {
    return this.#othersNeeded > 0;
  }

  progressOf(replica: ReplicaKey): ReplicaProgress | undefined {
    const voter = this.#voters.get(replica.id);
    if (voter !== undefined && sameReplica(voter.key, replica)) return voter;
    return this.#observers.get(nameOf(replica));
  }

  #forgetSilentObservers(nowMs: number): void {
    for (const [name, observer] of this.#observers) {
      if (nowMs - observer.lastFetchMs >= OBSERVER_SESSION_MS) this.#observers.delete(name);
    }
  }

  /** Other voters, the furthest first: who should lead next. */
  get successors(): ReplicaKey[] {
    return this.voters.filter((voter) => voter.key.id !== this.local.id)
      .sort((a, b) => b.endOffset - a.endOffset)
      .map(({ key: { id, directoryId } }) => ({ id, directoryId }));
  }

  #newObserver(replica: ReplicaKey, nowMs: number): ReplicaProgress {
    this.#forgetSilentObservers(nowMs);
    const progress = unknownProgress(replica);
    this.#observers.set(nameOf(replica), progress);
    return progress;
  }

  /** Section 1.7: what a majority has, once that includes a record of this epoch. */
  #updateHighWatermark(): boolean {
    const ends = this.voters.map((voter) => voter.endOffset).sort((a, b) => b - a);
    const majorityHas = ends[Math.floor(ends.length / 2)] ?? -1;
    if (this.epochStartOffset === null || majorityHas <= this.epochStartOffset) return false;
    if (majorityHas <= this.highWatermark) return false;
    this.highWatermark = majorityHas;
    return true;
  }
}

function unknownProgress(key: ReplicaKey): ReplicaProgress {
  return {
    key,
    endOffset: -1,
    lastFetchMs: -1,
    lastCaughtUpMs: -1,
    leaderEndAtLastFetch: -1,
    sentHighWatermark: -1,
  };
}

function nameOf(replica: ReplicaKey): string {
  return `${replica.id}:${replica.directoryId}`;
}
