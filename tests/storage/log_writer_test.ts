import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ApiError } from "../../protocol/errors.ts";
import type { Disk, DiskFile, OpenOptions } from "../../runtime/runtime.ts";
import { GroupCommit } from "../../storage/group_commit.ts";
import {
  append,
  batch,
  DIRECTORY,
  MACHINE,
  offsetsOf,
  readAll,
  simulated,
  written,
} from "./log_fixture.ts";

/** A disk that counts, and delays or fails on demand, what is done to `.log` files. */
class WatchedDisk {
  writes = 0;
  syncs = 0;
  failSync: Error | null = null;

  constructor(readonly inner: Disk) {}

  disk(): Disk {
    return new Proxy(this.inner, {
      get: (inner, name) => {
        if (name === "open") {
          return (path: string, options: OpenOptions) => this.#open(path, options);
        }
        const value = inner[name as keyof Disk];
        return typeof value === "function" ? value.bind(inner) : value;
      },
    });
  }

  #open(path: string, options: OpenOptions): DiskFile {
    const file = this.inner.open(path, options);
    if (!path.endsWith(".log")) return file;
    return new Proxy(file, {
      get: (inner, name) => {
        if (name === "writeSync") this.writes++;
        if (name === "sync") {
          return async () => {
            this.syncs++;
            await inner.sync();
            if (this.failSync !== null) throw this.failSync;
          };
        }
        const value = inner[name as keyof DiskFile];
        return typeof value === "function" ? value.bind(inner) : value;
      },
    });
  }
}

const onWritten = (log: { onWritten(callback: (error: Error | null) => void): void }) =>
  new Promise<Error | null>((resolve) => log.onWritten(resolve));

simulated("PartitionLog writes once for all that was appended in a turn", async (fixture) => {
  const watched = new WatchedDisk(fixture.runtime.disk);
  const log = await fixture.open({ disk: watched.disk() });
  for (let i = 0; i < 5; i++) append(log, batch(1, { valueBytes: 10 }));
  assertEquals([watched.writes, log.writtenEndOffset], [0, 0]);
  assertEquals(await onWritten(log), null);
  assertEquals([watched.writes, watched.syncs, log.writtenEndOffset], [1, 0, 5]);
});

simulated("PartitionLog calls back also when there is nothing to write", async (fixture) => {
  const log = await fixture.open();
  assertEquals(await onWritten(log), null);
});

simulated("GroupCommit has all logs write before it tells anybody", async (fixture) => {
  const commit = new GroupCommit(fixture.runtime.clock);
  const logs = [
    await fixture.open({ commit }),
    await fixture.open({ commit, directory: "/data/u-0" }),
  ];
  const seen: number[] = [];
  for (const log of logs) {
    append(log, batch(1));
    log.onWritten(async () => {
      seen.push((await fixture.readFile("00000000000000000000.log", logs[1].directory)).length);
    });
  }
  await onWritten(logs[1]);
  await fixture.runtime.clock.sleep(10);
  assertEquals(seen, [batch(1).length, batch(1).length]);
});

simulated(
  "PartitionLog syncs before it calls back where flush.messages says so",
  async (fixture) => {
    const watched = new WatchedDisk(fixture.runtime.disk);
    const log = await fixture.open({ disk: watched.disk(), config: { flushMessages: 1 } });
    append(log, batch(2));
    const first = onWritten(log);
    append(log, batch(1));
    await first;
    assertEquals([watched.syncs, log.writtenEndOffset, log.flushedEndOffset], [1, 3, 3]);
    fixture.crash("machine-lose-unsynced");
    const again = await fixture.open({ clean: false });
    assertEquals(offsetsOf(await readAll(again)), [0, 1, 2]);
  },
);

simulated("PartitionLog groups those who wait for a sync", async (fixture) => {
  const watched = new WatchedDisk(fixture.runtime.disk);
  const log = await fixture.open({ disk: watched.disk(), config: { flushMessages: 1 } });
  const told: number[] = [];
  let last: Promise<unknown> = Promise.resolve();
  for (let i = 0; i < 20; i++) {
    append(log, batch(1));
    last = onWritten(log).then(() => {
      assert(log.flushedEndOffset > i, `told of ${i} at ${log.flushedEndOffset}`);
      told.push(i);
    });
    await fixture.runtime.clock.sleep(0.05);
  }
  await last;
  assertEquals(told, Array.from({ length: 20 }, (_, i) => i));
  assert(watched.syncs < 20, `${watched.syncs} syncs`);
});

simulated("PartitionLog syncs every so many messages", async (fixture) => {
  const watched = new WatchedDisk(fixture.runtime.disk);
  const log = await fixture.open({ disk: watched.disk(), config: { flushMessages: 3 } });
  const syncs: number[] = [];
  for (let i = 0; i < 6; i++) {
    append(log, batch(1));
    await onWritten(log);
    syncs.push(watched.syncs);
  }
  assertEquals(syncs, [0, 0, 1, 1, 1, 2]);
});

simulated(
  "PartitionLog goes offline when the disk is full, and tells those who wait",
  async (fixture) => {
    const log = await fixture.open();
    append(log, batch(3));
    await written(log);
    fixture.world.limitDisk(MACHINE, 2000);
    append(log, batch(1, { valueBytes: 4000 }));
    const error = await onWritten(log);
    assertEquals((error as ApiError).errorName, "KAFKA_STORAGE_ERROR");
    assertEquals([log.isOffline, log.writtenEndOffset], [true, 3]);
    const refused = assertThrows(() => append(log, batch(1)), ApiError);
    assertEquals(refused.errorName, "KAFKA_STORAGE_ERROR");
    assertEquals(((await onWritten(log)) as ApiError).errorName, "KAFKA_STORAGE_ERROR");
    await assertRejects(() => log.flush(), ApiError);
    await assertRejects(() => log.close({ clean: true }), ApiError);
    fixture.world.limitDisk(MACHINE, Infinity);
    const again = await fixture.open({ clean: false });
    assertEquals(offsetsOf(await readAll(again)), [0, 1, 2]);
  },
);

simulated("PartitionLog goes offline when a sync fails", async (fixture) => {
  const watched = new WatchedDisk(fixture.runtime.disk);
  const log = await fixture.open({ disk: watched.disk(), config: { flushMessages: 1 } });
  watched.failSync = new Error("the device is gone");
  append(log, batch(1));
  assertEquals(((await onWritten(log)) as ApiError).errorName, "KAFKA_STORAGE_ERROR");
  assertEquals([log.writtenEndOffset, log.isOffline], [0, true]);
});

simulated("PartitionLog writes early when a turn brings very much", async (fixture) => {
  const watched = new WatchedDisk(fixture.runtime.disk);
  const log = await fixture.open({ disk: watched.disk() });
  for (let i = 0; i < 40; i++) append(log, batch(1, { valueBytes: 500_000 }));
  assert(watched.writes > 0);
  assertEquals(log.writtenEndOffset, 0);
  assertEquals(await onWritten(log), null);
  assertEquals(log.writtenEndOffset, 40);
  assertEquals(DIRECTORY, log.directory);
});
