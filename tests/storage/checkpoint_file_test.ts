import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { OffsetCheckpointFile, parseCheckpoint } from "../../storage/checkpoint_file.ts";
import { CorruptFileError } from "../../storage/errors.ts";
import { FileHandles } from "../../storage/file_handles.ts";
import { LeaderEpochCheckpoint } from "../../storage/leader_epoch_checkpoint.ts";
import { simulated, text } from "./log_fixture.ts";

simulated("OffsetCheckpointFile writes Kafka's lines and reads them back", async (fixture) => {
  const { disk } = fixture.runtime;
  await disk.makeDirectory("/data");
  const file = new OffsetCheckpointFile(disk, "/data/recovery-point-offset-checkpoint");
  assertEquals(await file.read(), new Map());
  await file.write([["a-b", 0, 7], ["a-b", 11, 0], ["c", 2, 9007199254740991]]);
  const bytes = await disk.readFile(file.path);
  assertEquals(
    new TextDecoder().decode(bytes),
    "0\n3\na-b 0 7\na-b 11 0\nc 2 9007199254740991\n",
  );
  assertEquals([...await file.read()], [["a-b-0", 7], ["a-b-11", 0], ["c-2", 9007199254740991]]);
});

simulated("OffsetCheckpointFile takes an empty file for no entries", async (fixture) => {
  const { disk } = fixture.runtime;
  await disk.makeDirectory("/data");
  disk.open("/data/x", { create: "new", write: true }).close();
  assertEquals(await new OffsetCheckpointFile(disk, "/data/x").read(), new Map());
});

Deno.test("parseCheckpoint refuses what no Kafka writes", () => {
  const refused = (content: string) =>
    assertThrows(() => parseCheckpoint("x", content, 3), CorruptFileError);
  refused("1\n1\nt 0 1\n");
  refused("0\n4\na 0 1\nb 0 1\nc 0 1\n");
  refused("0\n1\na 0\n");
  refused("0\n1\na 0 1 2\n");
  refused("0\nx\n");
  refused("0\n");
  assertEquals(parseCheckpoint("x", "0\n1\na   0\t1\n", 3), [["a", "0", "1"]]);
});

simulated("OffsetCheckpointFile refuses offsets that are no numbers", async (fixture) => {
  const { disk } = fixture.runtime;
  await disk.makeDirectory("/data");
  const file = disk.open("/data/x", { create: "new", write: true });
  file.writeSync(text("0\n1\na 0 z\n"), 0);
  file.close();
  await assertRejects(() => new OffsetCheckpointFile(disk, "/data/x").read(), CorruptFileError);
});

simulated("OffsetCheckpointFile never shows a half-written file after a crash", async (fixture) => {
  await fixture.runtime.disk.makeDirectory("/data");
  await fixture.runtime.disk.syncDirectory("/");
  const file = () => new OffsetCheckpointFile(fixture.runtime.disk, "/data/x");
  await file().write([["t", 0, 1]]);
  for (let delay = 0; delay < 5; delay += 0.2) {
    const writing = file().write([["t", 0, 2]]);
    await fixture.runtime.clock.sleep(delay);
    fixture.crash("machine-torn");
    void writing;
    const offset = (await file().read()).get("t-0");
    assertEquals(offset === 1 || offset === 2, true, `${offset}`);
  }
});

simulated("LeaderEpochCheckpoint groups writes, and the last one stays", async (fixture) => {
  const { disk } = fixture.runtime;
  await disk.makeDirectory("/data/t-0");
  const file = new LeaderEpochCheckpoint(disk, "/data/t-0", new FileHandles(disk));
  assertEquals(await file.read(), null);
  const entries = [{ epoch: 0, startOffset: 0 }, { epoch: 2, startOffset: 10 }];
  const first = file.save(entries.slice(0, 1));
  await Promise.all([first, file.save([]), file.save(entries)]);
  assertEquals(await file.read(), entries);
  assertEquals(new TextDecoder().decode(await disk.readFile(file.path)), "0\n2\n0 0\n2 10\n");
});

simulated("LeaderEpochCheckpoint refuses entries that do not rise", async (fixture) => {
  const { disk } = fixture.runtime;
  await disk.makeDirectory("/data/t-0");
  fixture.writeFile("leader-epoch-checkpoint", text("0\n2\n1 0\n1 5\n"));
  await assertRejects(
    () => new LeaderEpochCheckpoint(disk, "/data/t-0", new FileHandles(disk)).read(),
    CorruptFileError,
  );
});
