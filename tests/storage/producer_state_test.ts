import { assertEquals, assertThrows } from "@std/assert";
import { ApiError, Errors } from "../../protocol/errors.ts";
import type { MarkerRecord } from "../../storage/control_batch.ts";
import { type ProducerBatchFields, ProducerState } from "../../storage/producer_state.ts";
import type { VerificationGuard } from "../../storage/transaction_verifications.ts";

const DAY_MS = 86400000;

/** A log's producers with the offsets that they got. */
class Log {
  readonly state = new ProducerState(DAY_MS);
  end = 0;

  /** Appends a client's batch, unless it is a duplicate; returns first and last offset. */
  append(
    producerId: number,
    epoch: number,
    firstSequence: number,
    lastSequence: number,
    options: { transactional?: boolean; timestampMs?: number } = {},
  ): [number, number] {
    const count = lastSequence >= firstSequence
      ? lastSequence - firstSequence + 1
      : lastSequence + (0x80000000 - firstSequence) + 1;
    const batch: ProducerBatchFields = {
      producerId: BigInt(producerId),
      producerEpoch: epoch,
      baseSequence: firstSequence,
      lastSequence,
      firstOffset: this.end,
      lastOffset: this.end + count - 1,
      maxTimestampMs: options.timestampMs ?? 1000,
      isTransactional: options.transactional ?? false,
    };
    const original = this.state.duplicateOf(batch);
    if (original !== null) return [original.lastOffset - original.offsetDelta, original.lastOffset];
    this.state.check(batch, "client");
    this.state.apply(batch);
    this.end += count;
    return [batch.firstOffset, batch.lastOffset];
  }

  mark(
    producerId: number,
    epoch: number,
    type: MarkerRecord["type"],
    options: { coordinatorEpoch?: number; transactionVersion?: number } = {},
  ) {
    const marker = { type, producerEpoch: epoch, coordinatorEpoch: options.coordinatorEpoch ?? 0 };
    const id = BigInt(producerId);
    this.state.checkMarker(id, marker, options.transactionVersion);
    const completed = this.state.applyMarker(id, marker, this.end++, 2000);
    if (completed !== null) this.state.transactions.complete(completed);
    return completed;
  }
}

function assertRefused(code: number, append: () => void) {
  const error = assertThrows(append, ApiError);
  assertEquals(error.errorName, new ApiError(code).errorName);
}

Deno.test("ProducerState answers a repeated batch with its first offsets", () => {
  const log = new Log();
  assertEquals(log.append(1, 0, 0, 4), [0, 4]);
  assertEquals(log.append(1, 0, 5, 9), [5, 9]);
  assertEquals(log.append(1, 0, 0, 4), [0, 4]);
  assertEquals(log.end, 10);
});

Deno.test("ProducerState remembers five batches of a producer", () => {
  const log = new Log();
  for (let sequence = 0; sequence < 7; sequence++) log.append(1, 0, sequence, sequence);
  assertRefused(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, () => log.append(1, 0, 1, 1));
  assertEquals(log.append(1, 0, 2, 2), [2, 2]);
  assertEquals(log.end, 7);
});

Deno.test("ProducerState takes a batch with other bounds for no duplicate", () => {
  const log = new Log();
  log.append(1, 0, 0, 4);
  assertRefused(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, () => log.append(1, 0, 0, 3));
  assertRefused(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, () => log.append(1, 0, 1, 4));
});

Deno.test("ProducerState wraps sequences after 2147483647", () => {
  const log = new Log();
  log.append(1, 0, 2147483647, 2147483647);
  assertEquals(log.append(1, 0, 0, 0), [1, 1]);
  const spanning = new Log();
  spanning.append(1, 0, 2147483645, 2147483645);
  assertEquals(spanning.append(1, 0, 2147483646, 1), [1, 4]);
  assertEquals(spanning.append(1, 0, 2147483646, 1), [1, 4]);
  assertEquals(spanning.append(1, 0, 2, 2), [5, 5]);
});

Deno.test("ProducerState refuses gaps and earlier sequences", () => {
  const log = new Log();
  log.append(1, 0, 0, 4);
  assertRefused(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, () => log.append(1, 0, 6, 6));
  assertRefused(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, () => log.append(1, 0, 3, 3));
});

Deno.test("ProducerState lets a new epoch start at sequence 0 only, and fences the old one", () => {
  const log = new Log();
  log.append(1, 0, 0, 0);
  assertRefused(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, () => log.append(1, 1, 3, 3));
  log.append(1, 1, 0, 0);
  assertRefused(Errors.INVALID_PRODUCER_EPOCH, () => log.append(1, 0, 1, 1));
  // The old epoch's batches are no duplicates any more.
  assertRefused(Errors.INVALID_PRODUCER_EPOCH, () => log.append(1, 0, 0, 0));
});

Deno.test("ProducerState accepts any first sequence of an unknown producer", () => {
  assertEquals(new Log().append(1, 5, 17, 17), [0, 0]);
});

Deno.test("ProducerState checks no sequences of coordinators, but their epochs", () => {
  const { state } = new Log();
  const batch = {
    producerId: 1n,
    producerEpoch: 3,
    baseSequence: -1,
    lastSequence: -1,
    firstOffset: 0,
    lastOffset: 0,
    maxTimestampMs: 0,
    isTransactional: false,
  };
  state.apply({ ...batch, baseSequence: 0, lastSequence: 0 });
  state.check(batch, "coordinator");
  assertRefused(
    Errors.INVALID_PRODUCER_EPOCH,
    () => state.check({ ...batch, producerEpoch: 2 }, "coordinator"),
  );
  state.check({ ...batch, producerEpoch: 2 }, "replication");
});

