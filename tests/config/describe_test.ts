import { assert, assertEquals } from "@std/assert";
import { buildBrokerConfig } from "../../config/broker_config.ts";
import { CONFIG_SOURCE_CODES } from "../../config/config_source.ts";
import {
  CONFIG_TYPE_CODES,
  type ConfigEntry,
  describeBroker,
  describeBrokerDefaults,
  describeClientMetrics,
  describeGroup,
  describeTopic,
} from "../../config/describe.ts";
import { json, type KafkaConfigKey, type KafkaConfigs } from "./fixture.ts";

const properties = (texts: Record<string, string>) => new Map(Object.entries(texts));

const NONE = new Map<string, string>();
const KAFKA = json<KafkaConfigs>("configs-4.3.json");

/** The file of the broker that answered, put together from what it called static. */
function itsFile(): Map<string, string> {
  const file = new Map([["super.users", "User:admin"]]);
  for (const { name, source, value } of KAFKA.broker) {
    if (source === "STATIC_BROKER_CONFIG" && typeof value === "string") file.set(name, value);
  }
  return file;
}

const broker = (more: Record<string, string> = {}) =>
  buildBrokerConfig({ file: itsFile(), overrides: properties(more) });

const SOURCES: Record<string, string> = {
  "static": "STATIC_BROKER_CONFIG",
  "default": "DEFAULT_CONFIG",
  "dynamic-default-broker": "DYNAMIC_DEFAULT_BROKER_CONFIG",
};

function ours(entry: ConfigEntry) {
  return {
    name: entry.name,
    type: entry.type.toUpperCase(),
    value: entry.value,
    source: SOURCES[entry.source],
    readOnly: entry.isReadOnly,
    sensitive: entry.isSensitive,
    synonyms: entry.synonyms.map((it) => `${SOURCES[it.source]}:${it.name}=${it.value}`),
  };
}

function theirs(key: KafkaConfigKey) {
  return {
    name: key.name,
    type: key.type,
    value: key.value ?? null,
    source: key.source!,
    readOnly: key.readOnly === true,
    sensitive: key.sensitive === true,
    synonyms: key.synonyms!,
  };
}

/** As a cluster formatted at 4.3's level starts. */
const answering = () =>
  broker().withDynamic({ default: properties({ "min.insync.replicas": "1" }), broker: NONE });

const described = (scope: keyof KafkaConfigs) =>
  KAFKA[scope].filter((key) => key.described !== false).map(theirs)
    .sort((a, b) => a.name < b.name ? -1 : 1);

Deno.test("describeBroker answers each key as Kafka 4.3 answered", () => {
  assertEquals(describeBroker(answering(), null).map(ours), described("broker"));
});

Deno.test("describeTopic answers each key as Kafka 4.3 answered", () => {
  assertEquals(describeTopic(answering(), NONE, null).map(ours), described("topic"));
});

Deno.test("describeGroup answers each key as Kafka 4.3 answered", () => {
  // Group entries are answered with the source of the broker's setting behind them.
  assertEquals(describeGroup(answering(), NONE, null).map(ours), described("group"));
});

Deno.test("describeClientMetrics answers each key as Kafka 4.3 answered", () => {
  assertEquals(describeClientMetrics(NONE, null).map(ours), described("clientMetrics"));
});

Deno.test("describeTopic lists synonyms in the order in which they win", () => {
  const values = broker({ "log.retention.hours": "2", "log.retention.minutes": "3" }).withDynamic({
    default: properties({ "log.retention.ms": "400" }),
    broker: properties({ "log.retention.ms": "500" }),
  });
  const [entry] = describeTopic(values, properties({ "retention.ms": "600" }), ["retention.ms"]);
  assertEquals([entry!.value, entry!.source], ["600", "topic"]);
  assertEquals(entry!.synonyms.map((it) => [it.source, it.name, it.value]), [
    ["topic", "retention.ms", "600"],
    ["dynamic-broker", "log.retention.ms", "500"],
    ["dynamic-default-broker", "log.retention.ms", "400"],
    ["static", "log.retention.minutes", "3"],
    ["static", "log.retention.hours", "2"],
  ]);
});

Deno.test("describeTopic turns the broker's hours into the topic's milliseconds", () => {
  const [entry] = describeTopic(broker({ "log.retention.hours": "2" }), NONE, ["retention.ms"]);
  assertEquals([entry!.value, entry!.source], ["7200000", "static"]);
});

Deno.test("describeTopic shows internal.segment.bytes once it is set", () => {
  const names = (overrides: Record<string, string>) =>
    describeTopic(broker(), properties(overrides), null).map((it) => it.name);
  assertEquals(names({}).includes("internal.segment.bytes"), false);
  assert(names({ "internal.segment.bytes": "100" }).includes("internal.segment.bytes"));
});

Deno.test("describeBroker hides passwords and unknown keys, also in synonyms", () => {
  const values = broker({ "ssl.key.password": "secret", "foo": "bar" });
  for (const name of ["ssl.key.password", "foo"]) {
    const [entry] = describeBroker(values, [name]);
    assertEquals([entry!.value, entry!.isSensitive], [null, true]);
    assertEquals(entry!.synonyms, [{ name, value: null, source: "static" }]);
  }
});

Deno.test("describeBroker knows the type of a key written for one listener", () => {
  const key = "listener.name.external.ssl.keystore.location";
  const values = broker({ [key]: "/a", "ssl.keystore.location": "/b" });
  const [entry] = describeBroker(values, [key]);
  assertEquals([entry!.type, entry!.value, entry!.isReadOnly], ["string", "/a", true]);
  assertEquals(entry!.synonyms.map((it) => it.name), [key, "ssl.keystore.location"]);
});

Deno.test("describeBrokerDefaults lists what is set for all brokers and nothing else", () => {
  const entries = describeBrokerDefaults(properties({ "num.io.threads": " 4 " }), null);
  assertEquals(entries.map((it) => [it.name, it.value, it.source]), [
    ["num.io.threads", "4", "dynamic-default-broker"],
  ]);
});

Deno.test("codes of sources and types are those of DescribeConfigs", () => {
  assertEquals(Object.values(CONFIG_SOURCE_CODES), [1, 2, 3, 4, 5, 6, 7, 8]);
  assertEquals(CONFIG_TYPE_CODES.boolean, 1);
  assertEquals(CONFIG_TYPE_CODES.password, 9);
});
