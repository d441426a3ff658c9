/** A disk that fails takes its log directory's partitions along, and the broker when it was the last. */
import { assertEquals } from "@std/assert";
import { LogDirectoryFailures } from "../../../broker/partition/log_directory_failures.ts";
import { Partition } from "../../../broker/partition/partition.ts";
import { Apis } from "../../../protocol/apis.ts";
import { Errors } from "../../../protocol/errors.ts";
import { simulated } from "../../storage/log_fixture.ts";
import { SimulatedNode } from "../simulated_node.ts";
import { WireReplay } from "../wire_replay.ts";
import { batchOf, ME, partitionState } from "./partition_fixture.ts";

simulated(
  "LogDirectoryFailures takes all partitions of the directory offline, tells once, and ends with the last",
  async (fixture) => {
    const log = await fixture.open();
    const places = ["a", "a", "b"];
    const told: string[] = [];
    const partitions = places.map((_, index) =>
      new Partition("t", index, log.topicId, ME, log, partitionState(), 1, (failed) => {
        failures.partitionFailed(failed);
      })
    );
    const failures: LogDirectoryFailures = new LogDirectoryFailures({
      directories: [{ id: "a", path: "/a" }, { id: "b", path: "/b" }],
      directoryIdOf: (_, index) => places[index],
      partitions: () => partitions,
      onFailed: (path, ids) => told.push(`${path} of ${ids}`),
      onAllFailed: (paths) => told.push(`all: ${paths}`),
    });
    const offline = () => partitions.map(({ isOffline }) => isOffline);
    partitions[1].markOffline();
    assertEquals([offline(), told], [[true, true, false], ["/a of a"]]);
    partitions[2].markOffline();
    assertEquals([offline(), told.slice(1)], [[true, true, true], ["/b of a,b", "all: /a,/b"]]);
  },
);

Deno.test("A node whose only disk is full refuses what it can't keep, and says that it can't go on", async () => {
  const node = await new SimulatedNode().start();
  const wire = new WireReplay(node);
  await wire.ask(Apis.CreateTopics, 7, {
    topics: [{ name: "t", numPartitions: 2, replicationFactor: 1, assignments: [], configs: [] }],
    timeoutMs: 5_000,
  });
  const produce = async (index: number) => {
    const answer = await wire.ask(Apis.Produce, 9, {
      acks: 1,
      timeoutMs: 1_000,
      transactionalId: null,
      topicData: [{ name: "t", partitionData: [{ index, records: batchOf("x") }] }],
    });
    return answer.responses[0].partitionResponses[0].errorCode;
  };
  assertEquals([await produce(0), await produce(1)], [0, 0]);
  node.world.limitDisk("localhost", 0);
  assertEquals(await produce(0), Errors.KAFKA_STORAGE_ERROR);
  assertEquals(await produce(1), Errors.KAFKA_STORAGE_ERROR);
  const [failure] = node.fatal;
  assertEquals(String(failure), "Error: All log directories have failed (log.dirs: /data)");
  node.world.crash("localhost", "process");
});