Deno.test("ProducerState refuses a batch outside of the producer's open transaction", () => {
  const log = new Log();
  log.append(1, 0, 0, 0, { transactional: true });
  assertRefused(Errors.INVALID_TXN_STATE, () => log.append(1, 0, 1, 1));
});

Deno.test("ProducerState opens a transaction with its first batch, and ends it with the marker", () => {
  const log = new Log();
  log.append(7, 0, 0, 1, { transactional: true });
  log.append(7, 0, 2, 3, { transactional: true });
  assertEquals(log.state.active()[0].transactionFirstOffset, 0);
  const completed = log.mark(7, 0, "ABORT");
  assertEquals(completed, { producerId: 7n, firstOffset: 0, lastOffset: 4, aborted: true });
  assertEquals(log.state.active()[0].transactionFirstOffset, -1);
  assertEquals(log.mark(7, 0, "COMMIT"), null);
});

Deno.test("ProducerState goes on with the sequence after a marker of the same epoch", () => {
  const log = new Log();
  log.append(7, 0, 0, 1, { transactional: true });
  log.mark(7, 0, "COMMIT");
  assertEquals(log.append(7, 0, 2, 2, { transactional: true }), [3, 3]);
});

Deno.test("ProducerState starts at sequence 0 after a marker that raised the epoch", () => {
  const log = new Log();
  log.append(7, 0, 0, 1, { transactional: true });
  log.mark(7, 1, "COMMIT");
  assertRefused(
    Errors.OUT_OF_ORDER_SEQUENCE_NUMBER,
    () => log.append(7, 1, 2, 2, { transactional: true }),
  );
  assertEquals(log.append(7, 1, 0, 0, { transactional: true }), [3, 3]);
});

Deno.test("ProducerState fences markers of old producers and coordinators", () => {
  const log = new Log();
  log.append(7, 2, 0, 0, { transactional: true });
  assertRefused(Errors.INVALID_PRODUCER_EPOCH, () => log.mark(7, 1, "COMMIT"));
  log.mark(7, 2, "COMMIT", { coordinatorEpoch: 5 });
  assertRefused(
    Errors.TRANSACTION_COORDINATOR_FENCED,
    () => log.mark(7, 2, "COMMIT", { coordinatorEpoch: 4 }),
  );
});

Deno.test("ProducerState wants a raised epoch in markers of transactions version 2, but for repetitions", () => {
  const log = new Log();
  log.append(7, 2, 0, 0, { transactional: true });
  const version2 = { transactionVersion: 2 };
  assertRefused(Errors.INVALID_PRODUCER_EPOCH, () => log.mark(7, 2, "COMMIT", version2));
  log.mark(7, 3, "COMMIT", version2);
  log.mark(7, 3, "COMMIT", version2);
});

Deno.test("ProducerState forgets idle producers, but none with an open transaction", () => {
  const log = new Log();
  log.append(1, 0, 0, 0, { timestampMs: 1000 });
  log.append(2, 0, 0, 0, { timestampMs: 1000, transactional: true });
  log.append(3, 0, 0, 0, { timestampMs: 1001 });
  log.state.removeExpired(1000 + DAY_MS);
  assertEquals(log.state.active().map((p) => p.producerId), [2n, 3n]);
});

Deno.test("ProducerState opens only transactions that were verified, where that is required", () => {
  const { state } = new Log();
  const batch = (epoch: number, baseSequence: number) => ({
    producerId: 7n,
    producerEpoch: epoch,
    baseSequence,
    lastSequence: baseSequence,
    firstOffset: baseSequence,
    lastOffset: baseSequence,
    maxTimestampMs: 0,
    isTransactional: true,
  });
  const check = (b: ProducerBatchFields, guard: VerificationGuard | null) =>
    state.check(b, "client", { guard });
  assertRefused(Errors.INVALID_TXN_STATE, () => check(batch(0, 0), null));
  const guard = state.verifications.start(7n, 0, 0, false, 0);
  assertRefused(Errors.INVALID_TXN_STATE, () => check(batch(0, 0), { producerId: 7n }));
  check(batch(0, 0), guard);
  state.apply(batch(0, 0));
  check(batch(0, 1), null);
  assertEquals(state.hasOpenTransaction(7n, 0), true);
  assertEquals(state.hasOpenTransaction(7n, 1), false);
  const marker = { type: "COMMIT", producerEpoch: 0, coordinatorEpoch: 0 } as const;
  state.applyMarker(7n, marker, 1, 0);
  assertRefused(Errors.INVALID_TXN_STATE, () => check(batch(0, 1), guard));
  state.check(batch(0, 1), "client");
});

Deno.test("ProducerState lets no batch overtake those that are being verified", () => {
  const { state } = new Log();
  const batch = (baseSequence: number) => ({
    producerId: 7n,
    producerEpoch: 0,
    baseSequence,
    lastSequence: baseSequence,
    firstOffset: 0,
    lastOffset: 0,
    maxTimestampMs: 0,
    isTransactional: true,
  });
  const guard = state.verifications.start(7n, 5, 0, false, 0);
  assertEquals(state.verifications.start(7n, 3, 0, false, 0), guard);
  state.verifications.start(7n, 9, 0, false, 0);
  assertRefused(
    Errors.OUT_OF_ORDER_SEQUENCE_NUMBER,
    () => state.check(batch(4), "client", { guard }),
  );
  state.check(batch(3), "client", { guard });
  state.verifications.start(7n, 2, 1, false, 0);
  state.check(batch(2), "client", { guard });
  state.verifications.end(7n);
  state.verifications.start(7n, 2, 0, true, 0);
  assertRefused(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, () => state.check(batch(2), "client"));
  state.check(batch(0), "client");
  state.removeExpired(DAY_MS);
  assertEquals(state.verifications.get(7n), undefined);
});
