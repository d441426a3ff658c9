/**
 * The producers of one partition: which batches are duplicates, which come out of order, which producer is fenced,
 * which transactions are open (KIP-98, KIP-360, KIP-890; storage spec 3.6). Pure: batches that are about to be appended
 * come in through {@linkcode ProducerState.check}, appended ones through {@linkcode ProducerState.apply}.
 */
import { Errors } from "../protocol/errors.ts";
import type { MarkerRecord } from "./control_batch.ts";
import { LogAppendError } from "./errors.ts";
import { isNextSequence, type ProducerBatch, ProducerEntry } from "./producer_entry.ts";
import { type CompletedTransaction, Transactions } from "./transactions.ts";
import {
  TransactionVerifications,
  type Verification,
  type VerificationGuard,
} from "./transaction_verifications.ts";
import type { AppendOrigin } from "./types.ts";

/** Says that transactions must have been verified; `guard` shows that this one was, if it was. */
export interface RequiredVerification {
  readonly guard: VerificationGuard | null;
}

/** The fields of a batch that producer state looks at. */
export interface ProducerBatchFields {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly lastSequence: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly maxTimestampMs: number;
  readonly isTransactional: boolean;
}

/** One producer as DescribeProducers shows it; -1 where there is nothing. */
export interface ActiveProducer {
  readonly producerId: bigint;
  readonly epoch: number;
  readonly lastSequence: number;
  readonly lastTimestampMs: number;
  readonly coordinatorEpoch: number;
  readonly transactionFirstOffset: number;
}

export class ProducerState {
  readonly #producers = new Map<bigint, ProducerEntry>();
  readonly transactions = new Transactions();
  readonly verifications = new TransactionVerifications();
  /** Offset up to which (exclusive) appends are reflected here. */
  mapEndOffset = 0;

  /** @param expirationMs `producer.id.expiration.ms` */
  constructor(public expirationMs: number) {}

  get size(): number {
    return this.#producers.size;
  }

  entries(): IterableIterator<ProducerEntry> {
    return this.#producers.values();
  }

  get(producerId: bigint): ProducerEntry | undefined {
    return this.#producers.get(producerId);
  }

  /** The remembered batch that this one repeats, or null. */
  duplicateOf(batch: ProducerBatchFields): ProducerBatch | null {
    const entry = this.#producers.get(batch.producerId);
    if (entry === undefined) return null;
    return entry.duplicateOf(batch.producerEpoch, batch.baseSequence, batch.lastSequence);
  }

  /**
   * Checks a data batch that is no duplicate.
   *
   * @param verification Where the transaction coordinator must have confirmed the transaction: what shows that it did.
   * @throws {LogAppendError} INVALID_PRODUCER_EPOCH, OUT_OF_ORDER_SEQUENCE_NUMBER, INVALID_TXN_STATE.
   */
  check(
    batch: ProducerBatchFields,
    origin: AppendOrigin,
    verification: RequiredVerification | null = null,
  ): void {
    if (origin === "replication") return;
    const { producerId, producerEpoch } = batch;
    const entry = this.#producers.get(producerId);
    const epoch = entry?.epoch ?? -1;
    if (producerEpoch < epoch) {
      throw new LogAppendError(
        Errors.INVALID_PRODUCER_EPOCH,
        `Producer ${producerId} is at epoch ${epoch}, the batch has ${producerEpoch}`,
      );
    }
    if (batch.isTransactional && verification !== null) this.#checkVerified(batch, verification);
    if (origin === "client") {
      checkOvertaking(batch, entry, this.verifications.get(producerId));
      checkSequence(batch, entry);
    }
    if (entry === undefined || entry.transactionFirstOffset < 0 || batch.isTransactional) return;
    throw new LogAppendError(
      Errors.INVALID_TXN_STATE,
      `Producer ${producerId} has an open transaction, the batch belongs to none`,
    );
  }

  /** Whether the producer has a transaction open in this epoch: its further batches need no verification. */
  hasOpenTransaction(producerId: bigint, epoch: number): boolean {
    const entry = this.#producers.get(producerId);
    return entry !== undefined && entry.epoch === epoch && entry.transactionFirstOffset >= 0;
  }

