import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { buildBrokerConfig } from "../../config/broker_config.ts";
import { connectionOverrides } from "../../config/broker_checks.ts";
import { ConfigError } from "../../config/config_error.ts";
import { type Endpoint, formatListener } from "../../config/listener.ts";
import { isZooKeeperStyle } from "../../config/zookeeper.ts";
import { brokerDefault } from "../../config/topic_defaults.ts";
import { lines } from "./fixture.ts";

const COMBINED = {
  "process.roles": "broker,controller",
  "node.id": "1",
  "controller.quorum.voters": "1@localhost:9093",
  "listeners": "PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093",
  "controller.listener.names": "CONTROLLER",
};

const properties = (texts: Record<string, string>) => new Map(Object.entries(texts));
const build = (texts: Record<string, string>) =>
  buildBrokerConfig({ file: properties({ ...COMBINED, ...texts }) });

interface ServerCase {
  name: string;
  properties: Record<string, string>;
  error?: string;
  nodeId?: string;
  processRoles?: string;
  listeners?: string;
  effectiveAdvertisedBrokerListeners?: string;
  interBrokerListenerName?: string;
  interBrokerSecurityProtocol?: string;
  logDirs?: string;
  metadataLogDir?: string;
  earlyStartListeners?: string;
  logRetentionTimeMillis?: string;
  logRollTimeMillis?: string;
  logRollTimeJitterMillis?: string;
  logFlushIntervalMs?: string;
}

/** Where Ottla means to differ from Kafka 4.3. */
const TAKEN_HERE: Record<string, string> = {
  "advertised trailing comma": "3.5 takes it, and Testcontainers for .NET sends it",
  "empty items": "3.5 takes it",
};
const REFUSED_HERE: Record<string, string> = {
  "port too large": "Kafka fails later, when it binds",
  "authorizer unknown": "Kafka fails later, when it loads the class",
  "replica selector": "Kafka fails later, when it loads the class",
};

function kafkaEndpoints(text: string): string[] {
  const form =
    /Endpoint\(listenerName='([^']*)', securityProtocol=(\w+), host='([^']*)', port=(\d+)\)/g;
  return [...text.matchAll(form)].map(([, name, protocol, host, port]) =>
    `${name}://${
      host === "null" ? "" : host!.includes(":") ? `[${host}]` : host
    }:${port} ${protocol}`
  );
}

const endpoints = (list: readonly Endpoint[]) =>
  list.map((it) => `${formatListener(it)} ${it.protocol}`);

Deno.test("buildBrokerConfig takes and refuses the server files that Kafka 4.3 does", () => {
  for (const { name, properties: texts, error } of lines<ServerCase>("server-4.3.ndjson")) {
    if (isZooKeeperStyle(properties(texts))) continue;
    let refused: string | null = null;
    try {
      buildBrokerConfig({ file: properties(texts) });
    } catch (thrown) {
      if (!(thrown instanceof ConfigError)) throw thrown;
      refused = thrown.message;
    }
    const expected = name in REFUSED_HERE || (error !== undefined && !(name in TAKEN_HERE));
    assertEquals(refused !== null, expected, `${name}: ours ${refused}, Kafka's ${error}`);
    if (refused !== null) assertEquals(refused.includes("\n"), false);
  }
});

Deno.test("buildBrokerConfig works out listeners, roles and directories as Kafka 4.3 does", () => {
  let compared = 0;
  for (const kafka of lines<ServerCase>("server-4.3.ndjson")) {
    if (kafka.error !== undefined || kafka.name in REFUSED_HERE) continue;
    const config = buildBrokerConfig({ file: properties(kafka.properties) });
    const { node } = config;
    assertEquals({
      id: String(node.id),
      broker: node.isBroker,
      controller: node.isController,
      listeners: endpoints(node.listeners),
      advertised: endpoints(node.advertisedListeners),
      interBroker: `${node.interBrokerListenerName} ${node.interBrokerSecurityProtocol}`,
      logDirs: `[${node.logDirs.join(", ")}]`,
      metadataLogDir: node.metadataLogDir,
      early: node.earlyStartListeners.map((it) => `ListenerName(${it})`).join(", "),
      retention: String(brokerDefault(config, "retention.ms")),
      roll: String(brokerDefault(config, "segment.ms")),
      jitter: String(brokerDefault(config, "segment.jitter.ms")),
      flush: String(brokerDefault(config, "flush.ms")),
    }, {
      id: kafka.nodeId!,
      broker: kafka.processRoles!.includes("broker"),
      controller: kafka.processRoles!.includes("controller"),
      listeners: kafkaEndpoints(kafka.listeners!),
      advertised: kafkaEndpoints(kafka.effectiveAdvertisedBrokerListeners!),
      interBroker: `${
        /\((.*)\)/.exec(kafka.interBrokerListenerName!)![1]
      } ${kafka.interBrokerSecurityProtocol}`,
      logDirs: kafka.logDirs!,
      metadataLogDir: kafka.metadataLogDir!,
      early: /Set\((.*)\)/.exec(kafka.earlyStartListeners!)![1]!,
      retention: kafka.logRetentionTimeMillis!,
      roll: kafka.logRollTimeMillis!,
      jitter: kafka.logRollTimeJitterMillis!,
      flush: kafka.logFlushIntervalMs!,
    }, kafka.name);
    compared++;
  }
  assert(compared > 80, `${compared}`);
});

