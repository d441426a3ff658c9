import { assertEquals, assertMatch } from "@std/assert";
import { BROKER_SETTINGS } from "../../config/broker_settings.ts";
import { CLIENT_METRICS_SETTINGS } from "../../config/client_metrics_settings.ts";
import { REQUIRED, type Setting, type SettingTable } from "../../config/declaration.ts";
import { formatValue } from "../../config/format_value.ts";
import { GROUP_SETTINGS } from "../../config/group_settings.ts";
import { TOPIC_SETTINGS } from "../../config/topic_settings.ts";
import { json, type KafkaConfigKey, type KafkaConfigs } from "./fixture.ts";

const TABLES: Record<keyof KafkaConfigs, SettingTable> = {
  broker: BROKER_SETTINGS,
  topic: TOPIC_SETTINGS,
  group: GROUP_SETTINGS,
  clientMetrics: CLIENT_METRICS_SETTINGS,
};

/** Keys declared that no ConfigDef of Kafka lists: an authorizer's own key, and quotas that exist only dynamically. */
const BEYOND_KAFKA_LIST = [
  "allow.everyone.if.no.acl.found",
  "follower.replication.throttled.rate",
  "leader.replication.throttled.rate",
  "replica.alter.log.dirs.io.max.bytes.per.second",
];

function defaultText(setting: Setting): string | null {
  return setting.default === REQUIRED ? "<required>" : formatValue(setting.type, setting.default);
}

/** The facts of a key that Ottla's row and Kafka's definition must share. */
function facts(setting: Setting, kafka: KafkaConfigKey) {
  const described = kafka.described !== false;
  return {
    name: setting.name,
    type: setting.type.toUpperCase(),
    default: defaultText(setting),
    valid: setting.valid?.text ?? null,
    importance: setting.importance,
    internal: setting.options.internal === true,
    readOnly: described ? setting.change === "read-only" : false,
    sensitive: setting.type === "password" || setting.type === "unknown",
  };
}

function kafkaFacts(kafka: KafkaConfigKey) {
  return {
    name: kafka.name,
    type: kafka.type,
    default: kafka.default,
    valid: kafka.valid ?? null,
    importance: kafka.importance,
    internal: kafka.internal === true,
    readOnly: kafka.readOnly === true,
    sensitive: kafka.sensitive === true,
  };
}

for (const scope of ["broker", "topic", "group", "clientMetrics"] as const) {
  const declared = TABLES[scope];

  Deno.test(`${scope} settings agree with Kafka 4.3 in every key`, () => {
    const kafka = json<KafkaConfigs>("configs-4.3.json")[scope];
    for (const key of kafka) {
      if (key.type === "UNKNOWN") {
        assertEquals(declared[key.name]?.type, "unknown", key.name);
      } else {
        assertEquals(facts(declared[key.name]!, key), kafkaFacts(key));
      }
    }
    const names = new Set(kafka.map((key) => key.name));
    const others = Object.values(declared).filter((it) =>
      !names.has(it.name) && !it.options.legacy
    );
    assertEquals(
      others.map((it) => it.name).sort(),
      scope === "broker" ? BEYOND_KAFKA_LIST : [],
    );
  });
}

for (const scope of ["broker", "topic"] as const) {
  Deno.test(`${scope} settings keep, as legacy, the keys of Kafka 3.5 that 4.3 dropped`, () => {
    const dropped = new Map(
      json<KafkaConfigs>("configs-3.5.json")[scope].map((it) => [it.name, it]),
    );
    for (const key of json<KafkaConfigs>("configs-4.3.json")[scope]) dropped.delete(key.name);
    const legacy = Object.values(TABLES[scope]).filter((it) => it.options.legacy);
    assertEquals(legacy.map((it) => it.name).sort(), [...dropped.keys()].sort());
    for (const setting of legacy) {
      const key = dropped.get(setting.name)!;
      const { valid: _ours, ...ours } = facts(setting, key);
      const { valid: _theirs, ...theirs } = kafkaFacts(key);
      assertEquals(ours, theirs);
    }
  });
}

Deno.test("broker settings may change at run time as in Kafka 4.3", () => {
  const modes = json<Record<string, string>>("update-modes-4.3.json");
  for (const [name, mode] of Object.entries(modes)) {
    assertEquals(BROKER_SETTINGS[name as "node.id"]?.change as string, mode, name);
  }
});

Deno.test("every setting is explained in one sentence", () => {
  for (const table of Object.values(TABLES)) {
    for (const { doc } of Object.values(table)) assertMatch(doc, /^[^ ].*[^ .]\.$/);
  }
});
