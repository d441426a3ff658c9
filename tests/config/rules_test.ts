import { assertEquals } from "@std/assert";
import { buildBrokerConfig } from "../../config/broker_config.ts";
import { readClientMetricsSubscription } from "../../config/client_metrics_config.ts";
import { ConfigError } from "../../config/config_error.ts";
import {
  checkDynamicBrokerConfig,
  usableDynamicConfig,
} from "../../config/dynamic_broker_config.ts";
import { checkGroupOverrides, GroupConfig } from "../../config/group_config.ts";
import { checkTopicOverrides } from "../../config/topic_config.ts";
import { lines } from "./fixture.ts";

interface Rule {
  kind: "topic" | "group" | "clientMetrics" | "clientMetrics name" | "dynamic";
  existing?: Record<string, string>;
  overrides: Record<string, string>;
  remoteSystem?: boolean;
  perBroker?: boolean;
  error?: string;
  class?: string;
}

const properties = (texts: Record<string, string>) => new Map(Object.entries(texts));

const broker = (more: Record<string, string> = {}) =>
  buildBrokerConfig({
    file: properties({
      "process.roles": "broker,controller",
      "node.id": "1",
      "controller.quorum.voters": "1@localhost:9093",
      "listeners": "PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093",
      "controller.listener.names": "CONTROLLER",
      ...more,
    }),
  });

function refusal(check: () => void): ConfigError | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

const rules = (kind: Rule["kind"]) =>
  lines<Rule>("rules-4.3.ndjson").filter((it) => it.kind === kind);

/** Rules about tiered storage, which Ottla words for itself. */
const OWN_WORDS = /^(Tiered Storage|Remote log storage|When `remote|It is invalid)/;

Deno.test("checkTopicOverrides refuses what Kafka 4.3 refuses, in the same words", () => {
  for (const { existing, overrides, remoteSystem, error } of rules("topic")) {
    const key = Object.keys(overrides)[0] ?? "";
    // Kept from 3.x, where scripts set them.
    if (/^message\.(timestamp\.difference|format|downconversion)/.test(key)) continue;
    const values = broker({ "remote.log.storage.system.enable": String(remoteSystem) });
    const ours = refusal(() =>
      checkTopicOverrides(values, properties(existing!), properties(overrides))
    );
    const what = JSON.stringify({ existing, overrides, remoteSystem });
    if (error !== undefined && OWN_WORDS.test(error)) {
      assertEquals(ours !== null, true, what);
    } else {
      assertEquals(ours?.message ?? null, error ?? null, what);
    }
  }
});

Deno.test("checkTopicOverrides holds the topic's lag against the broker's", () => {
  const values = broker({ "log.cleaner.max.compaction.lag.ms": "5" });
  const error = refusal(() =>
    checkTopicOverrides(values, new Map(), properties({ "min.compaction.lag.ms": "10" }))
  );
  assertEquals(
    error?.message,
    "conflict topic config setting min.compaction.lag.ms (10) > max.compaction.lag.ms (5)",
  );
});

Deno.test("checkTopicOverrides takes the topic settings of 3.x", () => {
  const overrides = properties({
    "message.format.version": "2.8-IV1",
    "message.downconversion.enable": "false",
    "message.timestamp.difference.max.ms": "5",
  });
  assertEquals(refusal(() => checkTopicOverrides(broker(), new Map(), overrides)), null);
});

Deno.test("checkGroupOverrides refuses what Kafka 4.3 refuses, in the same words", () => {
  for (const { overrides, error } of rules("group")) {
    const ours = refusal(() => checkGroupOverrides(broker(), properties(overrides)));
    assertEquals(ours?.message ?? null, error ?? null, JSON.stringify(overrides));
  }
});

Deno.test("checkGroupOverrides wants the session longer than the heartbeat interval", () => {
  const values = broker({ "group.consumer.min.session.timeout.ms": "5000" });
  const check = (sessionMs: string) =>
    refusal(() =>
      checkGroupOverrides(values, properties({ "consumer.session.timeout.ms": sessionMs }))
    );
  assertEquals(
    check("5000")?.message,
    "consumer.session.timeout.ms must be greater than consumer.heartbeat.interval.ms",
  );
  assertEquals(check("5001"), null);
});

Deno.test("GroupConfig moves stored values to the broker's bounds and falls back to its settings", () => {
  const group = new GroupConfig(
    broker({ "group.share.record.lock.duration.ms": "20000" }),
    properties({
      "consumer.session.timeout.ms": "99999",
      "share.delivery.count.limit": "99",
      "streams.num.standby.replicas": "7",
      "share.isolation.level": "read_committed",
    }),
  );
  const sessionMs: number = group.get("consumer.session.timeout.ms");
  assertEquals(sessionMs, 60000);
  assertEquals(group.get("share.delivery.count.limit"), 10);
  assertEquals(group.get("streams.num.standby.replicas"), 2);
  assertEquals(group.get("share.record.lock.duration.ms"), 20000);
  assertEquals(group.get("share.isolation.level"), "read_committed");
  assertEquals(group.get("share.auto.offset.reset"), "latest");
  assertEquals(group.get("share.renew.acknowledge.enable"), true);
});

Deno.test("readClientMetricsSubscription refuses what Kafka 4.3 refuses, with its words and code", () => {
  for (const kind of ["clientMetrics", "clientMetrics name"] as const) {
    for (const { overrides, error, class: kafkaClass } of rules(kind)) {
      const name = kind === "clientMetrics" ? "sub" : "";
      const ours = refusal(() => readClientMetricsSubscription(name, properties(overrides)));
      assertEquals(ours?.message ?? null, error ?? null, JSON.stringify(overrides));
      assertEquals(ours?.invalidRequest ?? false, kafkaClass === "InvalidRequestException");
    }
  }
});

Deno.test("readClientMetricsSubscription gives prefixes, interval and whole-value patterns", () => {
  const subscription = readClientMetricsSubscription(
    "sub",
    properties({ "metrics": "org.a, org.b", "match": "client_id=app-.*" }),
  );
  assertEquals(subscription.metrics, ["org.a", "org.b"]);
  assertEquals(subscription.intervalMs, 300000);
  const pattern = subscription.match.get("client_id")!;
  assertEquals([pattern.test("app-1"), pattern.test("my-app-1")], [true, false]);
});

Deno.test("checkDynamicBrokerConfig refuses what Kafka 4.3 refuses, in the same words", () => {
  const sorted = (message: string | null) =>
    message?.replace(/\[(.*)\]$/, (_, keys: string) => `[${keys.split(", ").sort().join(", ")}]`);
  for (const { overrides, perBroker, error } of rules("dynamic")) {
    const target = perBroker ? "broker" : "default";
    const ours = refusal(() => checkDynamicBrokerConfig(properties(overrides), target));
    assertEquals(
      sorted(ours?.message ?? null),
      sorted(error ?? null),
      JSON.stringify({ overrides, target }),
    );
  }
});

Deno.test("usableDynamicConfig keeps the good ones of a stored set", () => {
  const { usable, refused } = usableDynamicConfig(
    properties({ "num.io.threads": "4", "num.partitions": "4", "log.retention.ms": "x" }),
    "default",
  );
  assertEquals([...usable], [["num.io.threads", "4"]]);
  assertEquals(refused.map((error) => error.key), ["num.partitions", "log.retention.ms"]);
});