Deno.test("buildBrokerConfig takes the ZooKeeper-style files that Kafka 3.5 takes", () => {
  let seen = 0;
  for (const { name, properties: texts, error } of lines<ServerCase>("server-3.5.ndjson")) {
    if (!isZooKeeperStyle(properties(texts))) continue;
    seen++;
    for (const zookeeper of ["embedded", "external"] as const) {
      let refused: string | null = null;
      try {
        buildBrokerConfig({ file: properties(texts) }, { zookeeper });
      } catch (thrown) {
        if (!(thrown instanceof ConfigError)) throw thrown;
        refused = thrown.message;
      }
      // A CONTROLLER listener without protocol gets one, because it becomes the coordinator's.
      const expected = error !== undefined && name !== "zk controller listener unmapped";
      assertEquals(
        refused !== null,
        expected,
        `${name} ${zookeeper}: ${refused}, Kafka's ${error}`,
      );
    }
  }
  assert(seen >= 7);
});

Deno.test("BrokerConfig.get gives the declared type, the file's value or the default", () => {
  const config = build({ "num.partitions": "12", "log.retention.ms": "5" });
  const partitions: number = config.get("num.partitions");
  assertStrictEquals(partitions, 12);
  assertStrictEquals(config.get("log.retention.ms"), 5n);
  assertStrictEquals(config.get("log.retention.minutes"), null);
  assertStrictEquals(config.number("log.flush.interval.messages"), Number.MAX_SAFE_INTEGER);
  assertEquals(config.source("num.partitions"), "static");
  assertEquals(config.source("num.io.threads"), "default");
});

Deno.test("buildBrokerConfig lets flags win over environment over file over defaults", () => {
  const config = buildBrokerConfig({
    defaults: properties({ ...COMBINED, "num.partitions": "1", "num.io.threads": "1" }),
    file: properties({ "num.partitions": "2", "num.network.threads": "2" }),
    environment: properties({ "num.partitions": "3", "background.threads": "3" }),
    overrides: properties({ "num.partitions": "4" }),
  });
  assertEquals([
    config.get("num.partitions"),
    config.get("background.threads"),
    config.get("num.network.threads"),
    config.get("num.io.threads"),
  ], [4, 3, 2, 1]);
});

Deno.test("buildBrokerConfig keeps unknown keys and says so", () => {
  const config = build({ "confluent.support.metrics.enable": "false" });
  assertEquals(config.text("confluent.support.metrics.enable"), "false");
  assertEquals(config.warnings, [
    "Unknown setting confluent.support.metrics.enable is kept and ignored",
  ]);
});

Deno.test("buildBrokerConfig takes coordinator for controller in process.roles", () => {
  const config = build({ "process.roles": "broker, coordinator" });
  assertEquals(config.get("process.roles"), ["broker", "controller"]);
  assertEquals([config.node.isBroker, config.node.isController], [true, true]);
});

Deno.test("buildBrokerConfig makes broker.id and node.id one", () => {
  const { "node.id": _, ...rest } = COMBINED;
  const config = buildBrokerConfig({ file: properties({ ...rest, "broker.id": "1" }) });
  assertEquals([config.get("node.id"), config.get("broker.id")], [1, 1]);
  assertThrows(() => build({ "broker.id": "2" }), ConfigError, "node.id");
});

