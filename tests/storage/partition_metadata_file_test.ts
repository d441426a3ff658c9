import { assertEquals, assertRejects } from "@std/assert";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { CorruptFileError } from "../../storage/errors.ts";
import { readPartitionMetadata } from "../../storage/partition_metadata_file.ts";
import { DIRECTORY, simulated, text, TOPIC_ID } from "./log_fixture.ts";

simulated("partition.metadata is durable before the log file is made", async (fixture) => {
  const log = await fixture.open();
  const bytes = await fixture.readFile("partition.metadata");
  assertEquals(new TextDecoder().decode(bytes), `version: 0\ntopic_id: ${TOPIC_ID}`);
  await log.close({ clean: true });
  fixture.crash("machine-lose-unsynced");
  assertEquals(await readPartitionMetadata(fixture.runtime.disk, DIRECTORY), TOPIC_ID);
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

simulated("readPartitionMetadata refuses what no Kafka writes", async (fixture) => {
  const { disk } = fixture.runtime;
  await disk.makeDirectory(DIRECTORY);
  assertEquals(await readPartitionMetadata(disk, DIRECTORY), null);
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
    await assertRejects(() => readPartitionMetadata(disk, DIRECTORY), CorruptFileError);
  }
  fixture.writeFile("partition.metadata", text(`version: 7\ntopic_id:  ${TOPIC_ID}\n`));
  assertEquals(await readPartitionMetadata(disk, DIRECTORY), TOPIC_ID);
});
