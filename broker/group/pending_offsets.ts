/** Offsets committed in transactions that are still open: they count when their transaction is committed (KIP-98). */
import type { CommittedOffset, CommittedOffsets } from "./committed_offsets.ts";

interface PendingOffset {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: CommittedOffset;
}

export class PendingOffsets {
  readonly #byProducer = new Map<bigint, Map<string, PendingOffset>>();

  add(producerId: bigint, pending: PendingOffset): void {
    let offsets = this.#byProducer.get(producerId);
    if (offsets === undefined) this.#byProducer.set(producerId, offsets = new Map());
    offsets.set(keyOf(pending), pending);
  }

  /** The producer's transaction ended: its offsets become the groups', or are forgotten. */
  end(producerId: bigint, committed: boolean, into: CommittedOffsets): void {
    const offsets = this.#byProducer.get(producerId);
    this.#byProducer.delete(producerId);
    if (!committed || offsets === undefined) return;
    for (const { group, topic, partition, offset } of offsets.values()) {
      into.set(group, topic, partition, offset);
    }
  }

  /** Whether some open transaction has an offset of this partition. */
  has(group: string, topic: string, partition: number): boolean {
    if (this.#byProducer.size === 0) return false;
    const key = keyOf({ group, topic, partition });
    for (const offsets of this.#byProducer.values()) if (offsets.has(key)) return true;
    return false;
  }

  /** Whether some open transaction has an offset of the group. */
  hasGroup(group: string): boolean {
    for (const offsets of this.#byProducer.values()) {
      for (const pending of offsets.values()) if (pending.group === group) return true;
    }
    return false;
  }

  clear(): void {
    this.#byProducer.clear();
  }
}

function keyOf(pending: Omit<PendingOffset, "offset">): string {
  return JSON.stringify([pending.group, pending.topic, pending.partition]);
}
