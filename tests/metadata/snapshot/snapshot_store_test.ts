import { assertEquals } from "@std/assert";
import {
  parseSnapshotFileName,
  snapshotFileName,
} from "../../../metadata/snapshot/snapshot_names.ts";
import { oldestMayGo } from "../../../metadata/snapshot/snapshot_cleaning.ts";
import { SnapshotSchedule } from "../../../metadata/snapshot/snapshot_schedule.ts";
import { SnapshotStore } from "../../../metadata/snapshot/snapshot_store.ts";
import { SimulatedWorld } from "../../../runtime/simulated/world.ts";

const DIRECTORY = "log";

async function opened() {
  const world = new SimulatedWorld({ seed: 1 });
  const { disk, random } = world.node("one");
  await world.runUntil(disk.makeDirectory(DIRECTORY));
  await world.runUntil(disk.syncDirectory("."));
  const open = () => {
    const now = world.node("one");
    return world.runUntil(SnapshotStore.open(now.disk, now.random, DIRECTORY));
  };
  return { world, disk, random, open };
}

Deno.test("names: 20 digits, 10 digits, nothing else", () => {
  const id = { endOffset: 1107, epoch: 21 };
  assertEquals(snapshotFileName(id), "00000000000000001107-0000000021.checkpoint");
  assertEquals(parseSnapshotFileName(snapshotFileName(id)), id);
  for (
    const name of [
      "bootstrap.checkpoint",
      "1107-21.checkpoint",
      "00000000000000001107-0000000021.checkpoint.part",
      "00000000000000001107-0000000021.checkpoint.deleted",
      "00000000000000001107.snapshot",
      "99999999999999999999-0000000021.checkpoint",
    ]
  ) assertEquals(parseSnapshotFileName(name), null);
});

Deno.test("a snapshot appears whole, outlives a crash and is read in pieces", async () => {
  const { world, open } = await opened();
  const store = await open();
  const id = { endOffset: 10, epoch: 2 };
  const writer = store.create(id);
  await world.runUntil(writer.append(new Uint8Array([1, 2, 3])));
  assertEquals(store.latest, null);
  await world.runUntil(writer.append(new Uint8Array([4, 5])));
  await world.runUntil(writer.finish());
  world.crash("one", "machine-lose-unsynced");
  const again = await open();
  assertEquals(again.files, [{ id, sizeBytes: 5 }]);
  const piece = async (position: number, maxBytes: number) =>
    await world.runUntil(again.readPiece(id, position, maxBytes));
  assertEquals(await piece(1, 2), new Uint8Array([2, 3]));
  assertEquals(await piece(3, 100), new Uint8Array([4, 5]));
  assertEquals(await piece(9, 100), new Uint8Array(0));
  await world.runUntil(again.remove(id));
  assertEquals(await piece(0, 1), null);
});

Deno.test("leftovers go at the start, snapshots are sorted, the 0-0 file is none of them", async () => {
  const { world, disk, open } = await opened();
  const names = [
    "00000000000000000200-0000000003.checkpoint",
    "00000000000000000100-0000000002.checkpoint",
    "00000000000000000000-0000000000.checkpoint",
    "00000000000000000300-0000000003-abc.checkpoint.part",
    "00000000000000000050-0000000001.checkpoint.deleted",
    "00000000000000000000.log",
  ];
  for (const name of names) {
    disk.open(`${DIRECTORY}/${name}`, { create: "new", write: true }).close();
  }
  const store = await open();
  assertEquals(store.files.map(({ id }) => id.endOffset), [100, 200]);
  assertEquals([store.earliest!.endOffset, store.latest!.endOffset], [100, 200]);
  assertEquals(store.hasBootstrap, true);
  const left = (await world.runUntil(disk.list(DIRECTORY))).map(({ name }) => name);
  assertEquals(left.length, 4);
});

Deno.test("schedule: after enough bytes or enough time, never without records or in a transaction", () => {
  const schedule = new SnapshotSchedule({ maxNewRecordBytes: 100, maxIntervalMs: 1000 }, 0);
  assertEquals(schedule.isDue(5000), false);
  schedule.delivered(60, ["NoOpRecord"]);
  assertEquals([schedule.isDue(999), schedule.isDue(1000)], [false, true]);
  schedule.delivered(60, ["BeginTransactionRecord"]);
  assertEquals(schedule.isDue(10), false);
  schedule.delivered(1, ["EndTransactionRecord"]);
  assertEquals(schedule.isDue(10), true);
  schedule.taken(10);
  assertEquals(schedule.isDue(2000), false);
  const never = new SnapshotSchedule({ maxNewRecordBytes: 100, maxIntervalMs: 0 }, 0);
  never.delivered(60, []);
  assertEquals(never.isDue(1e9), false);
});

Deno.test("cleaning: by bytes or by age, never the last one", () => {
  const file = (endOffset: number) => ({ id: { endOffset, epoch: 1 }, sizeBytes: 10 });
  const [one, two] = [[file(5)], [file(5), file(9)]];
  const limits = { maxBytes: 100, maxMs: 1000 };
  assertEquals(oldestMayGo(one, 1000, 0, limits, 1e9), false);
  assertEquals(oldestMayGo(two, 80, 0, limits, 1000), false);
  assertEquals(oldestMayGo(two, 81, 0, limits, 0), true);
  assertEquals(oldestMayGo(two, 0, 0, limits, 1001), true);
  assertEquals(oldestMayGo(two, 1e9, 0, { maxBytes: -1, maxMs: -1 }, 1e9), false);
});
