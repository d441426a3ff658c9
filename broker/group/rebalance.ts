/**
 * Moves classic groups through their rebalances: timers, parked joins and syncs, sessions (coordinator spec 4.4, 4.5).
 * Effects go through {@linkcode GroupEffects}; time through the clock given, so tests run on virtual time.
 */
import { errorName, Errors } from "../../protocol/errors.ts";
import type { Clock } from "../../runtime/runtime.ts";
import type { ClassicGroup } from "./classic_group.ts";
import type { GroupConfig } from "./group_config.ts";
import { failedJoin, failedSync, joinResult, syncResult } from "./group_answers.ts";
import {
  type GroupMember,
  type JoinResult,
  type MemberDescription,
  NO_ASSIGNMENT,
  type SyncResult,
} from "./group_member.ts";

export interface GroupEffects {
  /**
   * Writes the group's record. `assignments` by member id; absent members get none.
   *
   * @returns An error code once the record is committed or has failed.
   */
  persist(group: ClassicGroup, assignments: ReadonlyMap<string, Uint8Array>): Promise<number>;
  info(message: string): void;
  warn(message: string): void;
}

export type RebalanceConfig = Pick<GroupConfig, "initialRebalanceDelayMs">;

/** How long a member may wait in its very first join. */
const NEW_MEMBER_JOIN_TIMEOUT_MS = 300_000;

export class Rebalancer {
  constructor(
    readonly clock: Clock,
    readonly config: RebalanceConfig,
    readonly effects: GroupEffects,
  ) {}

  /** Starts a rebalance, or completes the running one if nobody is missing any more. */
  prepareOrComplete(group: ClassicGroup, reason: string): void {
    if (group.canRebalance) this.prepare(group, reason);
    else if (group.state === "PreparingRebalance") this.#completeIfAllJoined(group);
  }

  prepare(group: ClassicGroup, reason: string): void {
    if (group.state === "CompletingRebalance") {
      this.#answerSyncs(group, Errors.REBALANCE_IN_PROGRESS);
    }
    this.#cancelSyncTimer(group);
    const initial = group.state === "Empty";
    group.transition("PreparingRebalance", this.clock.now());
    this.effects.info(
      `Preparing to rebalance group ${group.id} in state PreparingRebalance with old generation ${group.generationId} (reason: ${reason})`,
    );
    if (initial) this.#startInitialDelay(group);
    else {
      this.#setJoinTimer(group, group.rebalanceTimeoutMs, () => this.#completeJoin(group));
      this.#completeIfAllJoined(group);
    }
  }

