/**
 * Groups the writes of a turn of the event loop: every log that something was appended to writes once, at the turn's
 * end, and only when all have written are the waiters told.
 */
import type { Clock } from "../runtime/runtime.ts";

export interface GroupCommitMember {
  /** Writes what was appended. Must not throw. */
  writePending(): void;
  /** Tells those who waited for the write. Called after all members have written. */
  tellWritten(): void;
}

export class GroupCommit {
  #members: GroupCommitMember[] = [];

  constructor(readonly clock: Pick<Clock, "endOfTurn">) {}

  /** Has `member` called at the end of this turn. A member adds itself once a turn. */
  add(member: GroupCommitMember): void {
    if (this.#members.length === 0) this.clock.endOfTurn(() => this.#run());
    this.#members.push(member);
  }

  #run(): void {
    const members = this.#members;
    this.#members = [];
    for (const member of members) member.writePending();
    for (const member of members) member.tellWritten();
  }
}
