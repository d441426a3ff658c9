import { assert, assertEquals } from "@std/assert";
import type { PartitionLog } from "../../storage/partition_log.ts";
import { decodeProducerSnapshot } from "../../storage/producer_snapshot.ts";
import {
  append,
  batch,
  DIRECTORY,
  idempotent,
  type LogFixture,
  offsetsOf,
  readAll,
  simulated,
  text,
  written,
} from "./log_fixture.ts";

const FIRST = "00000000000000000000";
const CONFIG = { indexIntervalBytes: 100 };

/** A log of ten batches of two records. */
async function tenBatches(fixture: LogFixture): Promise<PartitionLog> {
  const log = await fixture.open({ config: CONFIG });
  for (let i = 0; i < 10; i++) append(log, idempotent(1, 0, i * 2, 2));
  await written(log);
  return log;
}

const size = idempotent(1, 0, 0, 2).length;

simulated("PartitionLog cuts a torn batch off, and rebuilds the indexes", async (fixture) => {
  await tenBatches(fixture);
  fixture.crash("process");
  fixture.truncateFile(`${FIRST}.log`, 7);
  const log = await fixture.open({ clean: false, config: CONFIG });
  assertEquals(log.logEndOffset, 18);
  assertEquals(log.sizeInBytes, 9 * size);
  assertEquals(offsetsOf(await readAll(log)), Array.from({ length: 18 }, (_, i) => i));
  assert((await fixture.readFile(`${FIRST}.index`)).length > 0);
  assertEquals(fixture.warnings.length, 1);
  // The producer goes on where the log ends now.
  assertEquals(append(log, idempotent(1, 0, 18, 2)).firstOffset, 18);
  await written(log);
  assertEquals((await readAll(log)).length, 20);
});

for (const clean of [false, true]) {
  simulated(
    `PartitionLog cuts zeros and garbage at the end, ${
      clean ? "also" : "not only"
    } after a clean stop`,
    async (fixture) => {
      for (
        const garbage of [new Uint8Array(4096), text("this is not a record batch"), text("abc")]
      ) {
        const log = await fixture.open({ config: CONFIG });
        const end = append(log, batch(1)).lastOffset + 1;
        await written(log);
        if (clean) await log.close({ clean });
        else fixture.crash("process");
        fixture.appendToFile(`${FIRST}.log`, garbage);
        const again = await fixture.open({ clean, config: CONFIG });
        assertEquals(again.logEndOffset, end);
        append(again, batch(1));
        await written(again);
        assertEquals((await readAll(again)).length, end + 1);
        await again.close({ clean: true });
      }
    },
  );
}

simulated("PartitionLog deletes the segments after a broken one", async (fixture) => {
  const config = { segmentBytes: 3 * size };
  const log = await fixture.open({ config });
  for (let i = 0; i < 9; i++) append(log, idempotent(1, 0, i * 2, 2));
  await written(log);
  assertEquals(log.segmentCount, 3);
  fixture.crash("process");
  const second = "00000000000000000006";
  const bytes = await fixture.readFile(`${second}.log`);
  bytes[size + 70] ^= 1;
  fixture.writeFile(`${second}.log`, bytes);
  const again = await fixture.open({ clean: false, config });
  assertEquals([again.segmentCount, again.logEndOffset], [2, 8]);
  const names = await fixture.files();
  assert(!names.some((name) => name.startsWith("00000000000000000012")), names.join());
  assertEquals(again.activeProducers()[0].lastSequence, 7);
  assertEquals((await readAll(again)).length, 8);
});

simulated("PartitionLog verifies nothing before the recovery point", async (fixture) => {
  const config = { segmentBytes: 3 * size };
  const log = await fixture.open({ config });
  for (let i = 0; i < 9; i++) append(log, idempotent(1, 0, i * 2, 2));
  await written(log);
  fixture.crash("process");
  const bytes = await fixture.readFile(`${FIRST}.log`);
  bytes[70] ^= 1;
  fixture.writeFile(`${FIRST}.log`, bytes);
  const again = await fixture.open({ clean: false, config, recoveryPoint: 6 });
  assertEquals([again.segmentCount, again.logEndOffset, again.recoveryPoint], [3, 18, 6]);
});

