/**
 * A classic consumer group: members, generation, chosen protocol (coordinator spec, section 4). Pure state: no clock,
 * no log, no socket. `rebalance.ts` moves it through its states.
 *
 * | state               | meaning                                         | next                                    |
 * |---------------------|-------------------------------------------------|-----------------------------------------|
 * | Empty               | no members; offsets may remain                  | PreparingRebalance, Dead                |
 * | PreparingRebalance  | waits for members to join                       | CompletingRebalance, Empty, Dead        |
 * | CompletingRebalance | generation made, waits for the leader's sync    | Stable, PreparingRebalance, Dead        |
 * | Stable              | assignment known and written                    | PreparingRebalance, Dead                |
 * | Dead                | unloaded or deleted                             |                                         |
 */
import type { Timer } from "../../runtime/runtime.ts";
import type { GroupMember, MemberDescription, MemberProtocol } from "./group_member.ts";

export type GroupState =
  | "Empty"
  | "PreparingRebalance"
  | "CompletingRebalance"
  | "Stable"
  | "Dead";

const PREDECESSORS: Record<GroupState, readonly GroupState[]> = {
  Empty: ["PreparingRebalance"],
  PreparingRebalance: ["Empty", "CompletingRebalance", "Stable"],
  CompletingRebalance: ["PreparingRebalance"],
  Stable: ["CompletingRebalance"],
  Dead: ["Empty", "PreparingRebalance", "CompletingRebalance", "Stable", "Dead"],
};

export class ClassicGroup {
  #state: GroupState = "Empty";
  readonly #members = new Map<string, GroupMember>();
  readonly #staticIds = new Map<string, string>();
  /** How many members offer each protocol. */
  readonly #offers = new Map<string, number>();
  generationId = 0;
  protocolType: string | null = null;
  protocolName: string | null = null;
  leaderId: string | null = null;
  /** When the group came into its state, in milliseconds since the Unix epoch; null where an old record does not tell. */
  stateTimestampMs: number | null;
  /** Members with an id that have not joined with it yet, and when it expires. */
  readonly pendingMembers = new Map<string, Timer>();
  /** Members of the current generation that have not sent SyncGroup yet. */
  readonly pendingSync = new Set<string>();
  /** The group was empty before the rebalance: it waits for more members even if all known ones have joined. */
  inInitialDelay = false;
  /** Somebody joined since the initial delay was last extended. */
  newMemberAdded = false;
  joinTimer: Timer | null = null;
  syncTimer: Timer | null = null;

  constructor(readonly id: string, nowMs: number) {
    this.stateTimestampMs = nowMs;
  }

  get state(): GroupState {
    return this.#state;
  }
  get size(): number {
    return this.#members.size;
  }

