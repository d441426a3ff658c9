import { assert, assertEquals, assertThrows } from "@std/assert";
import { ApiError } from "../../protocol/errors.ts";
import {
  append,
  batch,
  idempotent,
  offsetsOf,
  readAll,
  simulated,
  text,
  written,
} from "./log_fixture.ts";

const upTo = (end: number, from = 0) => Array.from({ length: end - from }, (_, i) => from + i);

simulated(
  "PartitionLog.truncateTo drops the batch that holds the offset, whole",
  async (fixture) => {
    const log = await fixture.open({ config: { indexIntervalBytes: 0 } });
    for (let i = 0; i < 5; i++) append(log, idempotent(1, 0, i * 2, 2));
    await written(log);
    await log.truncateTo(7);
    assertEquals([log.logEndOffset, log.writtenEndOffset, log.highWatermark], [7, 7, 7]);
    assertEquals(offsetsOf(await readAll(log)), upTo(6));
    assertEquals(log.activeProducers()[0].lastSequence, 5);
    assertEquals(append(log, batch(1)).firstOffset, 7);
    await written(log);
    assertEquals(offsetsOf(await readAll(log)), [...upTo(6), 7]);
    await log.close({ clean: true });
    assertEquals(offsetsOf(await readAll(await fixture.open())), [...upTo(6), 7]);
  },
);

simulated("PartitionLog.truncateTo drops later segments, snapshots and epochs", async (fixture) => {
  const log = await fixture.open({ config: { segmentBytes: 300 } });
  for (let i = 0; i < 12; i++) append(log, idempotent(1, 0, i, 1), Math.floor(i / 4));
  await written(log);
  await log.flush();
  const before = log.segmentCount;
  await log.truncateTo(5);
  assert(log.segmentCount < before);
  assertEquals([log.logEndOffset, log.flushedEndOffset, log.latestEpoch], [5, 5, 1]);
  assertEquals(log.endOffsetForEpoch(1), { epoch: 1, endOffset: 5 });
  assertEquals(log.activeProducers()[0].lastSequence, 4);
  const snapshots = (await fixture.files()).filter((name) => name.endsWith(".snapshot"));
  assert(snapshots.every((name) => parseInt(name) <= 5), snapshots.join());
  for (let i = 5; i < 9; i++) append(log, idempotent(1, 0, i, 1), 7);
  await written(log);
  assertEquals(offsetsOf(await readAll(log)), upTo(9));
  fixture.crash("process");
  const again = await fixture.open({ clean: false, config: { segmentBytes: 300 } });
  assertEquals(offsetsOf(await readAll(again)), upTo(9));
  assertEquals(again.latestEpoch, 7);
});

simulated("PartitionLog.truncateTo beyond the end only cuts the epochs", async (fixture) => {
  const log = await fixture.open();
  append(log, batch(3), 1);
  log.assignEpochStart(2, 3);
  await log.truncateTo(10);
  assertEquals([log.logEndOffset, log.latestEpoch], [3, 1]);
});

simulated("PartitionLog.truncateTo before the first segment empties the log", async (fixture) => {
  const log = await fixture.open({ logStartOffset: 100 });
  append(log, batch(3));
  await written(log);
  await log.truncateTo(40);
  assertEquals([log.logStartOffset, log.logEndOffset, log.segmentCount], [40, 40, 1]);
});

simulated(
  "PartitionLog.truncateFullyAndStartAt leaves an empty log at the offset",
  async (fixture) => {
    const log = await fixture.open({ config: { segmentBytes: 300 } });
    for (let i = 0; i < 12; i++) append(log, idempotent(1, 0, i, 1));
    await written(log);
    await log.truncateFullyAndStartAt(500);
    assertEquals([log.logStartOffset, log.logEndOffset, log.segmentCount], [500, 500, 1]);
    assertEquals([log.latestEpoch, log.activeProducers()], [undefined, []]);
    assertEquals(append(log, batch(2)).firstOffset, 500);
    await written(log);
    assertEquals(offsetsOf(await readAll(log)), [500, 501]);
    await log.close({ clean: true });
    const again = await fixture.open();
    assertEquals([again.logStartOffset, again.logEndOffset], [500, 502]);
  },
);

simulated("PartitionLog refuses reads and appends while it truncates", async (fixture) => {
  const log = await fixture.open();
  append(log, batch(5));
  await written(log);
  const truncated = log.truncateTo(3);
  const error = assertThrows(() => append(log, batch(1)), ApiError);
  assertEquals(error.errorName, "NOT_LEADER_OR_FOLLOWER");
  assertThrows(() => void log.read(0, 1, "log-end", { minOneBatch: true }), ApiError);
  await truncated;
  assertEquals(append(log, batch(1)).firstOffset, 3);
});

simulated("PartitionLog.truncateTo looks for the max timestamp again", async (fixture) => {
  const log = await fixture.open();
  const now = fixture.now();
  for (const time of [5, 9, 7, 20]) append(log, batch(1, { timestamps: [now + time] }));
  await written(log);
  await log.truncateTo(3);
  const found = await log.offsetOfMaxTimestamp();
  assertEquals([found?.offset, found?.timestampMs], [1, now + 9]);
});

simulated("PartitionLog refuses to open with a broken leader epoch checkpoint", async (fixture) => {
  await (await fixture.open()).close({ clean: true });
  fixture.writeFile("leader-epoch-checkpoint", text("nonsense\n"));
  let message = "";
  await fixture.open().catch((error) => message = error.name);
  assertEquals(message, "CorruptFileError");
});
