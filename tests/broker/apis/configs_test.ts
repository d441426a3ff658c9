/** IncrementalAlterConfigs, AlterConfigs and DescribeConfigs: what a broker refuses, does itself, and hands on. */
import { assertEquals, assertMatch } from "@std/assert";
import { Apis } from "../../../protocol/apis.ts";
import { Errors } from "../../../protocol/errors.ts";
import { AdminScene, batchOf, BROKER, DELETE, LOGGER, SET, TOPIC } from "./admin_scene.ts";

const APPEND = 2;
const SUBTRACT = 3;
const DYNAMIC_BROKER = 2;
const DYNAMIC_DEFAULT = 3;

const setting = (name: string, value: string | null, configOperation = SET) => ({
  name,
  configOperation,
  value,
});

async function codes(
  scene: AdminScene,
  ...resources: readonly (readonly [number, string, any[]])[]
) {
  const { responses } = await scene.ask(Apis.IncrementalAlterConfigs, {
    resources: resources.map(([resourceType, resourceName, configs]) => ({
      resourceType,
      resourceName,
      configs,
    })),
    validateOnly: false,
  });
  return responses.map((it: any) => [it.resourceName, it.errorCode]);
}

Deno.test("IncrementalAlterConfigs: each resource stands for itself, and answers keep their order", async () => {
  const scene = await AdminScene.start();
  await scene.createTopic("t");
  await scene.createTopic("u");
  const good = [setting("retention.ms", "9")];
  assertEquals(
    await codes(
      scene,
      [TOPIC, "nope", good],
      [TOPIC, "t", good],
      [99, "x", good],
      [TOPIC, "twice", good],
      [BROKER, "1", [setting("log.dirs", "/x")]],
      [TOPIC, "twice", good],
      [LOGGER, "1", [setting("root", "WARN")]],
      [TOPIC, "u", [setting("retention.ms", "9"), setting("retention.ms", null, DELETE)]],
      [BROKER, "1", [setting("num.io.threads", "9")]],
    ),
    [
      ["nope", Errors.UNKNOWN_TOPIC_OR_PARTITION],
      ["t", Errors.NONE],
      ["x", Errors.INVALID_REQUEST],
      ["twice", Errors.INVALID_REQUEST],
      ["1", Errors.INVALID_REQUEST],
      ["twice", Errors.INVALID_REQUEST],
      ["1", Errors.NONE],
      ["u", Errors.INVALID_REQUEST],
      ["1", Errors.INVALID_REQUEST],
    ],
  );
  await scene.advance(100);
  assertEquals(await scene.configOf(TOPIC, "t", "retention.ms"), ["9", 1]);
  await scene.stop();
});

Deno.test("IncrementalAlterConfigs of a broker checks against what is set already", async () => {
  const scene = await AdminScene.start({ "num.io.threads": "8" });
  const threads = (value: string) => scene.alter(BROKER, "1", { "num.io.threads": value });
  assertEquals((await threads("16")).errorCode, Errors.NONE);
  await scene.advance(100);
  assertEquals(await scene.configOf(BROKER, "1", "num.io.threads"), ["16", DYNAMIC_BROKER]);
  assertEquals((await threads("32")).errorCode, Errors.NONE);
  await scene.advance(100);
  const refused = await threads("15");
  assertEquals(refused.errorCode, Errors.INVALID_REQUEST);
  assertMatch(refused.errorMessage!, /should be at least half the current value 32/);
  assertMatch((await threads("65")).errorMessage!, /not be greater than double .* 32/);
  assertEquals((await scene.alter(BROKER, "", { "num.io.threads": "10" })).errorCode, Errors.NONE);
  await scene.advance(100);
  assertEquals(await scene.configOf(BROKER, "", "num.io.threads"), ["10", DYNAMIC_DEFAULT]);
  assertEquals((await scene.configOf(BROKER, "1", "num.io.threads"))[1], DYNAMIC_BROKER);
  await scene.stop();
});

Deno.test("IncrementalAlterConfigs of a broker: APPEND and SUBTRACT work on lists only", async () => {
  const scene = await AdminScene.start();
  const change = (name: string, value: string, operation: number) =>
    scene.alter(BROKER, "1", { [name]: value }, operation);
  const policy = async () => {
    await scene.advance(100);
    return (await scene.configOf(BROKER, "1", "log.cleanup.policy"))[0];
  };
  assertEquals((await change("log.cleanup.policy", "compact", APPEND)).errorCode, Errors.NONE);
  assertEquals(await policy(), "delete,compact");
  assertEquals((await change("log.cleanup.policy", "delete", SUBTRACT)).errorCode, Errors.NONE);
  assertEquals(await policy(), "compact");
  assertEquals(await change("log.retention.ms", "1", APPEND), {
    ...await change("log.retention.ms", "1", APPEND),
    errorCode: Errors.INVALID_CONFIG,
    errorMessage: "Config value append is not allowed for config key: log.retention.ms",
  });
  assertEquals((await change("foo", "1", SUBTRACT)).errorMessage, "Unknown config name: foo");
  assertEquals((await change("num.io.threads", "1", 9)).errorCode, Errors.UNKNOWN_SERVER_ERROR);
  await scene.stop();
});

