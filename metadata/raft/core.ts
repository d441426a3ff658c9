/**
 * What all parts of the state machine share: where the replica stands and how it moves from state to state. No clock and
 * no I/O: time comes in with each call, what is to be done goes out as {@linkcode Effects}.
 */
import { Errors } from "../../protocol/errors.ts";
import { ZERO_UUID } from "../../protocol/uuid.ts";
import { Connections } from "./connections.ts";
import { type Effects, type ElectionState, noEffects } from "./effects.ts";
import { invariant } from "./invariant.ts";
import { LeaderState } from "./leader_state.ts";
import type { Follower, RaftState } from "./state.ts";
import type { Destination, Endpoint, LogView, ReplicaKey } from "./types.ts";
import type { VersionSpan, Voter, VoterSet } from "./voter_set.ts";
import type { VoterHistory } from "./voter_history.ts";
import type { VoterChange } from "./voter_change.ts";
import { VoteTally } from "./votes.ts";

export interface RaftConfig {
  readonly local: ReplicaKey;
  /** Name of the first controller listener, upper case: the one that replicas use. */
  readonly listener: string;
  /** Where this node listens as a controller; empty on a broker alone. */
  readonly endpoints: readonly Endpoint[];
  readonly kraftVersions: VersionSpan;
  /** `controller.quorum.bootstrap.servers`. */
  readonly bootstrapServers: readonly { readonly host: string; readonly port: number }[];
  readonly electionTimeoutMs: number;
  readonly fetchTimeoutMs: number;
  readonly electionBackoffMaxMs: number;
  readonly requestTimeoutMs: number;
  readonly retryBackoffMs: number;
}

export interface RaftRandom {
  /** A whole number in [0, bound). */
  below(bound: number): number;
}

export class RaftCore {
  readonly connections: Connections;
  effects: Effects = noEffects();
  /** Everything below is known to be committed; -1 while unknown. Starts anew with each leadership of this node. */
  highWatermark = -1;
  /** Of the leader; null while there is none. */
  voterChange: VoterChange | null = null;
  #epoch = 0;
  #state: RaftState = UNATTACHED;
  #persisted: ElectionState;

  constructor(
    readonly config: RaftConfig,
    readonly log: LogView,
    readonly history: VoterHistory,
    readonly random: RaftRandom,
  ) {
    this.connections = new Connections(config.requestTimeoutMs, config.retryBackoffMs);
    this.#persisted = this.#electionState();
  }

  takeEffects(): Effects {
    const taken = this.effects;
    this.effects = noEffects();
    return taken;
  }

  get epoch(): number {
    return this.#epoch;
  }

  get state(): RaftState {
    return this.#state;
  }

  get local(): ReplicaKey {
    return this.config.local;
  }

  get voters(): VoterSet {
    return this.history.voters;
  }

  get isVoter(): boolean {
    return this.voters.has(this.local);
  }

  get isOnlyVoter(): boolean {
    return this.voters.isOnly(this.local);
  }

  /** The leader of the present epoch as far as known. */
  get leaderId(): number | null {
    const state = this.#state;
    switch (state.kind) {
      case "leader":
        return this.local.id;
      case "resigned":
        return this.local.id;
      case "candidate":
        return null;
      default:
        return state.leaderId;
    }
  }

  get leaderEndpoints(): readonly Endpoint[] {
    const state = this.#state;
    if (state.kind === "leader" || state.kind === "resigned") return this.config.endpoints;
    if (state.kind === "follower" || state.kind === "prospective") return state.leaderEndpoints;
    const leaderId = this.leaderId;
    return leaderId === null ? [] : this.voters.endpoints(leaderId);
  }

  /** Where the leader listens under that name; null while unknown. */
  leaderEndpoint(listener: string): Endpoint | null {
    return this.leaderEndpoints.find(({ name }) => name === listener) ?? null;
  }

  get votedFor(): ReplicaKey | null {
    const state = this.#state;
    if (state.kind === "candidate" || state.kind === "leader") return this.local;
    return state.kind === "resigned" ? this.local : state.votedFor;
  }

  /** Takes the state that a restart found; what was `persisted` is not written again. */
  restore(persisted: ElectionState, epoch: number, state: RaftState): void {
    this.#persisted = persisted;
    this.#enter(epoch, state);
  }

  toUnattached(
    epoch: number,
    leaderId: number | null,
    votedFor: ReplicaKey | null,
    nowMs: number,
  ): void {
    const before = this.#state;
    const keepsTimer = epoch > this.#epoch &&
      (before.kind === "unattached" || before.kind === "candidate" ||
        before.kind === "prospective");
    const electionDeadlineMs = !this.isVoter
      ? Infinity
      : keepsTimer && before.electionDeadlineMs > nowMs && before.electionDeadlineMs < Infinity
      ? before.electionDeadlineMs
      : this.electionDeadline(nowMs);
    this.#enter(epoch, { kind: "unattached", leaderId, votedFor, electionDeadlineMs });
  }

