/** What a broker adds to CreateTopics before the controller gets it. */
import { assertEquals } from "@std/assert";
import { createTopics } from "../../../broker/apis/create_topics.ts";
import { buildBrokerConfig } from "../../../config/broker_config.ts";

const ZOOKEEPER = {
  "broker.id": "1",
  "listeners": "PLAINTEXT://localhost:9092",
  "log.dirs": "/data",
  "zookeeper.connect": "zookeeper:2181",
};
const KRAFT = {
  "process.roles": "broker",
  "node.id": "1",
  "listeners": "PLAINTEXT://localhost:9092",
  "controller.quorum.voters": "1000@controller:9093",
  "controller.listener.names": "CONTROLLER",
  "log.dirs": "/data",
};
const TOPICS = [
  { name: "default", numPartitions: -1, replicationFactor: -1, assignments: [], configs: [] },
  { name: "asked", numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] },
  {
    name: "assigned",
    numPartitions: -1,
    replicationFactor: -1,
    assignments: [{ partitionIndex: 0, brokerIds: [1] }],
    configs: [],
  },
];

/** Partitions and replicas of each topic, as the controller is asked for them. */
async function forwarded(settings: Readonly<Record<string, string>>): Promise<number[][]> {
  let asked: any;
  const services: any = {
    config: buildBrokerConfig({ file: new Map(Object.entries(settings)) }, {
      zookeeper: "external",
    }),
    controller: {
      forward: (_: unknown, request: unknown) => {
        asked = request;
        return Promise.resolve({ topics: [] });
      },
    },
    metadata: { until: () => Promise.resolve(true) },
  };
  const request: any = { topics: TOPICS, timeoutMs: 1000, validateOnly: false };
  await createTopics(services).handle(request, {} as any);
  return asked.topics.map((it: any) => [it.numPartitions, it.replicationFactor]);
}

Deno.test("CreateTopics: where a coordinator stands in ZooKeeper's place, the broker's file tells the defaults", async () => {
  const settings = { "num.partitions": "3", "default.replication.factor": "2" };
  assertEquals(await forwarded({ ...ZOOKEEPER, ...settings }), [[3, 2], [1, 1], [-1, -1]]);
  assertEquals(await forwarded(ZOOKEEPER), [[-1, -1], [1, 1], [-1, -1]]);
});

Deno.test("CreateTopics: with KRaft the controller's file tells the defaults", async () => {
  assertEquals(await forwarded({ ...KRAFT, "num.partitions": "3" }), [[-1, -1], [1, 1], [-1, -1]]);
});
