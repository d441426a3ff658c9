/** Topics that are created because somebody asked for them. */
import { assertEquals } from "@std/assert";
import { TopicCreator } from "../../broker/topic_creator.ts";
import { buildBrokerConfig } from "../../config/broker_config.ts";
import { quickstartSettings } from "../../config/quickstart.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { settle } from "../coordinator/virtual_clock.ts";
import { FakeController } from "./fake_controller.ts";

function creator(settings: Readonly<Record<string, string>> = {}) {
  const given = new Map(Object.entries({ "offsets.topic.num.partitions": "7", ...settings }));
  const config = buildBrokerConfig({ defaults: quickstartSettings(given), overrides: given });
  const controller = new FakeController();
  controller.answers.set("CreateTopics", [{ topics: [{ name: "x" }] }]);
  const failures: [string, string][] = [];
  const topics = new TopicCreator(config, controller, (topic, error) => {
    failures.push([topic, error instanceof ApiError ? error.errorName : String(error)]);
  });
  const context = { principal: { type: "User", name: "alice" } } as any;
  return {
    controller,
    failures,
    create: (name: string) => topics.createInBackground(name, context),
  };
}

Deno.test("TopicCreator asks for a topic with the cluster's defaults, once while it is under way", async () => {
  const { controller, create } = creator();
  create("orders");
  create("orders");
  assertEquals(controller.of("CreateTopics").map(({ topics }) => topics), [[{
    name: "orders",
    numPartitions: -1,
    replicationFactor: -1,
    assignments: [],
    configs: [],
  }]]);
  await settle();
  create("orders");
  assertEquals(controller.sent.length, 2);
});

Deno.test("TopicCreator asks for as many partitions and replicas as this broker was given: the controller's file may say less", () => {
  const { controller, create } = creator({
    "num.partitions": "3",
    "default.replication.factor": "2",
  });
  create("orders");
  const [{ topics: [topic] }] = controller.of("CreateTopics");
  assertEquals([topic.numPartitions, topic.replicationFactor], [3, 2]);
});

Deno.test("TopicCreator makes internal topics with their own settings", () => {
  const { controller, create } = creator();
  for (const name of ["__consumer_offsets", "__transaction_state", "__share_group_state"]) {
    create(name);
  }
  const made = controller.of("CreateTopics").map(({ topics: [topic] }) => [
    topic.numPartitions,
    topic.replicationFactor,
    topic.configs.map(({ name, value }: any) => `${name}=${value}`),
  ]);
  assertEquals(made, [
    [7, 1, ["cleanup.policy=compact", "compression.type=producer", "segment.bytes=104857600"]],
    [50, 1, [
      "compression.type=uncompressed",
      "cleanup.policy=compact",
      "min.insync.replicas=1",
      "segment.bytes=104857600",
      "unclean.leader.election.enable=false",
    ]],
    [50, 1, [
      "cleanup.policy=delete",
      "compression.type=producer",
      "retention.ms=-1",
      "min.insync.replicas=1",
      "segment.bytes=104857600",
    ]],
  ]);
});

Deno.test("TopicCreator tells of failures, except that the topic is there, and tries again when asked", async () => {
  const { controller, failures, create } = creator();
  controller.answers.set("CreateTopics", [
    { topics: [{ name: "t", errorCode: Errors.TOPIC_ALREADY_EXISTS }] },
    { topics: [{ name: "t", errorCode: Errors.INVALID_REPLICATION_FACTOR }] },
    new ApiError(Errors.REQUEST_TIMED_OUT),
  ]);
  for (let i = 0; i < 3; i++) {
    create("t");
    await settle();
  }
  assertEquals(failures, [["t", "INVALID_REPLICATION_FACTOR"], ["t", "REQUEST_TIMED_OUT"]]);
  assertEquals(controller.sent.length, 3);
});
