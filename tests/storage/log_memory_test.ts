import { assert, assertEquals } from "@std/assert";
import { FileHandles, LogFile } from "../../storage/file_handles.ts";
import { LogMemory } from "../../storage/log_memory.ts";
import { append, batch, offsetsOf, readAll, simulated, written } from "./log_fixture.ts";

simulated("LogMemory takes back what grew least recently", (fixture) => {
  const memory = new LogMemory(fixture.runtime.clock, 100);
  const released: string[] = [];
  const holder = (name: string, bytes: number) => ({
    release() {
      released.push(name);
      memory.shrank(this, bytes);
    },
  });
  const [a, b, c] = [holder("a", 60), holder("b", 30), holder("c", 50)];
  memory.grew(a, 40);
  memory.grew(b, 30);
  memory.grew(a, 20);
  assertEquals([memory.usedBytes, released], [90, []]);
  memory.grew(c, 50);
  assertEquals([memory.usedBytes, released], [50, ["b", "a"]]);
  return Promise.resolve();
});

simulated("PartitionLog holds no memory a while after its last append", async (fixture) => {
  const resources = fixture.resources();
  const log = await fixture.open({ ...resources, config: { indexIntervalBytes: 100 } });
  for (let i = 0; i < 50; i++) append(log, batch(3));
  await written(log);
  assert(resources.memory.usedBytes > 0);
  await fixture.runtime.clock.sleep(130_000);
  assertEquals(resources.memory.usedBytes, 0);
  append(log, batch(1));
  await written(log);
  assertEquals(offsetsOf(await readAll(log)).length, 151);
});

simulated(
  "PartitionLog keeps memory and open files within bounds, however many logs there are",
  async (fixture) => {
    const resources = fixture.resources(100_000);
    const logs = [];
    for (let i = 0; i < 60; i++) {
      logs.push(await fixture.open({ ...resources, directory: `/data/t-${i}` }));
    }
    for (let round = 0; round < 5; round++) {
      for (const log of logs) append(log, batch(2, { valueBytes: 500 }));
      await Promise.all(logs.map(written));
      // What was appended last may stay beyond the limit until it is written.
      assert(resources.memory.usedBytes < 100_000 + 20_000, `${resources.memory.usedBytes}`);
      assert(resources.handles.openCount <= 8);
    }
    for (const log of logs) assertEquals(offsetsOf(await readAll(log)).length, 10);
    for (const log of logs) await log.close({ clean: true });
    assertEquals([resources.memory.usedBytes, resources.handles.openCount], [0, 0]);
  },
);

simulated("LogFile opens again after others took its place", async (fixture) => {
  const { disk } = fixture.runtime;
  await disk.makeDirectory("/data");
  const handles = new FileHandles(disk, 2);
  const files = ["a", "b", "c"].map((name) => new LogFile(handles, `/data/${name}`));
  for (const file of files) file.create();
  assertEquals(handles.openCount, 2);
  for (const [i, file] of files.entries()) file.handle.writeSync(new Uint8Array([i]), 0);
  const bytes = new Uint8Array(1);
  for (const [i, file] of files.entries()) {
    file.handle.readSync(bytes, 0);
    assertEquals(bytes[0], i);
  }
  for (const file of files) file.close();
  assertEquals(handles.openCount, 0);
});

simulated("PartitionLog says when flush.ms is over", async (fixture) => {
  const log = await fixture.open({ config: { flushMs: 1000 } });
  append(log, batch(1));
  await written(log);
  assertEquals(log.isFlushDue, false);
  await fixture.runtime.clock.sleep(1001);
  assertEquals(log.isFlushDue, true);
  await log.flush();
  await fixture.runtime.clock.sleep(2000);
  assertEquals(log.isFlushDue, false);
});
