import { assertEquals, assertStrictEquals } from "@std/assert";
import { buildBrokerConfig } from "../../config/broker_config.ts";
import { quickstartSettings } from "../../config/quickstart.ts";
import { TopicConfig } from "../../config/topic_config.ts";

const properties = (texts: Record<string, string>) => new Map(Object.entries(texts));
const broker = (texts: Record<string, string> = {}) =>
  buildBrokerConfig({ defaults: quickstartSettings(new Map()), file: properties(texts) });

Deno.test("TopicConfig takes the override, then dynamic, then static settings, then the default", () => {
  const file = broker({ "log.segment.bytes": "2000000" });
  const dynamicDefault = file.withDynamic({
    default: properties({ "log.segment.bytes": "3000000" }),
    broker: new Map(),
  });
  const dynamic = file.withDynamic({
    default: properties({ "log.segment.bytes": "3000000" }),
    broker: properties({ "log.segment.bytes": "4000000" }),
  });
  const bytes = (values: ReturnType<typeof broker>, overrides: Record<string, string>) =>
    new TopicConfig(values, properties(overrides)).get("segment.bytes");
  assertEquals(bytes(broker(), {}), 1073741824);
  assertEquals(bytes(file, {}), 2000000);
  assertEquals(bytes(dynamicDefault, {}), 3000000);
  assertEquals(bytes(dynamic, {}), 4000000);
  assertEquals(bytes(dynamic, { "segment.bytes": "5000000" }), 5000000);
});

Deno.test("TopicConfig takes log.retention.ms over minutes over hours, negative as for ever", () => {
  const retention = (texts: Record<string, string>) =>
    new TopicConfig(broker(texts), new Map()).get("retention.ms");
  assertStrictEquals(retention({}), 604800000n);
  assertStrictEquals(retention({ "log.retention.hours": "2" }), 7200000n);
  assertStrictEquals(
    retention({ "log.retention.hours": "2", "log.retention.minutes": "3" }),
    180000n,
  );
  assertStrictEquals(retention({ "log.retention.minutes": "3", "log.retention.ms": "4" }), 4n);
  assertStrictEquals(retention({ "log.retention.hours": "-7" }), -1n);
});

Deno.test("TopicConfig loads segment.bytes below today's bound and internal.segment.bytes", () => {
  const low = new TopicConfig(broker(), properties({ "segment.bytes": "1200" }));
  assertEquals(low.segmentBytes, 1200);
  const internal = new TopicConfig(
    broker(),
    properties({ "segment.bytes": "2000000", "internal.segment.bytes": "100" }),
  );
  assertEquals(internal.segmentBytes, 100);
});

Deno.test("TopicConfig falls back where a stored override is not of its type", () => {
  const topic = new TopicConfig(broker(), properties({ "retention.ms": "long", "foo": "1" }));
  assertStrictEquals(topic.get("retention.ms"), 604800000n);
});

Deno.test("TopicConfig reads cleanup.policy, empty too", () => {
  const policy = (text: string) => {
    const topic = new TopicConfig(broker(), properties({ "cleanup.policy": text }));
    return [topic.isCompacted, topic.isDeleted];
  };
  assertEquals(policy("compact,delete"), [true, true]);
  assertEquals(policy("compact"), [true, false]);
  assertEquals(policy(""), [false, false]);
});

Deno.test("TopicConfig.number cuts no-limit longs to a safe number", () => {
  const topic = new TopicConfig(broker(), new Map());
  assertEquals(topic.number("flush.ms"), Number.MAX_SAFE_INTEGER);
  assertEquals(topic.number("retention.bytes"), -1);
});
