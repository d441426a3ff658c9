/** What a partition remembers of one idempotent or transactional producer (storage spec 3.6). */

/** One of the last batches of a producer. */
export interface ProducerBatch {
  /** Sequence of the batch's last record. */
  lastSequence: number;
  lastOffset: number;
  /** Last offset less first offset. */
  offsetDelta: number;
  /** The batch's max timestamp. */
  timestampMs: number;
}

/** As many batches of a producer are recognised as duplicates. */
export const REMEMBERED_BATCHES = 5;

export class ProducerEntry {
  epoch = -1;
  coordinatorEpoch = -1;
  /** Of the last batch or marker; the producer expires by it. */
  lastTimestampMs = -1;
  /** First offset of the open transaction, or -1. */
  transactionFirstOffset = -1;
  /** Oldest first, {@linkcode REMEMBERED_BATCHES} at most. */
  readonly batches: ProducerBatch[] = [];

  constructor(readonly producerId: bigint) {}

  get lastBatch(): ProducerBatch | undefined {
    return this.batches.at(-1);
  }

  /** -1 while no batch is remembered. */
  get lastSequence(): number {
    return this.lastBatch?.lastSequence ?? -1;
  }

  /** Offset of the last data record, or -1. */
  get lastOffset(): number {
    return this.lastBatch?.lastOffset ?? -1;
  }

  /** The remembered batch with exactly these sequences. */
  duplicateOf(epoch: number, baseSequence: number, lastSequence: number): ProducerBatch | null {
    if (epoch !== this.epoch) return null;
    for (const batch of this.batches) {
      if (batch.lastSequence === lastSequence && firstSequenceOf(batch) === baseSequence) {
        return batch;
      }
    }
    return null;
  }

  /** Another epoch starts: no batch of the earlier one is a duplicate any more. */
  changeEpoch(epoch: number): void {
    if (epoch === this.epoch) return;
    this.epoch = epoch;
    this.batches.length = 0;
  }

  remember(lastSequence: number, lastOffset: number, offsetDelta: number, timestampMs: number) {
    let batch: ProducerBatch;
    if (this.batches.length === REMEMBERED_BATCHES) {
      batch = this.batches.shift()!;
      batch.lastSequence = lastSequence;
      batch.lastOffset = lastOffset;
      batch.offsetDelta = offsetDelta;
      batch.timestampMs = timestampMs;
    } else batch = { lastSequence, lastOffset, offsetDelta, timestampMs };
    this.batches.push(batch);
    this.lastTimestampMs = timestampMs;
  }
}

/** Sequences wrap: before 0 comes 2147483647. */
export function firstSequenceOf(batch: ProducerBatch): number {
  const first = batch.lastSequence - batch.offsetDelta;
  return first < 0 ? first + 0x80000000 : first;
}

/** Whether `next` follows directly on `last`. */
export function isNextSequence(last: number, next: number): boolean {
  return next === last + 1 || (next === 0 && last === 0x7fffffff);
}