simulated(
  "PartitionLog.flush makes everything durable and raises the recovery point",
  async (fixture) => {
    const log = await tenBatches(fixture);
    assertEquals(log.flushedEndOffset, 0);
    await log.flush();
    assertEquals(log.flushedEndOffset, 20);
    append(log, idempotent(1, 0, 20, 1));
    await written(log);
    fixture.crash("machine-lose-unsynced");
    const again = await fixture.open({ clean: false, recoveryPoint: 20, config: CONFIG });
    assertEquals([again.logEndOffset, again.topicId], [20, log.topicId]);
  },
);

simulated(
  "PartitionLog recovers a segment without offset index, and makes a missing time index",
  async (fixture) => {
    const log = await tenBatches(fixture);
    await log.close({ clean: true });
    const { disk } = fixture.runtime;
    const index = await fixture.readFile(`${FIRST}.index`);
    await disk.remove(`${DIRECTORY}/${FIRST}.index`);
    const again = await fixture.open({ config: CONFIG });
    assertEquals(again.logEndOffset, 20);
    assertEquals(await fixture.readFile(`${FIRST}.index`), index);
    await again.close({ clean: true });
    await disk.remove(`${DIRECTORY}/${FIRST}.timeindex`);
    const third = await fixture.open({ config: CONFIG });
    assertEquals(third.logEndOffset, 20);
    assertEquals((await fixture.readFile(`${FIRST}.timeindex`)).length, 0);
  },
);

simulated(
  "PartitionLog remembers producers over a clean stop, their last batch only",
  async (fixture) => {
    const log = await fixture.open();
    append(log, idempotent(1, 0, 0, 5));
    append(log, idempotent(1, 0, 5, 5));
    await written(log);
    await log.close({ clean: true });
    const snapshot = await fixture.readFile("00000000000000000010.snapshot");
    assertEquals(decodeProducerSnapshot("x", snapshot)[0].lastSequence, 9);
    const again = await fixture.open();
    const repeated = append(again, idempotent(1, 0, 5, 5));
    assertEquals([repeated.firstOffset, repeated.lastOffset, repeated.duplicate], [5, 9, true]);
    let code = 0;
    try {
      append(again, idempotent(1, 0, 0, 5));
    } catch (error) {
      code = (error as { code: number }).code;
    }
    assertEquals([code, again.logEndOffset], [45, 10]);
  },
);

simulated("PartitionLog replays batches after the snapshot when it was killed", async (fixture) => {
  const config = { segmentBytes: 5 * size };
  const log = await fixture.open({ config });
  for (let i = 0; i < 8; i++) append(log, idempotent(1, 0, i * 2, 2));
  await written(log);
  fixture.crash("process");
  const again = await fixture.open({ clean: false, config });
  for (const sequence of [14, 12, 10, 8]) {
    assertEquals(append(again, idempotent(1, 0, sequence, 2)).firstOffset, sequence);
  }
  assertEquals(again.logEndOffset, 16);
});

simulated(
  "PartitionLog takes a clean directory without snapshots for one without producers",
  async (fixture) => {
    const log = await tenBatches(fixture);
    await log.close({ clean: true });
    const names = (await fixture.files()).filter((name) => name.endsWith(".snapshot"));
    for (const name of names) await fixture.runtime.disk.remove(`${DIRECTORY}/${name}`);
    const again = await fixture.open({ config: CONFIG });
    assertEquals(again.activeProducers(), []);
  },
);

simulated("PartitionLog passes over a broken snapshot", async (fixture) => {
  const config = { segmentBytes: 5 * size };
  const log = await fixture.open({ config });
  for (let i = 0; i < 8; i++) append(log, idempotent(1, 0, i * 2, 2));
  await written(log);
  await log.close({ clean: true });
  fixture.writeFile("00000000000000000016.snapshot", text("nonsense"));
  const again = await fixture.open({ config });
  assertEquals(again.activeProducers()[0].lastSequence, 15);
});

