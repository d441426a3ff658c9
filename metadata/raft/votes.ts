/** Counts the answers of one election among the voters at its start. */
import { invariant } from "./invariant.ts";
import type { VoterSet } from "./voter_set.ts";

export class VoteTally {
  readonly #answers = new Map<number, boolean | null>();
  readonly #majority: number;

  /** The candidate itself grants from the start. */
  constructor(readonly voters: VoterSet, localId: number) {
    for (const id of voters.ids) this.#answers.set(id, null);
    this.#majority = voters.majority;
    invariant(this.#answers.has(localId), `candidate ${localId} is no voter of ${voters.ids}`);
    this.#answers.set(localId, true);
  }

  /** A refusal may still become a grant, never the other way round. */
  record(voterId: number, granted: boolean): void {
    invariant(this.#answers.has(voterId), `a vote came from ${voterId}, which is no voter`);
    if (this.#answers.get(voterId) !== true) this.#answers.set(voterId, granted);
  }

  get unanswered(): number[] {
    return this.#idsWith(null);
  }

  get granting(): number[] {
    return this.#idsWith(true);
  }

  get won(): boolean {
    return this.granting.length >= this.#majority;
  }

  /** No majority is possible any more. */
  get lost(): boolean {
    return this.granting.length + this.unanswered.length < this.#majority;
  }

  #idsWith(answer: boolean | null): number[] {
    return [...this.#answers].filter(([, given]) => given === answer).map(([id]) => id);
  }
}
