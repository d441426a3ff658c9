import { assertEquals, assertThrows } from "@std/assert";
import { ApiError } from "../../protocol/errors.ts";
import { endTransactionBatch } from "../../protocol/records/control_record.ts";
import { readInt64AsNumber } from "../../protocol/records/int.ts";
import type { PartitionLog } from "../../storage/partition_log.ts";
import { append, batch, idempotent, read, simulated, written } from "./log_fixture.ts";

const transactional = { transactional: true };

function mark(log: PartitionLog, producerId: number, type: "ABORT" | "COMMIT", producerEpoch = 0) {
  return log.appendAsLeader(
    endTransactionBatch({
      type,
      coordinatorEpoch: 0,
      producerId: BigInt(producerId),
      producerEpoch,
      timestamp: BigInt(Date.UTC(2025, 0, 1)),
    }),
    { leaderEpoch: 0, origin: "coordinator" },
  );
}

async function aborted(log: PartitionLog, offset: number, maxBytes = 1e6) {
  const { abortedTransactions } = await read(log, offset, maxBytes, "last-stable-offset");
  return abortedTransactions!.map(({ producerId, firstOffset }) => [
    Number(producerId),
    firstOffset,
  ]);
}

simulated(
  "PartitionLog holds the last stable offset back for open and unreplicated transactions",
  async (fixture) => {
    const log = await fixture.open();
    append(log, idempotent(7, 0, 0, 2, transactional));
    append(log, idempotent(8, 0, 0, 1, transactional));
    append(log, idempotent(7, 0, 2, 2, transactional));
    mark(log, 7, "ABORT");
    await new Promise<void>((resolve) => log.onWritten(() => resolve()));
    log.updateHighWatermark(5);
    assertEquals(log.lastStableOffset, 0);
    log.updateHighWatermark(6);
    assertEquals(log.lastStableOffset, 2);
    mark(log, 8, "COMMIT");
    await written(log);
    log.updateHighWatermark(7);
    assertEquals(log.lastStableOffset, 7);
    assertEquals(await aborted(log, 0), [[7, 0]]);
    assertEquals(await aborted(log, 6), []);
    assertEquals(await aborted(log, 7), []);
    assertEquals((await read(log, 0)).abortedTransactions, null);
    await log.close({ clean: true });
    const index = await fixture.readFile("00000000000000000000.txnindex");
    assertEquals([2, 10, 18, 26].map((at) => readInt64AsNumber(index, at)), [7, 0, 5, 2]);
  },
);

for (const clean of [true, false]) {
  simulated(
    `PartitionLog keeps open transactions over a ${clean ? "clean stop" : "crash"}`,
    async (fixture) => {
      const log = await fixture.open();
      append(log, batch(3));
      append(log, idempotent(7, 0, 0, 2, transactional));
      append(log, batch(3));
      append(log, idempotent(8, 4, 0, 2, transactional));
      mark(log, 8, "ABORT", 4);
      await written(log);
      if (clean) await log.close({ clean });
      else fixture.crash("process");
      const again = await fixture.open({ clean });
      again.updateHighWatermark(again.logEndOffset);
      assertEquals(again.lastStableOffset, 3);
      assertEquals(
        again.activeProducers().map((p) => [Number(p.producerId), p.transactionFirstOffset]).sort(),
        [[7, 3], [8, -1]],
      );
      mark(again, 7, "COMMIT");
      await written(again);
      again.updateHighWatermark(again.logEndOffset);
      assertEquals(again.lastStableOffset, 12);
      assertEquals(await aborted(again, 0), [[8, 8]]);
    },
  );
}

simulated(
  "PartitionLog finds aborted transactions of later segments that started earlier",
  async (fixture) => {
    const log = await fixture.open({ config: { segmentBytes: 400 } });
    append(log, idempotent(7, 0, 0, 1, transactional));
    for (let i = 0; i < 20; i++) append(log, batch(1));
    mark(log, 7, "ABORT");
    await written(log);
    assertEquals(log.segmentCount > 3, true);
    assertEquals(await aborted(log, 0), [[7, 0]]);
    assertEquals(await aborted(log, 5), [[7, 0]]);
    await log.close({ clean: true });
    const again = await fixture.open({ config: { segmentBytes: 400 } });
    again.updateHighWatermark(22);
    assertEquals(await aborted(again, 0), [[7, 0]]);
  },
);

simulated("PartitionLog fences an old producer's marker and appends nothing", async (fixture) => {
  const log = await fixture.open();
  append(log, idempotent(7, 3, 0, 1, transactional));
  const error = assertThrows(() => mark(log, 7, "COMMIT", 2), ApiError);
  assertEquals([error.errorName, log.logEndOffset], ["INVALID_PRODUCER_EPOCH", 1]);
});

simulated("PartitionLog forgets markers below the log start", async (fixture) => {
  const log = await fixture.open();
  append(log, idempotent(7, 0, 0, 2, transactional));
  append(log, batch(2));
  await written(log);
  assertEquals(log.lastStableOffset, 0);
  log.increaseLogStartOffset(3);
  assertEquals(log.lastStableOffset, 3);
});
