import { assertEquals, assertThrows } from "@std/assert";
import { ApiError } from "../../protocol/errors.ts";
import { UnexpectedAppendOffsetError } from "../../storage/errors.ts";
import {
  append,
  batch,
  type BatchSpec,
  idempotent,
  offsetsOf,
  read,
  readAll,
  simulated,
  written,
} from "./log_fixture.ts";

/** A batch as a leader has it. */
const stored = (
  baseOffset: number,
  count: number,
  partitionLeaderEpoch = 0,
  spec: BatchSpec = {},
) => batch(count, { baseOffset: BigInt(baseOffset), partitionLeaderEpoch, ...spec });

const joined = (...batches: Uint8Array[]) => new Uint8Array(batches.flatMap((b) => [...b]));

simulated("PartitionLog.appendAsFollower keeps offsets, epochs and bytes", async (fixture) => {
  const log = await fixture.open();
  const bytes = joined(stored(0, 3, 1), stored(3, 2, 1), stored(5, 1, 4));
  const result = log.appendAsFollower(bytes);
  assertEquals([result.firstOffset, result.lastOffset], [0, 5]);
  await written(log);
  assertEquals((await read(log, 0)).records, bytes);
  assertEquals([log.latestEpoch, log.epochForOffset(4)], [4, 1]);
});

simulated("PartitionLog.appendAsFollower leaves a cut-off batch out", async (fixture) => {
  const log = await fixture.open();
  const bytes = joined(stored(0, 3), stored(3, 2));
  log.appendAsFollower(bytes.subarray(0, bytes.length - 1));
  assertEquals(log.logEndOffset, 3);
  log.appendAsFollower(new Uint8Array(0));
  log.appendAsFollower(stored(3, 2).subarray(0, 30));
  assertEquals(log.logEndOffset, 3);
});

simulated(
  "PartitionLog.appendAsFollower accepts gaps, and refuses what does not follow",
  async (fixture) => {
    const log = await fixture.open();
    log.appendAsFollower(joined(stored(0, 3), stored(10, 2)));
    assertEquals(log.logEndOffset, 12);
    const error = assertThrows(
      () => log.appendAsFollower(stored(11, 3)),
      UnexpectedAppendOffsetError,
    );
    assertEquals([error.firstOffset, error.lastOffset, error.logEndOffset], [11, 13, 12]);
    assertThrows(() => log.appendAsFollower(joined(stored(12, 3), stored(14, 1))), ApiError);
    const corrupt = stored(12, 1);
    corrupt[65] ^= 1;
    assertEquals(
      assertThrows(() => log.appendAsFollower(corrupt), ApiError).errorName,
      "CORRUPT_MESSAGE",
    );
    assertEquals(log.logEndOffset, 12);
    await written(log);
    assertEquals(offsetsOf(await readAll(log)), [0, 1, 2, 10, 11]);
    assertEquals((await read(log, 5)).firstBatchOffset, 10);
  },
);

simulated(
  "PartitionLog.appendAsFollower stops before batches of a later epoch than it fetched in",
  async (fixture) => {
    const log = await fixture.open();
    log.appendAsFollower(joined(stored(0, 1, 3), stored(1, 1, 5)), 4);
    assertEquals(log.logEndOffset, 1);
  },
);

simulated(
  "PartitionLog.appendAsFollower does not check producers, but remembers them",
  async (fixture) => {
    const log = await fixture.open();
    const of = (offset: number, sequence: number) =>
      idempotent(1, 0, sequence, 1, { baseOffset: BigInt(offset), partitionLeaderEpoch: 0 });
    log.appendAsFollower(joined(of(0, 5), of(1, 9)));
    assertEquals(log.activeProducers()[0].lastSequence, 9);
  },
);

simulated(
  "PartitionLog.appendAsFollower rolls in the middle of what it is given",
  async (fixture) => {
    const log = await fixture.open({ config: { segmentBytes: 200 } });
    log.appendAsFollower(joined(...Array.from({ length: 6 }, (_, i) => stored(i, 1))));
    await written(log);
    assertEquals([log.segmentCount, log.activeSegmentBaseOffset], [3, 4]);
    assertEquals(offsetsOf(await readAll(log)), [0, 1, 2, 3, 4, 5]);
  },
);

simulated(
  "PartitionLog takes a Raft leader's batches with their offsets and epoch",
  async (fixture) => {
    const log = await fixture.open();
    const options = { leaderEpoch: 2, origin: "raft-leader" } as const;
    log.appendAsLeader(joined(stored(0, 1, 2), stored(1, 3, 2)), options);
    assertEquals([log.logEndOffset, log.latestEpoch, log.recoveryPoint], [4, 2, 0]);
    assertThrows(() => log.appendAsLeader(stored(4, 1, 3), options), ApiError);
    assertThrows(() => log.appendAsLeader(stored(3, 1, 2), options), UnexpectedAppendOffsetError);
    await log.flush();
    assertEquals(log.flushedEndOffset, 4);
    fixture.crash("machine-lose-unsynced");
    const again = await fixture.open({ clean: false });
    assertEquals(offsetsOf(await readAll(again)), [0, 1, 2, 3]);
  },
);

simulated("PartitionLog.assignEpochStart notes epochs that never get a record", async (fixture) => {
  const log = await fixture.open();
  append(log, batch(3), 1);
  log.assignEpochStart(4, log.logEndOffset);
  assertEquals(log.latestEpoch, 4);
  assertEquals(log.endOffsetForEpoch(1), { epoch: 1, endOffset: 3 });
  await log.close({ clean: true });
  // As in Kafka, an epoch without records does not outlive the log's start.
  assertEquals((await fixture.open()).latestEpoch, 1);
});
