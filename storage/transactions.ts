/**
 * Open transactions of a partition, and those whose marker is written but not yet below the high watermark: both hold
 * the last stable offset back (storage spec 7.2).
 */

export interface CompletedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: number;
  /** Offset of the marker. */
  readonly lastOffset: number;
  readonly aborted: boolean;
}

export class Transactions {
  /** Producer id by first offset, in rising order of first offsets. */
  #open = new Map<number, bigint>();
  #largestFirstOffset = -1;
  /** By first offset, in order of completion. */
  readonly #unreplicated = new Map<number, CompletedTransaction>();

  open(firstOffset: number, producerId: bigint): void {
    this.#open.set(firstOffset, producerId);
    if (firstOffset >= this.#largestFirstOffset) this.#largestFirstOffset = firstOffset;
    else this.#open = new Map([...this.#open].sort(([a], [b]) => a - b));
  }

  /**
   * The transaction that started at `firstOffset` got its marker.
   *
   * @returns The last stable offset as of the marker, which the transaction index keeps.
   */
  complete(transaction: CompletedTransaction): number {
    this.#open.delete(transaction.firstOffset);
    this.#unreplicated.set(transaction.firstOffset, transaction);
    for (const firstOffset of this.#open.keys()) return firstOffset;
    return transaction.lastOffset + 1;
  }

  highWatermarkReached(highWatermark: number): void {
    for (const [firstOffset, { lastOffset }] of this.#unreplicated) {
      if (lastOffset < highWatermark) this.#unreplicated.delete(firstOffset);
    }
  }

  /** Markers below the new log start count no longer. */
  logStartReached(logStartOffset: number): void {
    for (const [firstOffset, { lastOffset }] of this.#unreplicated) {
      if (lastOffset < logStartOffset) this.#unreplicated.delete(firstOffset);
    }
  }

  /** Smallest first offset of all that is undecided, or Infinity. */
  get firstUnstableOffset(): number {
    let first = Infinity;
    for (const offset of this.#open.keys()) {
      first = offset;
      break;
    }
    for (const offset of this.#unreplicated.keys()) if (offset < first) first = offset;
    return first;
  }

  get openCount(): number {
    return this.#open.size;
  }

  clear(): void {
    this.#open.clear();
    this.#largestFirstOffset = -1;
    this.#unreplicated.clear();
  }
}