  #checkVerified(batch: ProducerBatchFields, { guard }: RequiredVerification): void {
    const { producerId, producerEpoch } = batch;
    if (this.hasOpenTransaction(producerId, producerEpoch)) return;
    if (this.verifications.confirms(producerId, guard)) return;
    throw new LogAppendError(
      Errors.INVALID_TXN_STATE,
      `The transaction of producer ${producerId} was not verified`,
    );
  }

  /** Notes an appended data batch. */
  apply(batch: ProducerBatchFields): void {
    const entry = this.#entry(batch.producerId);
    entry.changeEpoch(batch.producerEpoch);
    entry.remember(
      batch.lastSequence,
      batch.lastOffset,
      batch.lastOffset - batch.firstOffset,
      batch.maxTimestampMs,
    );
    if (batch.isTransactional && entry.transactionFirstOffset < 0) {
      entry.transactionFirstOffset = batch.firstOffset;
      this.verifications.end(batch.producerId);
      this.transactions.open(batch.firstOffset, batch.producerId);
    }
  }

  /**
   * Checks a transaction marker.
   *
   * @param transactionVersion From 2 on each transaction has its own epoch, so a marker of the current epoch is a
   * repetition, and fine only when nothing is open (KIP-890).
   * @throws {LogAppendError} INVALID_PRODUCER_EPOCH, TRANSACTION_COORDINATOR_FENCED.
   */
  checkMarker(producerId: bigint, marker: MarkerRecord, transactionVersion = 0): void {
    const entry = this.#producers.get(producerId);
    if (entry === undefined) return;
    const isRepeated = marker.producerEpoch === entry.epoch && entry.transactionFirstOffset < 0;
    const isStale = transactionVersion >= 2
      ? marker.producerEpoch <= entry.epoch && !isRepeated
      : marker.producerEpoch < entry.epoch;
    if (isStale) {
      throw new LogAppendError(
        Errors.INVALID_PRODUCER_EPOCH,
        `Producer ${producerId} is at epoch ${entry.epoch}, the marker has ${marker.producerEpoch}`,
      );
    }
    if (marker.coordinatorEpoch < entry.coordinatorEpoch) {
      throw new LogAppendError(
        Errors.TRANSACTION_COORDINATOR_FENCED,
        `The coordinator of producer ${producerId} is at epoch ${entry.coordinatorEpoch}, ` +
          `the marker has ${marker.coordinatorEpoch}`,
      );
    }
  }

  /** Notes an appended marker. Returns the transaction it ended, or null. */
  applyMarker(
    producerId: bigint,
    marker: MarkerRecord,
    offset: number,
    timestampMs: number,
  ): CompletedTransaction | null {
    const entry = this.#entry(producerId);
    entry.changeEpoch(marker.producerEpoch);
    entry.coordinatorEpoch = marker.coordinatorEpoch;
    entry.lastTimestampMs = timestampMs;
    this.verifications.end(producerId);
    const firstOffset = entry.transactionFirstOffset;
    if (firstOffset < 0) return null;
    entry.transactionFirstOffset = -1;
    return { producerId, firstOffset, lastOffset: offset, aborted: marker.type === "ABORT" };
  }

  /** Takes over an entry of a snapshot, unless it has expired. */
  load(entry: ProducerEntry, nowMs: number): void {
    if (this.#isExpired(entry, nowMs)) return;
    this.#producers.set(entry.producerId, entry);
    if (entry.transactionFirstOffset >= 0) {
      this.transactions.open(entry.transactionFirstOffset, entry.producerId);
    }
  }

  /** Forgets producers without open transaction whose last batch is too old. */
  removeExpired(nowMs: number): void {
    this.verifications.removeExpired(nowMs, this.expirationMs);
    for (const [producerId, entry] of this.#producers) {
      if (this.#isExpired(entry, nowMs)) this.#producers.delete(producerId);
    }
  }

  clear(mapEndOffset: number): void {
    this.#producers.clear();
    this.transactions.clear();
    this.verifications.clear();
    this.mapEndOffset = mapEndOffset;
  }

  active(): ActiveProducer[] {
    return [...this.#producers.values()].map((entry) => ({
      producerId: entry.producerId,
      epoch: entry.epoch,
      lastSequence: entry.lastSequence,
      lastTimestampMs: entry.lastTimestampMs,
      coordinatorEpoch: entry.coordinatorEpoch,
      transactionFirstOffset: entry.transactionFirstOffset,
    }));
  }

  #isExpired(entry: ProducerEntry, nowMs: number): boolean {
    return entry.transactionFirstOffset < 0 && nowMs - entry.lastTimestampMs >= this.expirationMs;
  }

  #entry(producerId: bigint): ProducerEntry {
    let entry = this.#producers.get(producerId);
    if (entry === undefined) {
      entry = new ProducerEntry(producerId);
      this.#producers.set(producerId, entry);
    }
    return entry;
  }
}

/** While the first batches of a transaction wait to be verified, no later one may be appended before them. */
function checkOvertaking(
  batch: ProducerBatchFields,
  entry: ProducerEntry | undefined,
  verification: Verification | undefined,
): void {
  if (verification === undefined) return;
  const { producerId, baseSequence } = batch;
  const mustBeFirst = verification.raisesEpoch && entry?.lastBatch === undefined;
  if (baseSequence <= verification.lowestSequence && !(mustBeFirst && baseSequence !== 0)) return;
  throw new LogAppendError(
    Errors.OUT_OF_ORDER_SEQUENCE_NUMBER,
    `Producer ${producerId} sent sequence ${baseSequence} before ${
      mustBeFirst ? 0 : verification.lowestSequence
    }, which is being verified`,
  );
}

function checkSequence(batch: ProducerBatchFields, entry: ProducerEntry | undefined): void {
  if (entry === undefined) return;
  const { baseSequence } = batch;
  const follows = batch.producerEpoch === entry.epoch
    ? isNextSequence(entry.lastSequence, baseSequence)
    : baseSequence === 0 || entry.epoch === -1;
  if (follows) return;
  throw new LogAppendError(
    Errors.OUT_OF_ORDER_SEQUENCE_NUMBER,
    `Producer ${batch.producerId} of epoch ${batch.producerEpoch} sent sequence ${baseSequence} ` +
      `after ${entry.lastSequence} of epoch ${entry.epoch}`,
  );
}