  members(): GroupMember[] {
    return [...this.#members.values()];
  }
  member(id: string): GroupMember | undefined {
    return this.#members.get(id);
  }
  has(memberId: string): boolean {
    return this.#members.has(memberId);
  }
  /** Member id of a static member. */
  staticMemberId(instanceId: string): string | undefined {
    return this.#staticIds.get(instanceId);
  }

  /** @throws {Error} On a move that the table does not have. */
  transition(next: GroupState, nowMs: number): void {
    if (!PREDECESSORS[next].includes(this.#state)) {
      throw new Error(`Group ${this.id} can't go from ${this.#state} to ${next}`);
    }
    this.#state = next;
    this.stateTimestampMs = nowMs;
  }

  /** Takes over a state read from the log. */
  restore(state: "Empty" | "Stable", stateTimestampMs: number | null): void {
    this.#state = state;
    this.stateTimestampMs = stateTimestampMs;
  }

  get canRebalance(): boolean {
    return PREDECESSORS.PreparingRebalance.includes(this.#state);
  }

  add(member: GroupMember, protocolType: string): void {
    if (this.#members.size === 0) this.protocolType = protocolType;
    if (this.#members.has(member.id)) throw new Error(`${member.id} is in ${this.id} already`);
    this.#members.set(member.id, member);
    this.#countOffers(member, 1);
    if (member.instanceId !== null) this.#staticIds.set(member.instanceId, member.id);
    this.leaderId ??= member.id;
  }

  /** The member joined again and told something else of itself. */
  update(member: GroupMember, description: MemberDescription): void {
    this.#countOffers(member, -1);
    member.description = description;
    this.#countOffers(member, 1);
  }

  remove(memberId: string): void {
    const member = this.#members.get(memberId);
    if (member === undefined) return;
    this.#members.delete(memberId);
    this.#countOffers(member, -1);
    this.pendingSync.delete(memberId);
    if (member.instanceId !== null && this.#staticIds.get(member.instanceId) === memberId) {
      this.#staticIds.delete(member.instanceId);
    }
    if (this.leaderId === memberId) {
      this.leaderId = this.#members.keys().next().value ?? null;
    }
  }

  /** The same static member under a new id, at the same place, with the same assignment. */
  replaceStatic(oldId: string, member: GroupMember): void {
    const old = this.#members.get(oldId)!;
    member.assignment = old.assignment;
    this.#countOffers(old, -1);
    this.#countOffers(member, 1);
    const entries = [...this.#members];
    this.#members.clear();
    for (const [id, other] of entries) {
      if (id === oldId) this.#members.set(member.id, member);
      else this.#members.set(id, other);
    }
    this.#staticIds.set(member.instanceId!, member.id);
    if (this.pendingSync.delete(oldId)) this.pendingSync.add(member.id);
    if (this.leaderId === oldId) this.leaderId = member.id;
  }

  /** Whether a member with these protocols fits in: same type, and some protocol that everybody offers. */
  supports(protocolType: string, protocols: readonly MemberProtocol[]): boolean {
    if (protocolType === "" || protocols.length === 0) return false;
    if (this.#state === "Empty") return true;
    if (this.protocolType !== protocolType) return false;
    return this.#members.size === 0 || protocols.some(({ name }) => this.#isCommon(name));
  }

  #isCommon(protocol: string): boolean {
    return this.#offers.get(protocol) === this.#members.size;
  }

  #countOffers({ description }: GroupMember, change: 1 | -1): void {
    for (const name of new Set(description.protocols.map(({ name }) => name))) {
      const count = (this.#offers.get(name) ?? 0) + change;
      if (count === 0) this.#offers.delete(name);
      else this.#offers.set(name, count);
    }
  }

  /**
   * The protocol with the most votes among those that every member offers.
   *
   * @throws {Error} If there is none, or no member.
   */
  selectProtocol(): string {
    const candidates = new Set([...this.#offers.keys()].filter((name) => this.#isCommon(name)));
    if (candidates.size === 0) throw new Error(`Members of ${this.id} have no protocol in common`);
    const votes = new Map<string, number>();
    for (const member of this.#members.values()) {
      const choice = member.vote(candidates);
      votes.set(choice, (votes.get(choice) ?? 0) + 1);
    }
    return [...votes].reduce((best, next) => next[1] > best[1] ? next : best)[0];
  }

  get awaitingJoinCount(): number {
    return this.members().filter(({ awaitingJoin }) => awaitingJoin !== null).length;
  }

  /** Longest rebalance timeout of all members. */
  get rebalanceTimeoutMs(): number {
    return this.members().reduce((most, m) => Math.max(most, m.description.rebalanceTimeoutMs), 0);
  }

  get hasAllMembersJoined(): boolean {
    return this.pendingMembers.size === 0 &&
      this.members().every(({ awaitingJoin }) => awaitingJoin !== null);
  }

  /** Makes sure that the leader is a member that joined; false if none did. */
  electJoinedLeader(): boolean {
    if (this.leaderId !== null && this.member(this.leaderId)?.awaitingJoin) return true;
    const joined = this.members().find(({ awaitingJoin }) => awaitingJoin !== null);
    if (joined === undefined) return false;
    this.leaderId = joined.id;
    return true;
  }

  /** Starts the next generation: CompletingRebalance with members, Empty without. Returns which of them. */
  startGeneration(nowMs: number): "CompletingRebalance" | "Empty" {
    this.generationId++;
    this.pendingSync.clear();
    if (this.#members.size === 0) {
      this.protocolName = null;
      this.transition("Empty", nowMs);
      return "Empty";
    }
    this.protocolName = this.selectProtocol();
    for (const { id } of this.#members.values()) this.pendingSync.add(id);
    this.transition("CompletingRebalance", nowMs);
    return "CompletingRebalance";
  }
}
