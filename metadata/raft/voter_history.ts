/**
 * Voter set and kraft.version as they follow from the log: a change counts from the moment its record is appended, and
 * counts no more when the record is truncated away (section 1.11).
 */
import { invariant } from "./invariant.ts";
import { VoterSet } from "./voter_set.ts";

interface At<T> {
  readonly offset: number;
  readonly value: T;
}

/** Offset of what the bootstrap snapshot or the configuration says. */
const BEFORE_THE_LOG = -1;

export class VoterHistory {
  #voters: At<VoterSet>[] = [];
  #kraftVersions: At<number>[] = [];

  /** @param staticVoters Those of `controller.quorum.voters`; empty in a dynamic quorum. */
  constructor(readonly staticVoters: VoterSet) {}

  get kraftVersion(): number {
    return this.#kraftVersions.at(-1)?.value ?? 0;
  }

  get voters(): VoterSet {
    return this.#voters.at(-1)?.value ?? this.staticVoters;
  }

  /** Offset of the record that the voter set comes from; -1 when no record in the log says so. */
  get votersOffset(): number {
    return this.#voters.at(-1)?.offset ?? BEFORE_THE_LOG;
  }

  votersAt(offset: number): VoterSet {
    return lastBelow(this.#voters, offset) ?? this.staticVoters;
  }

  kraftVersionAt(offset: number): number {
    return lastBelow(this.#kraftVersions, offset) ?? 0;
  }

  addVoters(offset: number, voters: VoterSet): void {
    const last = this.#voters.at(-1);
    invariant(last === undefined || offset > last.offset, `voters at ${offset} are out of order`);
    invariant(
      last === undefined || last.offset < 0 || last.value.overlapsMajorityOf(voters),
      `voter sets ${last?.value.ids} and ${voters.ids} differ by more than one change`,
    );
    this.#voters.push({ offset, value: voters });
  }

  addKraftVersion(offset: number, version: number): void {
    const last = this.#kraftVersions.at(-1);
    invariant(
      last === undefined || offset > last.offset,
      `kraft.version at ${offset} is out of order`,
    );
    this.#kraftVersions.push({ offset, value: version });
  }

  /** The log was cut: forgets what records at `endOffset` and after it said. */
  truncateTo(endOffset: number): void {
    this.#voters = this.#voters.filter((entry) => entry.offset < endOffset);
    this.#kraftVersions = this.#kraftVersions.filter((entry) => entry.offset < endOffset);
  }

  /** The log now starts with a snapshot up to `endOffset`, which says this. */
  reset(endOffset: number, kraftVersion: number, voters: VoterSet | null): void {
    const offset = endOffset === 0 ? BEFORE_THE_LOG : endOffset - 1;
    this.#voters = voters === null ? [] : [{ offset, value: voters }];
    this.#kraftVersions = kraftVersion === 0 ? [] : [{ offset, value: kraftVersion }];
  }

  /** The log starts at `startOffset` now: forgets all but the last entry before it. */
  startAt(startOffset: number): void {
    this.#voters = fromLastBelow(this.#voters, startOffset);
    this.#kraftVersions = fromLastBelow(this.#kraftVersions, startOffset);
  }
}

function lastBelow<T>(entries: readonly At<T>[], offset: number): T | undefined {
  return entries.findLast((entry) => entry.offset < offset)?.value;
}

function fromLastBelow<T>(entries: At<T>[], offset: number): At<T>[] {
  const last = entries.findLastIndex((entry) => entry.offset < offset);
  return last <= 0 ? entries : entries.slice(last);
}
