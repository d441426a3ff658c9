import { assertEquals } from "@std/assert";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { Harness, WITH_ELR } from "./harness.ts";

async function describe(it: Harness, resourceType: number, resourceName: string, key: string) {
  const { results: [{ errorCode, configs }] } = await it.send(Apis.DescribeConfigs, {
    resources: [{ resourceType, resourceName, configurationKeys: [key] }],
    includeSynonyms: true,
  });
  const [entry] = configs;
  if (entry === undefined) return { errorCode };
  const synonyms = entry.synonyms.map(({ name, source }) => [name, source]);
  return { errorCode, value: entry.value, source: entry.configSource, synonyms };
}

Deno.test("DescribeConfigs of a controller shows dynamic values over its own file", async () => {
  const it = await new Harness({ features: WITH_ELR, settings: { "log.retention.bytes": "77" } })
    .lead();
  await it.startBrokers([2]);
  await it.createTopic("t", [[2]], { "retention.ms": "5" });
  const retention = await describe(it, 2, "t", "retention.ms");
  assertEquals([retention.value, retention.source], ["5", 1]);
  assertEquals(retention.synonyms![0], ["retention.ms", 1]);
  const bytes = await describe(it, 2, "t", "retention.bytes");
  assertEquals([bytes.value, bytes.source], ["77", 4]);
  const minIsr = await describe(it, 4, "", "min.insync.replicas");
  assertEquals([minIsr.value, minIsr.source], ["1", 3]);
  const own = await describe(it, 4, "1", "min.insync.replicas");
  assertEquals([own.value, own.source], ["1", 3]);
  const group = await describe(it, 32, "g", "consumer.session.timeout.ms");
  assertEquals([group.value, group.source], ["45000", 5]);
  const metrics = await describe(it, 16, "m", "interval.ms");
  assertEquals([metrics.value, metrics.source], ["300000", 5]);
});

Deno.test("DescribeConfigs of a controller refuses what is not there, resource by resource", async () => {
  const it = await new Harness().lead();
  const code = async (type: number, name: string) =>
    (await describe(it, type, name, "x")).errorCode;
  assertEquals(await code(2, "nope"), Errors.UNKNOWN_TOPIC_OR_PARTITION);
  assertEquals(await code(2, "a b"), Errors.INVALID_TOPIC_EXCEPTION);
  assertEquals(await code(4, "7"), Errors.INVALID_REQUEST);
  assertEquals(await code(16, ""), Errors.INVALID_REQUEST);
  assertEquals(await code(32, ""), Errors.INVALID_REQUEST);
  assertEquals(await code(99, "x"), Errors.INVALID_REQUEST);
});
