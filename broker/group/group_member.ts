import type { Timer } from "../../runtime/runtime.ts";

/** One assignment strategy that a member offers, with its metadata, opaque to the broker. */
export interface MemberProtocol {
  readonly name: string;
  readonly metadata: Uint8Array;
}

/** Answer to a JoinGroup request. */
export interface JoinResult {
  readonly errorCode: number;
  readonly generationId: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly leader: string;
  readonly skipAssignment: boolean;
  readonly memberId: string;
  readonly members: readonly {
    readonly memberId: string;
    readonly groupInstanceId: string | null;
    readonly metadata: Uint8Array;
  }[];
}

/** Answer to a SyncGroup request. */
export interface SyncResult {
  readonly errorCode: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly assignment: Uint8Array;
}

export const NO_ASSIGNMENT = new Uint8Array(0);

/** What a member told of itself when it joined. */
export interface MemberDescription {
  readonly clientId: string;
  /** `/` and the address. */
  readonly clientHost: string;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly protocols: readonly MemberProtocol[];
}

/** A member of a classic group. At most one JoinGroup and one SyncGroup of it are parked at a time. */
export class GroupMember {
  assignment: Uint8Array = NO_ASSIGNMENT;
  /** Waits for its first join to complete. */
  isNew = false;
  /** The parked JoinGroup's answer. */
  awaitingJoin: ((result: JoinResult) => void) | null = null;
  /** The parked SyncGroup's answer. */
  awaitingSync: ((result: SyncResult) => void) | null = null;
  sessionTimer: Timer | null = null;

  constructor(
    readonly id: string,
    readonly instanceId: string | null,
    public description: MemberDescription,
  ) {}

  get isStatic(): boolean {
    return this.instanceId !== null;
  }

  /** Whether `protocols` are what the member offers already, in the same order. */
  offers(protocols: readonly MemberProtocol[]): boolean {
    const own = this.description.protocols;
    return own.length === protocols.length &&
      own.every((p, i) => p.name === protocols[i].name && same(p.metadata, protocols[i].metadata));
  }

  /** @throws {RangeError} If the member does not offer `protocol`. */
  metadataFor(protocol: string): Uint8Array {
    const found = this.description.protocols.find(({ name }) => name === protocol);
    if (found === undefined) throw new RangeError(`${this.id} does not offer ${protocol}`);
    return found.metadata;
  }

  /** The first of `candidates` in the member's own order. */
  vote(candidates: ReadonlySet<string>): string {
    const choice = this.description.protocols.find(({ name }) => candidates.has(name));
    if (choice === undefined) throw new RangeError(`${this.id} offers none of the candidates`);
    return choice.name;
  }
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
