import { assertEquals } from "@std/assert";
import { Apis } from "../../../protocol/apis.ts";
import { Errors } from "../../../protocol/errors.ts";
import { AdminScene } from "./admin_scene.ts";

Deno.test("AlterReplicaLogDirs chooses the directory of a replica that is not made yet", async () => {
  const scene = await AdminScene.start({ "log.dirs": "/data,/more", "metadata.log.dir": "/data" });
  const place = async (path: string, topic: string) => {
    const { results } = await scene.ask(Apis.AlterReplicaLogDirs, {
      dirs: [{ path, topics: [{ name: topic, partitions: [0] }] }],
    });
    return results[0].partitions[0].errorCode;
  };
  const directoryOf = async (topic: string) => {
    const { results } = await scene.ask(Apis.DescribeLogDirs, {
      topics: [{ topic, partitions: [0] }],
    });
    return results.find((it: any) => it.topics.length > 0).logDir;
  };
  assertEquals(await place("/nowhere", "a"), Errors.LOG_DIR_NOT_FOUND);
  for (const topic of ["a", "b", "c"]) {
    assertEquals(await place("/more/", topic), Errors.UNKNOWN_TOPIC_OR_PARTITION);
    await scene.createTopic(topic);
    assertEquals(await directoryOf(topic), "/more");
  }
  assertEquals(await place("/more", "a"), Errors.NONE);
  assertEquals(await place("/data", "a"), Errors.UNSUPPORTED_VERSION);
  await scene.createTopic("d");
  assertEquals(await directoryOf("d"), "/data", "others go where there are fewest");
  await scene.stop();
});