Deno.test("buildBrokerConfig lets a controller have an empty advertised.listeners, as the images do", () => {
  const config = build({
    "process.roles": "controller",
    "listeners": "CONTROLLER://:9093",
    "advertised.listeners": "",
  });
  assertEquals(config.node.advertisedListeners, []);
  assertEquals(config.node.advertisedControllerListeners, [
    { name: "CONTROLLER", host: "", port: 9093, protocol: "PLAINTEXT" },
  ]);
});

Deno.test("buildBrokerConfig names the key, the value and what is allowed", () => {
  const refusals: [Record<string, string>, string, string[]][] = [
    [{ "num.partitions": "0" }, "num.partitions", ["0", "at least 1"]],
    [{ "advertised.listeners": "PLAINTEXT://0.0.0.0:9092" }, "advertised.listeners", ["0.0.0.0"]],
    [{ "advertised.listeners": "SSL://h:1" }, "advertised.listeners", ["SSL", "PLAINTEXT"]],
    [{ "listeners": "A://h:1,CONTROLLER://h:2" }, "listeners", ["A://h:1", "protocol.map"]],
    [{ "log.cleaner.threads": "0" }, "log.cleaner.threads", ["0", "at least 1"]],
    [{ "authorizer.class.name": "a.B" }, "authorizer.class.name", ["a.B", "StandardAuthorizer"]],
    [{ "controller.quorum.voters": "7@h:1" }, "controller.quorum.voters", ["7", "node.id 1"]],
    [
      { "group.consumer.session.timeout.ms": "70000" },
      "group.consumer.max.session.timeout.ms",
      ["60000", "group.consumer.session.timeout.ms (70000)"],
    ],
  ];
  for (const [texts, key, words] of refusals) {
    const error = assertThrows(() => build(texts), ConfigError);
    assertEquals(error.key, key, error.message);
    for (const word of [key, ...words]) assert(error.message.includes(word), error.message);
  }
});

Deno.test("BrokerConfig.getFor prefers what is written for the listener and the mechanism", () => {
  const config = build({
    "sasl.enabled.mechanisms": "PLAIN",
    "listener.name.external.sasl.enabled.mechanisms": "SCRAM-SHA-256,PLAIN",
    "listener.name.external.plain.sasl.jaas.config": "login",
    "max.connections": "9",
  });
  assertEquals(config.getFor("EXTERNAL", "sasl.enabled.mechanisms"), ["SCRAM-SHA-256", "PLAIN"]);
  assertEquals(config.getFor("PLAINTEXT", "sasl.enabled.mechanisms"), ["PLAIN"]);
  assertEquals(config.getFor("EXTERNAL", "sasl.jaas.config", "PLAIN")?.reveal(), "login");
  assertEquals(config.getFor("EXTERNAL", "sasl.jaas.config", "SCRAM-SHA-256"), null);
  assertEquals(config.getFor("EXTERNAL", "max.connections"), 9);
});

Deno.test("BrokerConfig.withDynamic puts the broker's own over all brokers' over the file", () => {
  const file = build({
    "log.retention.ms": "1",
    "num.io.threads": "1",
    "compression.type": "gzip",
  });
  const config = file.withDynamic({
    default: properties({ "log.retention.ms": "2", "num.io.threads": "2" }),
    broker: properties({ "log.retention.ms": "3" }),
  });
  assertEquals(config.get("log.retention.ms"), 3n);
  assertEquals(config.source("log.retention.ms"), "dynamic-broker");
  assertEquals(config.get("num.io.threads"), 2);
  assertEquals(config.source("num.io.threads"), "dynamic-default-broker");
  assertEquals(config.source("compression.type"), "static");
  assertEquals(file.get("num.io.threads"), 1);
  assertStrictEquals(config.node, file.node);
});

Deno.test("BrokerConfig.withDynamic leaves out what cannot be used, with a warning", () => {
  const config = build({}).withDynamic({
    default: properties({ "num.io.threads": "none", "listeners": "A://:1" }),
    broker: properties({ "num.partitions": "5", "background.threads": "4" }),
  });
  assertEquals([config.get("num.io.threads"), config.get("num.partitions")], [8, 1]);
  assertEquals(config.get("background.threads"), 4);
  assertEquals(config.warnings.length, 3);
});

Deno.test("connectionOverrides reads host:limit items", () => {
  const config = build({ "max.connections.per.ip.overrides": "127.0.0.1:5, host : 7,::1:2" });
  assertEquals([...connectionOverrides(config)], [["127.0.0.1", 5], ["host", 7], ["::1", 2]]);
});
