/**
 * Transactions that the partition's leader has the transaction coordinator confirm before their first batch is appended
 * (KIP-890): without that, a batch that comes late, after the transaction's end, would open one that nobody ends.
 */

/** Shows that the verification it was given for is the one that succeeded. Compared by identity. */
export interface VerificationGuard {
  readonly producerId: bigint;
}

export interface Verification {
  readonly guard: VerificationGuard;
  readonly startedMs: number;
  /** Smallest first sequence of the batches that wait; a later one may not overtake them. */
  lowestSequence: number;
  epoch: number;
  /** Whether the producer's epoch is raised with each transaction (transactions version 2). */
  readonly raisesEpoch: boolean;
}

export class TransactionVerifications {
  readonly #verifications = new Map<bigint, Verification>();

  /** Begins to verify, or joins the verification of the producer that is under way. */
  start(
    producerId: bigint,
    sequence: number,
    epoch: number,
    raisesEpoch: boolean,
    nowMs: number,
  ): VerificationGuard {
    const found = this.#verifications.get(producerId);
    if (found === undefined) {
      const guard = { producerId };
      const started = { guard, startedMs: nowMs, lowestSequence: sequence, epoch, raisesEpoch };
      this.#verifications.set(producerId, started);
      return guard;
    }
    if (epoch > found.epoch) {
      found.epoch = epoch;
      found.lowestSequence = sequence;
    } else if (epoch === found.epoch && sequence < found.lowestSequence) {
      found.lowestSequence = sequence;
    }
    return found.guard;
  }

  get(producerId: bigint): Verification | undefined {
    return this.#verifications.get(producerId);
  }

  /** Whether `guard` is that of the producer's verification. */
  confirms(producerId: bigint, guard: VerificationGuard | null): boolean {
    return guard !== null && this.#verifications.get(producerId)?.guard === guard;
  }

  /** The transaction was opened, or ended. */
  end(producerId: bigint): void {
    this.#verifications.delete(producerId);
  }

  removeExpired(nowMs: number, expirationMs: number): void {
    for (const [producerId, { startedMs }] of this.#verifications) {
      if (nowMs - startedMs >= expirationMs) this.#verifications.delete(producerId);
    }
  }

  clear(): void {
    this.#verifications.clear();
  }
}
