import { assert, assertEquals, assertRejects } from "@std/assert";
import { ApiError, Errors } from "../../protocol/errors.ts";
import type { Disk } from "../../runtime/runtime.ts";
import { CorruptFileError } from "../../storage/errors.ts";
import { DirectorySync } from "../../storage/directory_sync.ts";
import { parsePartitionMetadata } from "../../storage/partition_metadata_file.ts";
import { append, batch, DIRECTORY, simulated, text, TOPIC_ID } from "./log_fixture.ts";

simulated(
  "partition.metadata is there at once, and durable with the first flushed record",
  async (fixture) => {
    const log = await fixture.open();
    const bytes = await fixture.readFile("partition.metadata");
    assertEquals(new TextDecoder().decode(bytes), `version: 0\ntopic_id: ${TOPIC_ID}`);
    append(log, batch(1));
    await log.flush();
    fixture.crash("machine-lose-unsynced");
    assertEquals(await topicIdOf(fixture.runtime.disk), TOPIC_ID);
    const again = await fixture.open({ clean: false, claims: false });
    assertEquals([again.logEndOffset, again.latestEpoch], [1, 0]);
  },
);

simulated(
  "PartitionLog takes over an empty directory that a crash left without its topic id",
  async (fixture) => {
    await (await fixture.open()).close({ clean: true });
    for (const content of ["", "\0\0\0\0"]) {
      fixture.writeFile("partition.metadata", text(content));
      const log = await fixture.open({ clean: false, claims: false });
      await log.close({ clean: true });
      assertEquals(await topicIdOf(fixture.runtime.disk), TOPIC_ID);
    }
  },
);

simulated(
  "PartitionLog leaves a directory alone that has records and does not say whose",
  async (fixture) => {
    const log = await fixture.open();
    append(log, batch(1));
    await log.close({ clean: true });
    await fixture.runtime.disk.remove(`${DIRECTORY}/partition.metadata`);
    const error = await assertRejects(() => fixture.open({ claims: false }), ApiError);
    assertEquals(error.code, Errors.INCONSISTENT_TOPIC_ID);
    assertEquals((await fixture.open()).logEndOffset, 1);
  },
);

simulated("DirectorySync makes one fsync for all who ask during another", async (fixture) => {
  const { disk } = fixture.runtime;
  let syncs = 0;
  const counting = {
    syncDirectory(path: string) {
      syncs++;
      return disk.syncDirectory(path);
    },
  };
  await disk.makeDirectory("/shared");
  const directories = new DirectorySync(counting as typeof disk);
  await Promise.all(Array.from({ length: 20 }, async (_, i) => {
    await disk.makeDirectory(`/shared/${i}`);
    await directories.sync("/shared");
  }));
  assert(syncs < 6, `${syncs}`);
  const before = syncs;
  await directories.sync("/shared");
  assertEquals(syncs, before + 1);
  await disk.syncDirectory("/");
  fixture.crash("machine-lose-unsynced");
  assertEquals((await fixture.runtime.disk.list("/shared")).length, 20);
});

simulated("PartitionLog refuses the directory of another topic", async (fixture) => {
  await (await fixture.open()).close({ clean: true });
  const error = await assertRejects(
    () => fixture.open({ topicId: "AAAAAAAAAAAAAAAAAAAAZg" }),
    ApiError,
  );
  assertEquals(error.code, Errors.INCONSISTENT_TOPIC_ID);
  assertEquals((await fixture.open({ topicId: null })).topicId, TOPIC_ID);
});

simulated("parsePartitionMetadata refuses what no Kafka writes", async (fixture) => {
  const { disk } = fixture.runtime;
  await disk.makeDirectory(DIRECTORY);
  for (
    const content of [
      "",
      "version: 0",
      "version: -1\ntopic_id: " + TOPIC_ID,
      "version: 0\ntopic_id: AAAAAAAAAAAAAAAAAAAAAA",
      "version: 0\ntopic_id: short",
      "topic_id: x\nversion: 0",
    ]
  ) {
    fixture.writeFile("partition.metadata", text(content));
    await assertRejects(() => topicIdOf(disk), CorruptFileError);
  }
  fixture.writeFile("partition.metadata", text(`version: 7\ntopic_id:  ${TOPIC_ID}\n`));
  assertEquals(await topicIdOf(disk), TOPIC_ID);
});

async function topicIdOf(disk: Disk): Promise<string> {
  return parsePartitionMetadata(DIRECTORY, await disk.readFile(`${DIRECTORY}/partition.metadata`));
}
