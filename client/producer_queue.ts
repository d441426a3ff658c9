/** Batches of one partition on their way: those that wait, in order, and those that were sent and not answered. */
import type { ProducerBatch } from "./producer_batch.ts";

const SEQUENCES = 2 ** 31;

export class ProducerQueue {
  /** Sequences ascend; batches without one are at the end. */
  readonly waiting: ProducerBatch[] = [];
  readonly inFlight = new Set<ProducerBatch>();
  /** Nothing is sent before this moment of the monotonic clock. */
  retryAtMs = 0;
  #nextSequence = 0;
  /** Something failed: until all in flight are back and one went well, batches go one by one, so that order holds. */
  #recovering = false;

  constructor(readonly topic: string, readonly partition: number) {}

  /** The batch that still takes records. */
  get last(): ProducerBatch | undefined {
    const last = this.waiting[this.waiting.length - 1];
    return last === undefined || last.full || last.sequence >= 0 ? undefined : last;
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0 && this.inFlight.size === 0;
  }

  mayHaveInFlight(count: number): boolean {
    return this.inFlight.size < (this.#recovering ? 1 : count);
  }

  /** Takes the first batch to send it, and gives it its sequence. */
  take(withSequence: boolean): ProducerBatch {
    const batch = this.waiting.shift()!;
    if (withSequence && batch.sequence < 0) {
      batch.sequence = this.#nextSequence;
      this.#nextSequence = (this.#nextSequence + batch.records.length) % SEQUENCES;
    }
    batch.full = true;
    this.inFlight.add(batch);
    return batch;
  }

  succeeded(batch: ProducerBatch): void {
    this.inFlight.delete(batch);
    if (this.inFlight.size === 0) this.#recovering = false;
  }

  gaveUp(batch: ProducerBatch): void {
    this.inFlight.delete(batch);
  }

  /** Puts a batch that was not written back to its place. */
  sendAgain(batch: ProducerBatch): void {
    this.inFlight.delete(batch);
    this.#recovering = true;
    batch.attempts++;
    const { sequence } = batch;
    const at = this.waiting.findIndex((other) => other.sequence < 0 || other.sequence > sequence);
    if (at < 0) this.waiting.push(batch);
    else this.waiting.splice(at, 0, batch);
  }

  /** Whether a batch before this one is still to be sent again or unanswered. */
  hasEarlier(batch: ProducerBatch): boolean {
    const isEarlier = (other: ProducerBatch) =>
      other.sequence >= 0 && other.sequence < batch.sequence;
    return this.waiting.some(isEarlier) || [...this.inFlight].some(isEarlier);
  }

  /** Sequences begin anew: the producer has another identity. Nothing may be in flight. */
  resetSequences(): void {
    this.#nextSequence = 0;
    this.#recovering = false;
    for (const batch of this.waiting) batch.resetSequence();
  }
}
