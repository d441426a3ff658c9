/** The voters of the quorum at one moment: who they are and where they listen. Immutable. */
import type { DecodedMessage } from "../../protocol/codec/message.ts";
import type { VotersRecord } from "../../protocol/data/control_records.ts";
import { ZERO_UUID } from "../../protocol/uuid.ts";
import type { Endpoint, ReplicaKey } from "./types.ts";
import { sameReplica } from "./types.ts";

export interface VersionSpan {
  readonly min: number;
  readonly max: number;
}

export interface Voter extends ReplicaKey {
  readonly endpoints: readonly Endpoint[];
  /** Levels of kraft.version it supports. */
  readonly kraftVersions: VersionSpan;
}

/** What Ottla's own voters support. */
export const KRAFT_VERSIONS: VersionSpan = { min: 0, max: 1 };

export class VoterSet {
  static readonly EMPTY: VoterSet = new VoterSet([]);
  readonly #voters: ReadonlyMap<number, Voter>;

  constructor(voters: Iterable<Voter>) {
    this.#voters = new Map([...voters].map((voter) => [voter.id, voter]));
  }

  get size(): number {
    return this.#voters.size;
  }

  /** How many voters decide. */
  get majority(): number {
    return Math.floor(this.size / 2) + 1;
  }

  /** Ascending. */
  get ids(): number[] {
    return [...this.#voters.keys()].sort((a, b) => a - b);
  }

  get voters(): Voter[] {
    return this.ids.map((id) => this.#voters.get(id)!);
  }

  get(id: number): Voter | undefined {
    return this.#voters.get(id);
  }

  hasId(id: number): boolean {
    return this.#voters.has(id);
  }

  /** Whether this replica is a voter; an unknown directory on either side matches any. */
  has(replica: ReplicaKey): boolean {
    const voter = this.#voters.get(replica.id);
    return voter !== undefined && sameReplica(voter, replica);
  }

  isOnly(replica: ReplicaKey): boolean {
    return this.size === 1 && this.has(replica);
  }

  endpoints(id: number): readonly Endpoint[] {
    return this.#voters.get(id)?.endpoints ?? [];
  }

  endpoint(id: number, listener: string): Endpoint | undefined {
    return this.endpoints(id).find((endpoint) => endpoint.name === listener);
  }

  /** With `voter` added, or in place of the one with its id. */
  with(voter: Voter): VoterSet {
    return new VoterSet([...this.voters.filter((other) => other.id !== voter.id), voter]);
  }

  without(id: number): VoterSet {
    return new VoterSet(this.voters.filter((voter) => voter.id !== id));
  }

  /** Whether majorities of both sets always share a voter: at most one was added and at most one removed. */
  overlapsMajorityOf(other: VoterSet): boolean {
    const removed = this.voters.filter((voter) => !other.#hasExactly(voter)).length;
    const added = other.voters.filter((voter) => !this.#hasExactly(voter)).length;
    return removed <= 1 && added <= 1;
  }

  #hasExactly(replica: ReplicaKey): boolean {
    return this.#voters.get(replica.id)?.directoryId === replica.directoryId;
  }
}

/** Voters of `controller.quorum.voters`; `listener` is the name of the first controller listener. */
export function staticVoters(
  entries: readonly { readonly id: number; readonly host: string; readonly port: number }[],
  listener: string,
): VoterSet {
  return new VoterSet(entries.map(({ id, host, port }) => ({
    id,
    directoryId: ZERO_UUID,
    endpoints: [{ name: listener, host, port }],
    kraftVersions: { min: 0, max: 0 },
  })));
}

export function votersFromRecord(record: DecodedMessage<typeof VotersRecord>): VoterSet {
  return new VoterSet(record.voters.map((voter) => ({
    id: voter.voterId,
    directoryId: voter.voterDirectoryId,
    endpoints: voter.endpoints.map(({ name, host, port }) => ({
      name: name.toUpperCase(),
      host,
      port,
    })),
    kraftVersions: {
      min: voter.kRaftVersionFeature.minSupportedVersion,
      max: voter.kRaftVersionFeature.maxSupportedVersion,
    },
  })));
}

export function votersToRecord(voters: VoterSet): DecodedMessage<typeof VotersRecord> {
  return {
    version: 0,
    voters: voters.voters.map((voter) => ({
      voterId: voter.id,
      voterDirectoryId: voter.directoryId,
      endpoints: voter.endpoints.map((endpoint) => ({ ...endpoint })),
      kRaftVersionFeature: {
        minSupportedVersion: voter.kraftVersions.min,
        maxSupportedVersion: voter.kraftVersions.max,
      },
    })),
  };
}