  /** The first members of a group get some time to find each other. */
  #startInitialDelay(group: ClassicGroup): void {
    const { initialRebalanceDelayMs: delay } = this.config;
    group.inInitialDelay = true;
    const wait = (remaining: number) => {
      const nextMs = Math.min(delay, remaining);
      group.newMemberAdded = false;
      this.#setJoinTimer(group, nextMs, () => {
        const left = Math.max(0, remaining - nextMs);
        if (group.newMemberAdded && left > 0) wait(left);
        else this.#completeJoin(group);
      });
    };
    wait(Math.max(delay, group.rebalanceTimeoutMs));
  }

  /** During the initial delay a full house does not end the wait: more members may come. */
  #completeIfAllJoined(group: ClassicGroup): void {
    if (group.hasAllMembersJoined && !group.inInitialDelay) this.#completeJoin(group);
  }

  #setJoinTimer(group: ClassicGroup, delayMs: number, fire: () => void): void {
    group.joinTimer?.cancel();
    group.joinTimer = this.clock.setTimer(delayMs, () => {
      group.joinTimer = null;
      fire();
    });
  }

  #completeJoin(group: ClassicGroup): void {
    group.joinTimer?.cancel();
    group.joinTimer = null;
    group.inInitialDelay = false;
    if (group.state !== "PreparingRebalance") return;
    for (const member of group.members()) {
      if (member.awaitingJoin === null && !member.isStatic) {
        member.sessionTimer?.cancel();
        group.remove(member.id);
      }
    }
    if (!group.electJoinedLeader() && group.size > 0) {
      this.#setJoinTimer(group, group.rebalanceTimeoutMs, () => this.#completeJoin(group));
      return;
    }
    if (group.startGeneration(this.clock.now()) === "Empty") {
      this.effects.info(`Group ${group.id} with generation ${group.generationId} is now empty`);
      this.effects.persist(group, new Map()).then((code) => {
        if (code !== Errors.NONE) {
          this.effects.warn(`Could not write the empty group ${group.id}: ${errorName(code)}`);
        }
      });
      return;
    }
    this.effects.info(
      `Stabilized group ${group.id} generation ${group.generationId} with ${group.size} members`,
    );
    for (const member of group.members()) {
      this.answerJoin(member, joinResult(group, member));
      this.startSession(group, member);
      member.isNew = false;
    }
    const { generationId, rebalanceTimeoutMs } = group;
    group.syncTimer = this.clock.setTimer(
      rebalanceTimeoutMs,
      () => this.#expirePendingSync(group, generationId),
    );
  }

  /** Members that did not send SyncGroup in time are out. */
  #expirePendingSync(group: ClassicGroup, generationId: number): void {
    group.syncTimer = null;
    if (group.generationId !== generationId || group.pendingSync.size === 0) return;
    if (group.state !== "CompletingRebalance" && group.state !== "Stable") return;
    for (const memberId of [...group.pendingSync]) {
      const member = group.member(memberId);
      if (member !== undefined) this.#drop(group, member);
      group.pendingSync.delete(memberId);
    }
    this.prepareOrComplete(group, "members did not send SyncGroup in time");
  }

  #cancelSyncTimer(group: ClassicGroup): void {
    group.syncTimer?.cancel();
    group.syncTimer = null;
    group.pendingSync.clear();
  }

  /** Adds a member whose JoinGroup is parked with `answer`, and rebalances. */
  addMember(
    group: ClassicGroup,
    member: GroupMember,
    protocolType: string,
    answer: (result: JoinResult) => void,
  ): void {
    member.isNew = true;
    group.pendingMembers.get(member.id)?.cancel();
    group.pendingMembers.delete(member.id);
    group.add(member, protocolType);
    member.awaitingJoin = answer;
    group.newMemberAdded = true;
    this.#setSessionTimer(group, member, NEW_MEMBER_JOIN_TIMEOUT_MS);
    this.prepareOrComplete(group, `adding member ${member.id}`);
  }

  /** Parks the JoinGroup of a known member, and rebalances. */
  parkJoin(
    group: ClassicGroup,
    member: GroupMember,
    description: MemberDescription,
    answer: (result: JoinResult) => void,
  ): void {
    this.answerJoin(member, failedJoin(member.id, Errors.REBALANCE_IN_PROGRESS));
    group.update(member, description);
    member.awaitingJoin = answer;
    this.prepareOrComplete(group, `member ${member.id} joins again`);
  }

  answerJoin(member: GroupMember, result: JoinResult): void {
    const answer = member.awaitingJoin;
    member.awaitingJoin = null;
    answer?.(result);
  }

  /** (Re)starts the member's session: it is removed when nothing is heard of it for its session timeout. */
  startSession(group: ClassicGroup, member: GroupMember): void {
    this.#setSessionTimer(group, member, member.description.sessionTimeoutMs);
  }

  #setSessionTimer(group: ClassicGroup, member: GroupMember, timeoutMs: number): void {
    member.sessionTimer?.cancel();
    member.sessionTimer = this.clock.setTimer(timeoutMs, () => this.#expireSession(group, member));
  }

  #expireSession(group: ClassicGroup, member: GroupMember): void {
    member.sessionTimer = null;
    if (group.state === "Dead" || group.member(member.id) !== member) return;
    const parked = member.awaitingJoin !== null || member.awaitingSync !== null;
    // A parked member is alive by definition; it gets a session again with its answer.
    if (parked && !member.isNew) return;
    this.effects.info(`Member ${member.id} in group ${group.id} has failed, removing it`);
    this.removeMember(group, member, "member failed to send a heartbeat in time");
  }

  /** Takes the member out and rebalances the others. */
  removeMember(group: ClassicGroup, member: GroupMember, reason: string): void {
    this.#drop(group, member);
    if (group.state === "Stable" || group.state === "CompletingRebalance") {
      this.prepare(group, reason);
    } else if (group.state === "PreparingRebalance") this.#completeIfAllJoined(group);
  }

  #drop(group: ClassicGroup, member: GroupMember): void {
    member.sessionTimer?.cancel();
    this.answerJoin(member, failedJoin("", Errors.UNKNOWN_MEMBER_ID));
    this.answerSync(member, failedSync(Errors.UNKNOWN_MEMBER_ID));
    group.remove(member.id);
  }

  /** Gives a pending member up: it never joined with the id it was given. */
  dropPending(group: ClassicGroup, memberId: string): void {
    group.pendingMembers.get(memberId)?.cancel();
    group.pendingMembers.delete(memberId);
    if (group.state === "PreparingRebalance") this.#completeIfAllJoined(group);
  }

  addPending(group: ClassicGroup, memberId: string, sessionTimeoutMs: number): void {
    const timer = this.clock.setTimer(
      sessionTimeoutMs,
      () => this.dropPending(group, memberId),
    );
    group.pendingMembers.set(memberId, timer);
  }

  answerSync(member: GroupMember, result: SyncResult): void {
    const answer = member.awaitingSync;
    member.awaitingSync = null;
    answer?.(result);
  }

  /** The member was replaced by another with its instance id. */
  fence(member: GroupMember): void {
    member.sessionTimer?.cancel();
    this.answerJoin(member, failedJoin(member.id, Errors.FENCED_INSTANCE_ID));
    this.answerSync(member, failedSync(Errors.FENCED_INSTANCE_ID));
  }

  /** The member sent SyncGroup; when all have, nobody is waited for any more. */
  synced(group: ClassicGroup, member: GroupMember): void {
    group.pendingSync.delete(member.id);
    if (group.pendingSync.size === 0) this.#cancelSyncTimer(group);
  }

  /** A member is not taken back: the group is full without it. */
  turnAway(group: ClassicGroup, member: GroupMember): void {
    this.#drop(group, member);
    if (group.state === "PreparingRebalance") this.#completeIfAllJoined(group);
  }

  #answerSyncs(group: ClassicGroup, errorCode: number): void {
    for (const member of group.members()) {
      member.assignment = NO_ASSIGNMENT;
      if (member.awaitingSync === null) continue;
      this.answerSync(member, failedSync(errorCode));
      this.startSession(group, member);
    }
  }

  /** The leader's assignment: written, then given to everybody. */
  async assign(group: ClassicGroup, assignments: ReadonlyMap<string, Uint8Array>): Promise<void> {
    const { generationId } = group;
    const code = await this.effects.persist(group, assignments);
    if (group.state !== "CompletingRebalance" || group.generationId !== generationId) return;
    if (code !== Errors.NONE) {
      this.#answerSyncs(group, code);
      this.prepare(group, `the group's record could not be written: error ${code}`);
      return;
    }
    for (const member of group.members()) {
      member.assignment = assignments.get(member.id) ?? NO_ASSIGNMENT;
    }
    group.transition("Stable", this.clock.now());
    for (const member of group.members()) {
      if (member.awaitingSync === null) continue;
      this.answerSync(member, syncResult(group, member));
      this.startSession(group, member);
    }
  }

  /** The group goes away (unloaded or deleted): whoever waits gets `errorCode`. */
  kill(group: ClassicGroup, errorCode: number): void {
    group.transition("Dead", this.clock.now());
    group.joinTimer?.cancel();
    this.#cancelSyncTimer(group);
    for (const timer of group.pendingMembers.values()) timer.cancel();
    group.pendingMembers.clear();
    for (const member of group.members()) {
      member.sessionTimer?.cancel();
      this.answerJoin(member, failedJoin(member.id, errorCode));
      this.answerSync(member, failedSync(errorCode));
    }
  }
}