simulated("PartitionLog removes stray snapshots and indexes without a log", async (fixture) => {
  const log = await tenBatches(fixture);
  await log.close({ clean: true });
  const snapshot = await fixture.readFile("00000000000000000020.snapshot");
  fixture.writeFile("00000000000000000007.snapshot", snapshot);
  fixture.writeFile("00000000000000000500.index", new Uint8Array(8));
  fixture.writeFile("00000000000000000500.timeindex", new Uint8Array(0));
  const again = await fixture.open({ config: CONFIG });
  const names = await fixture.files();
  assertEquals(names.filter((name) => /0007|0500/.test(name)), []);
  assertEquals(again.logEndOffset, 20);
});

simulated("PartitionLog rebuilds the leader epochs that its file lacks", async (fixture) => {
  const log = await fixture.open();
  append(log, batch(2), 3);
  append(log, batch(2), 5);
  await written(log);
  await fixture.runtime.clock.sleep(50);
  fixture.crash("process");
  fixture.writeFile("leader-epoch-checkpoint", text("0\n1\n3 0\n"));
  const again = await fixture.open({ clean: false });
  assertEquals([again.latestEpoch, again.epochForOffset(1), again.epochForOffset(2)], [5, 3, 5]);
  const file = new TextDecoder().decode(await fixture.readFile("leader-epoch-checkpoint"));
  assertEquals(file, "0\n2\n3 0\n5 2\n");
});

/** Three segments of three batches; then the first two as a cleaning would have merged them. */
async function threeSegments(fixture: LogFixture) {
  const config = { segmentBytes: 3 * size };
  const log = await fixture.open({ config });
  for (let i = 0; i < 9; i++) append(log, idempotent(1, 0, i * 2, 2));
  await written(log);
  await log.close({ clean: true });
  const first = await fixture.readFile(`${FIRST}.log`);
  return { config, merged: first.slice(0, size) };
}

simulated("PartitionLog undoes a cleaning that was not complete", async (fixture) => {
  const { config, merged } = await threeSegments(fixture);
  fixture.writeFile(`${FIRST}.log.cleaned`, merged);
  fixture.writeFile("00000000000000000006.log.swap", merged);
  const log = await fixture.open({ config });
  assertEquals((await readAll(log)).length, 18);
  assertEquals((await fixture.files()).filter((n) => /cleaned|swap/.test(n)), []);
});

simulated("PartitionLog completes a cleaning that was", async (fixture) => {
  const { config } = await threeSegments(fixture);
  // Records 0 and 8 to 11 are left of the first two segments.
  const first = await fixture.readFile(`${FIRST}.log`);
  const second = await fixture.readFile("00000000000000000006.log");
  const cleaned = new Uint8Array([...first.subarray(0, size), ...second.subarray(size)]);
  fixture.writeFile(`${FIRST}.log.swap`, cleaned);
  fixture.writeFile(`${FIRST}.index.swap`, new Uint8Array(0));
  fixture.writeFile(`${FIRST}.timeindex.swap`, new Uint8Array(0));
  const log = await fixture.open({ config });
  assertEquals(log.segmentCount, 2);
  assertEquals(offsetsOf(await readAll(log)), [0, 1, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
  assertEquals((await fixture.files()).filter((n) => /cleaned|swap|0006/.test(n)), []);
});

simulated(
  "PartitionLog keeps the recovery point inside a segment until its indexes are durable",
  async (fixture) => {
    const log = await tenBatches(fixture);
    await log.flush();
    assertEquals([log.flushedEndOffset, log.recoveryPoint], [20, 19]);
    log.roll();
    assertEquals(log.recoveryPoint, 19);
    await fixture.runtime.clock.sleep(100);
    assertEquals(log.recoveryPoint, 20);
  },
);