Deno.test("AlterConfigs replaces every override, and knows no loggers", async () => {
  const scene = await AdminScene.start();
  await scene.createTopic("t", { "retention.ms": "1000" });
  const replace = async (resourceType: number, name: string, configs: Record<string, string>) => {
    const { responses: [{ errorCode, errorMessage }] } = await scene.ask(Apis.AlterConfigs, {
      resources: [{
        resourceType,
        resourceName: name,
        configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
      }],
      validateOnly: false,
    });
    await scene.advance(100);
    return errorCode === 0 ? 0 : [errorCode, errorMessage];
  };
  assertEquals(await replace(TOPIC, "t", { "segment.ms": "70000" }), 0);
  assertEquals(await scene.configOf(TOPIC, "t", "segment.ms"), ["70000", 1]);
  assertEquals((await scene.configOf(TOPIC, "t", "retention.ms"))[1] !== 1, true);
  assertEquals(await replace(BROKER, "1", { "background.threads": "11" }), 0);
  assertEquals(await replace(BROKER, "1", { "log.dirs": "/x" }), [
    Errors.INVALID_REQUEST,
    "Cannot update these configs dynamically: [log.dirs]",
  ]);
  assertEquals(await replace(BROKER, "2", {}), [
    Errors.INVALID_REQUEST,
    "Unexpected broker id, expected 1, but received 2",
  ]);
  assertEquals(await replace(LOGGER, "1", { root: "INFO" }), [
    Errors.INVALID_REQUEST,
    "Unknown resource type 8",
  ]);
  await scene.stop();
});

Deno.test("BROKER_LOGGER: levels are inherited, changed as a whole or not at all, and shown by DescribeConfigs", async () => {
  const scene = await AdminScene.start();
  const level = async (name: string) => (await scene.configOf(LOGGER, "1", name))[0];
  assertEquals(await level("ottla.broker"), "INFO");
  await scene.alter(LOGGER, "1", { "ottla": "ERROR" });
  assertEquals(await level("ottla.broker"), "ERROR");
  assertEquals(await level("root"), "INFO");
  await scene.alter(LOGGER, "1", { "kafka.server.KafkaApis": "TRACE" });
  assertEquals(await level("ottla.broker"), "TRACE");
  const refused = await scene.alter(LOGGER, "1", { "ottla": "DEBUG", "nobody": "DEBUG" });
  assertEquals(refused.errorMessage, "Logger nobody does not exist!");
  assertEquals(await level("ottla"), "ERROR");
  await scene.alter(LOGGER, "1", { "ottla.broker": null, "ottla": null });
  assertEquals(await level("ottla.broker"), "INFO");
  const validated = await scene.ask(Apis.IncrementalAlterConfigs, {
    resources: [{ resourceType: LOGGER, resourceName: "1", configs: [setting("root", "FATAL")] }],
    validateOnly: true,
  });
  assertEquals(validated.responses[0].errorCode, Errors.NONE);
  assertEquals(await level("root"), "INFO");
  assertEquals(
    (await scene.alter(LOGGER, "7", { "root": "INFO" })).errorMessage,
    "Unexpected broker id, expected 1, but received 7",
  );
  await scene.stop();
});

Deno.test("max.connections and max.connections.per.ip changed by IncrementalAlterConfigs count for the next connection", async () => {
  const scene = await AdminScene.start();
  assertEquals(
    (await scene.alter(BROKER, "1", { "max.connections.per.ip": "2" })).errorCode,
    Errors.NONE,
  );
  await scene.advance(100);
  const second = await scene.node.client();
  const third = await scene.node.client();
  await scene.advance(100);
  assertEquals([second.closedBy, third.closedBy], ["nobody", "end"]);
  await scene.alter(BROKER, "1", { "max.connections.per.ip": null });
  await scene.advance(100);
  const fourth = await scene.node.client();
  await scene.advance(100);
  assertEquals(fourth.closedBy, "nobody");
  await scene.stop();
});

Deno.test("producer.id.expiration.ms changed by IncrementalAlterConfigs makes DescribeProducers forget sooner", async () => {
  const scene = await AdminScene.start();
  await scene.createTopic("t");
  const batch = batchOf(["x"], scene.nowMs, { producerId: 7n, producerEpoch: 0, baseSequence: 0 });
  assertEquals((await scene.produce("t", batch)).errorCode, Errors.NONE);
  const count = async () => {
    const { topics } = await scene.ask(Apis.DescribeProducers, {
      topics: [{ name: "t", partitionIndexes: [0] }],
    });
    return topics[0].partitions[0].activeProducers.length;
  };
  await scene.advance(25 * 60_000);
  assertEquals(await count(), 1);
  await scene.alter(BROKER, "", { "producer.id.expiration.ms": "60000" });
  await scene.advance(11 * 60_000);
  assertEquals(await count(), 0);
  await scene.stop();
});

Deno.test("Settings changed by IncrementalAlterConfigs hold after a restart", async () => {
  const scene = await AdminScene.start();
  await scene.alter(BROKER, "", { "message.max.bytes": "400" });
  await scene.advance(100);
  await scene.stop();
  const again = await scene.restart();
  await again.createTopic("t");
  assertEquals(await again.configOf(TOPIC, "t", "max.message.bytes"), ["400", DYNAMIC_DEFAULT]);
  const large = batchOf([new Uint8Array(600)], again.nowMs);
  assertEquals((await again.produce("t", large)).errorCode, Errors.MESSAGE_TOO_LARGE);
  await again.stop();
});
