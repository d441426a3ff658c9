/**
 * Which leader epoch started at which offset (KIP-101, KIP-279; storage spec 8). Entries rise strictly in epoch and
 * offset. Pure: `leader_epoch_checkpoint.ts` keeps it on disk.
 */
export interface EpochEntry {
  readonly epoch: number;
  readonly startOffset: number;
}

export interface EpochEndOffset {
  readonly epoch: number;
  readonly endOffset: number;
}

/** The answer when an epoch's end can't be told. */
export const UNDEFINED_EPOCH_END: EpochEndOffset = { epoch: -1, endOffset: -1 };

export class LeaderEpochCache {
  #entries: EpochEntry[];

  constructor(entries: readonly EpochEntry[] = []) {
    this.#entries = [...entries];
  }

  get entries(): readonly EpochEntry[] {
    return this.#entries;
  }

  get latestEpoch(): number | undefined {
    return this.#entries.at(-1)?.epoch;
  }

  get earliest(): EpochEntry | undefined {
    return this.#entries[0];
  }

  /**
   * Notes that `epoch` starts at `startOffset`; entries in conflict with it go. Returns whether anything changed.
   */
  assign(epoch: number, startOffset: number): boolean {
    const latest = this.#entries.at(-1);
    if (latest !== undefined && epoch === latest.epoch && startOffset >= latest.startOffset) {
      return false;
    }
    if (epoch < 0 || startOffset < 0) {
      throw new RangeError(`Epoch ${epoch} at offset ${startOffset}: neither may be negative`);
    }
    this.#entries = this.#entries.filter((entry) =>
      entry.epoch < epoch && entry.startOffset < startOffset
    );
    this.#entries.push({ epoch, startOffset });
    return true;
  }

  /** Drops the epochs that start at or after `endOffset`. Returns whether there were any. */
  truncateFromEnd(endOffset: number): boolean {
    const kept = this.#entries.filter((entry) => entry.startOffset < endOffset);
    const changed = kept.length < this.#entries.length;
    this.#entries = kept;
    return changed;
  }

  /** Drops what lies before `startOffset`; the epoch at that offset now starts there. */
  truncateFromStart(startOffset: number): boolean {
    const index = this.#indexAt(startOffset);
    if (index < 0 || (index === 0 && this.#entries[0].startOffset === startOffset)) return false;
    const { epoch } = this.#entries[index];
    this.#entries.splice(0, index + 1, { epoch, startOffset });
    return true;
  }

  clear(): boolean {
    const changed = this.#entries.length > 0;
    this.#entries = [];
    return changed;
  }

  /**
   * The largest epoch not above `epoch`, and the offset where it ends; `{-1, -1}` if that can't be told.
   */
  endOffsetFor(epoch: number, logEndOffset: number): EpochEndOffset {
    const latest = this.latestEpoch;
    if (epoch < 0 || latest === undefined || epoch > latest) return UNDEFINED_EPOCH_END;
    if (epoch === latest) return { epoch, endOffset: logEndOffset };
    const higher = this.#entries.findIndex((entry) => entry.epoch > epoch);
    const endOffset = this.#entries[higher].startOffset;
    return { epoch: higher === 0 ? epoch : this.#entries[higher - 1].epoch, endOffset };
  }

  /** The epoch of the record at `offset`, or undefined before the first known one. */
  epochFor(offset: number): number | undefined {
    return this.#entries[this.#indexAt(offset)]?.epoch;
  }

  /** Index of the last entry that starts at or before `offset`, or -1. */
  #indexAt(offset: number): number {
    for (let i = this.#entries.length - 1; i >= 0; i--) {
      if (this.#entries[i].startOffset <= offset) return i;
    }
    return -1;
  }
}
