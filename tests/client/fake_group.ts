/** A classic group coordinator without any care: joins within a short time make a generation. */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import type { FakeCluster } from "./fake_cluster.ts";

const JOIN_WINDOW_MS = 100;

interface Member {
  readonly id: string;
  protocols: readonly { name: string; metadata: Uint8Array }[];
  /** Answers the JoinGroup that waits; null when none does. */
  joined: ((response: any) => void) | null;
  synced: ((response: any) => void) | null;
}

export class FakeGroup {
  readonly members = new Map<string, Member>();
  generation = 0;
  state: "stable" | "joining" | "syncing" = "stable";
  #assignments = new Map<string, Uint8Array>();
  #serial = 0;

  constructor(readonly cluster: FakeCluster) {}

  handlers(broker: number): ApiHandler[] {
    const { cluster } = this;
    const api = cluster.api.bind(cluster);
    return [
      api(broker, Apis.JoinGroup, (request) => this.#join(request)),
      api(broker, Apis.SyncGroup, (request) => this.#sync(request)),
      api(broker, Apis.Heartbeat, ({ memberId, generationId }) => ({
        errorCode: this.#check(memberId, generationId) ||
          (this.state === "stable" ? Errors.NONE : Errors.REBALANCE_IN_PROGRESS),
      })),
      api(broker, Apis.LeaveGroup, ({ members }) => {
        for (const { memberId } of members) this.remove(memberId);
        return { errorCode: 0, members: [] };
      }),
    ];
  }

  /** Takes a member out, as when its session ended. */
  remove(memberId: string): void {
    if (!this.members.delete(memberId)) return;
    if (this.members.size > 0) this.#rebalance();
  }

  #check(memberId: string, generation: number): number {
    if (!this.members.has(memberId)) return Errors.UNKNOWN_MEMBER_ID;
    return generation === this.generation ? Errors.NONE : Errors.ILLEGAL_GENERATION;
  }

  #join({ memberId, protocols }: any): any {
    if (memberId === "") {
      return { ...REFUSED, errorCode: Errors.MEMBER_ID_REQUIRED, memberId: `m${++this.#serial}` };
    }
    const kept = protocols.map(({ name, metadata }: any) => ({ name, metadata: metadata.slice() }));
    const known = this.members.get(memberId);
    if (known === undefined && !/^m\d+$/.test(memberId)) {
      return { ...REFUSED, errorCode: Errors.UNKNOWN_MEMBER_ID };
    }
    const member = known ?? { id: memberId, protocols: [], joined: null, synced: null };
    member.protocols = kept;
    this.members.set(memberId, member);
    return new Promise((resolve) => {
      member.joined = resolve;
      this.#rebalance();
    });
  }

  #rebalance(): void {
    if (this.state === "joining") return this.#completeIfAllJoined();
    this.state = "joining";
    for (const { synced } of this.members.values()) {
      synced?.({ errorCode: Errors.REBALANCE_IN_PROGRESS, assignment: new Uint8Array(0) });
    }
    this.cluster.world.node("broker-0").clock.setTimer(JOIN_WINDOW_MS, () => {
      this.#completeIfAllJoined();
    });
  }

  #completeIfAllJoined(): void {
    const members = [...this.members.values()];
    if (members.some(({ joined }) => joined === null)) return;
    this.state = "syncing";
    this.generation++;
    const [leader] = members;
    const protocolName = leader.protocols.map(({ name }) => name)
      .find((name) => members.every(({ protocols }) => protocols.some((p) => p.name === name)))!;
    for (const member of members) {
      const list = members.map(({ id, protocols }) => ({
        memberId: id,
        metadata: protocols.find(({ name }) => name === protocolName)!.metadata,
      }));
      member.joined!({
        errorCode: 0,
        generationId: this.generation,
        protocolType: "consumer",
        protocolName,
        leader: leader.id,
        memberId: member.id,
        members: member === leader ? list : [],
      });
      member.joined = null;
    }
  }

  #sync({ memberId, generationId, assignments }: any): any {
    const errorCode = this.#check(memberId, generationId);
    if (errorCode !== 0) return { errorCode, assignment: new Uint8Array(0) };
    if (this.state === "joining") {
      return { errorCode: Errors.REBALANCE_IN_PROGRESS, assignment: new Uint8Array(0) };
    }
    if (assignments.length > 0) {
      this.#assignments = new Map(
        assignments.map(({ memberId, assignment }: any) => [memberId, assignment.slice()]),
      );
      this.state = "stable";
      for (const { id, synced } of this.members.values()) synced?.(this.#assignmentOf(id));
      for (const member of this.members.values()) member.synced = null;
    }
    if (this.state === "stable") return this.#assignmentOf(memberId);
    return new Promise((resolve) => this.members.get(memberId)!.synced = resolve);
  }

  #assignmentOf(memberId: string): any {
    return { errorCode: 0, assignment: this.#assignments.get(memberId) ?? new Uint8Array(0) };
  }
}

const REFUSED = {
  generationId: -1,
  protocolName: "",
  leader: "",
  memberId: "",
  members: [],
};