  toFollower(epoch: number, leaderId: number, endpoints: readonly Endpoint[], nowMs: number): void {
    invariant(leaderId !== this.local.id, `told to follow itself in epoch ${epoch}`);
    const known = epoch === this.#epoch ? this.leaderId : null;
    invariant(
      known === null || known === leaderId,
      `epoch ${epoch} has two leaders, ${known} and ${leaderId}`,
    );
    this.#enter(epoch, {
      kind: "follower",
      leaderId,
      leaderEndpoints: endpoints,
      votedFor: epoch === this.#epoch ? this.votedFor : null,
      fetchDeadlineMs: nowMs + this.config.fetchTimeoutMs,
      leaderWasHeard: false,
      download: null,
      busy: false,
      leaderHighWatermark: -1,
      nextVoterUpdateMs: nowMs + 3 * this.config.fetchTimeoutMs,
    });
  }

  toProspective(retries: number, nowMs: number): void {
    const before = this.#state;
    this.#enter(this.#epoch, {
      kind: "prospective",
      leaderId: before.kind === "candidate" ? null : this.leaderId,
      leaderEndpoints: before.kind === "follower" ? before.leaderEndpoints : [],
      votedFor: this.votedFor,
      tally: new VoteTally(this.voters, this.local.id),
      electionDeadlineMs: this.electionDeadline(nowMs),
      retries,
    });
  }

  toCandidate(retries: number, nowMs: number): void {
    invariant(this.isVoter, "an observer can't be a candidate");
    this.#enter(this.#epoch + 1, {
      kind: "candidate",
      tally: new VoteTally(this.voters, this.local.id),
      electionDeadlineMs: this.electionDeadline(nowMs),
      retries,
      backoffUntilMs: null,
    });
    if (this.isOnlyVoter) this.toLeader(nowMs);
  }

  toLeader(nowMs: number): void {
    const state = this.#state;
    invariant(state.kind === "candidate" && state.tally.won, "only a winning candidate may lead");
    const leader = new LeaderState(
      this.local,
      state.tally.granting,
      this.voters,
      1.5 * this.config.fetchTimeoutMs,
      nowMs,
    );
    this.highWatermark = -1;
    this.#enter(this.#epoch, leader);
    this.effects.appendControl.push({
      epoch: this.#epoch,
      leaderChange: {
        leaderId: this.local.id,
        voters: this.voters.ids,
        grantingVoters: [...state.tally.granting].sort((a, b) => a - b),
      },
      ...this.#quorumRecords(),
    });
  }

  toResigned(preferred: readonly ReplicaKey[], nowMs: number): void {
    this.#enter(this.#epoch, {
      kind: "resigned",
      electionDeadlineMs: this.electionDeadline(nowMs),
      unacknowledged: new Set(this.voters.ids.filter((id) => id !== this.local.id)),
      preferred,
    });
  }

  /**
   * What an answer or a request says of the quorum.
   *
   * @param leaderId Null: not known there.
   * @param isFromLeader The leader itself says so, and therefore lives.
   * @returns Whether that changed the state.
   */
  learn(
    epoch: number,
    leaderId: number | null,
    endpoints: readonly Endpoint[],
    nowMs: number,
    isFromLeader = false,
  ): boolean {
    if (epoch < this.#epoch) return false;
    const reachable = leaderId === null ? endpoints : this.#reachable(leaderId, endpoints);
    // A node that lost its files may be told that it leads: it must neither lead nor vote in that epoch again.
    const self = leaderId === this.local.id;
    if (epoch > this.#epoch) {
      if (leaderId !== null && !self && reachable.length > 0) {
        this.toFollower(epoch, leaderId, reachable, nowMs);
      } else {
        this.toUnattached(epoch, self ? null : leaderId, self ? this.local : null, nowMs);
      }
      return true;
    }
    this.#assertSameLeader(epoch, leaderId);
    if (self && this.votedFor === null) {
      this.toUnattached(epoch, null, this.local, nowMs);
      return true;
    }
    const { kind } = this.#state;
    if (leaderId === null || self || kind === "follower") return false;
    // A prospective knows of the leader that it misses: hearsay brings nothing new.
    if (kind === "prospective" && this.leaderId === leaderId && !isFromLeader) return false;
    if (reachable.length > 0) this.toFollower(epoch, leaderId, reachable, nowMs);
    else if (this.leaderId !== leaderId) {
      this.toUnattached(epoch, leaderId, this.votedFor, nowMs);
    } else return false;
    return true;
  }

  /**
   * Where a leader is reached. Of static voters this node was told addresses that are good for it, which the name that a
   * leader knows itself by (in a container, say) need not be.
   */
  #reachable(leaderId: number, told: readonly Endpoint[]): readonly Endpoint[] {
    const known = this.voters.endpoints(leaderId);
    const isStatic = this.history.kraftVersion < 1;
    return told.length === 0 || isStatic && known.length > 0 ? known : told;
  }

  #assertSameLeader(epoch: number, leaderId: number | null): void {
    const known = this.leaderId;
    invariant(
      leaderId === null || known === null || known === leaderId,
      `epoch ${epoch} has two leaders, ${known} and ${leaderId}`,
    );
  }

  electionDeadline(nowMs: number): number {
    const timeoutMs = this.config.electionTimeoutMs;
    return nowMs + timeoutMs + this.random.below(timeoutMs);
  }

  /** Where the leader, as `follower` knows it, takes requests of replicas. */
  leaderDestination(follower: Follower): Destination {
    const { leaderId, leaderEndpoints } = follower;
    const endpoint = leaderEndpoints.find(({ name }) => name === this.config.listener) ??
      leaderEndpoints[0];
    return { nodeId: leaderId, host: endpoint.host, port: endpoint.port };
  }

  /** How this node stands in a voter set. */
  get localVoter(): Voter {
    const { config } = this;
    return { ...config.local, endpoints: config.endpoints, kraftVersions: config.kraftVersions };
  }

  /** The high watermark may only grow, except that a new leader starts without one. */
  raiseHighWatermark(offset: number): void {
    if (offset === this.highWatermark) return;
    invariant(
      offset > this.highWatermark,
      `the high watermark fell from ${this.highWatermark} to ${offset}`,
    );
    invariant(
      offset <= this.log.endOffset,
      `the high watermark ${offset} is above the log's end ${this.log.endOffset}`,
    );
    this.highWatermark = offset;
    this.effects.changed = true;
  }

  #enter(epoch: number, state: RaftState): void {
    invariant(epoch >= this.#epoch, `the epoch fell from ${this.#epoch} to ${epoch}`);
    invariant(
      state.kind !== "leader" || epoch > 0 && epoch === this.#epoch,
      `leader of ${epoch} without election`,
    );
    this.#epoch = epoch;
    this.#state = state;
    this.connections.reset();
    this.#abandonVoterChange();
    this.effects.changed = true;
    const facts = this.#electionState();
    if (sameFacts(facts, this.#persisted)) return;
    this.#persisted = facts;
    this.effects.persist = facts;
  }

  /** Every change of state ends the leadership that a change of voters belonged to. */
  #abandonVoterChange(): void {
    const change = this.voterChange;
    this.voterChange = null;
    if (change === null || change.answered) return;
    this.effects.answers.push({ token: change.token, error: Errors.NOT_LEADER_OR_FOLLOWER });
  }

  /** The vote does not matter any more once the epoch has a leader. */
  #electionState(): ElectionState {
    const { leaderId, votedFor } = this;
    const vote = leaderId === null ? votedFor : null;
    return {
      epoch: this.#epoch,
      leaderId,
      votedId: vote?.id ?? null,
      votedDirectoryId: vote?.directoryId ?? ZERO_UUID,
    };
  }

  /** Section 1.8: a dynamic quorum's first leader writes down the voters, a leader that moved writes down where it is. */
  #quorumRecords(): { kraftVersion?: number; voters?: VoterSet } {
    const { history } = this;
    if (history.kraftVersion < 1) return {};
    const own = this.voters.get(this.local.id);
    const moved = own !== undefined && !sameVoter(own, this.localVoter);
    if (history.votersOffset >= 0 && !moved) return {};
    const voters = moved ? this.voters.with(this.localVoter) : this.voters;
    return { kraftVersion: history.kraftVersion, voters };
  }
}

const UNATTACHED: RaftState = {
  kind: "unattached",
  leaderId: null,
  votedFor: null,
  electionDeadlineMs: Infinity,
};

function sameFacts(a: ElectionState, b: ElectionState): boolean {
  return a.epoch === b.epoch && a.leaderId === b.leaderId && a.votedId === b.votedId &&
    a.votedDirectoryId === b.votedDirectoryId;
}

export function sameVoter(a: Voter, b: Voter): boolean {
  return a.id === b.id && a.directoryId === b.directoryId &&
    a.kraftVersions.min === b.kraftVersions.min && a.kraftVersions.max === b.kraftVersions.max &&
    a.endpoints.length === b.endpoints.length &&
    a.endpoints.every((endpoint) =>
      b.endpoints.some((other) =>
        other.name === endpoint.name && other.host === endpoint.host && other.port === endpoint.port
      )
    );
}
