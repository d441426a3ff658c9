import { assertEquals, assertThrows } from "@std/assert";
import { bitnamiProperties, bitnamiSettings } from "../../../cli/docker/bitnami_settings.ts";
import { EnvironmentError } from "../../../cli/docker/environment_error.ts";

/** What the image itself sets. */
const IMAGE = { KAFKA_ADVERTISED_LISTENERS: "", KAFKA_ZOOKEEPER_CONNECT: "", CLUSTER_ID: "" };
const BASE: [string, string][] = [
  ["offsets.topic.replication.factor", "1"],
  ["transaction.state.log.min.isr", "1"],
  ["transaction.state.log.replication.factor", "1"],
];

Deno.test("bitnamiProperties: KAFKA_CFG_ and any setting, without CFG_ those of a broker alone, which win", () => {
  const properties = bitnamiProperties({
    ...IMAGE,
    KAFKA_CFG_LISTENERS: "PLAINTEXT://:9092",
    KAFKA_CFG_ADVERTISED_LISTENERS: "PLAINTEXT://localhost:9092",
    KAFKA_CFG_LISTENER_NAME_SASL_PLAINTEXT_PLAIN_SASL_JAAS_CONFIG: "x",
    KAFKA_CFG_ZOOKEEPER_CLIENTCNXNSOCKET: "Netty",
    KAFKA_CFG_NUM_PARTITIONS: "3",
    KAFKA_NUM_PARTITIONS: "4",
    KAFKA_AUTO_CREATE_TOPICS_ENABLE: "true",
    KAFKA_CFG_: "nothing",
    KAFKA_ENABLE_KRAFT: "yes",
    KAFKA_KRAFT_CLUSTER_ID: "abcdefghijklmnopqrstuv",
    KAFKA_CLIENT_USERS: "user",
    KAFKA_HEAP_OPTS: "-Xmx1g",
    KAFKA_PORT: "tcp://10.0.0.1:9092",
    ALLOW_PLAINTEXT_LISTENER: "yes",
    BITNAMI_DEBUG: "yes",
  });
  assertEquals([...properties], [
    ["advertised.listeners", "PLAINTEXT://localhost:9092"],
    ["auto.create.topics.enable", "true"],
    ["listener.name.sasl_plaintext.plain.sasl.jaas.config", "x"],
    ["listeners", "PLAINTEXT://:9092"],
    ["num.partitions", "4"],
    ["zookeeper.clientCnxnSocket", "Netty"],
  ]);
});

Deno.test("bitnamiSettings: with a ZooKeeper, the data in /bitnami and internal topics of one replica", () => {
  const { mode, properties } = bitnamiSettings({
    ...IMAGE,
    KAFKA_CFG_ZOOKEEPER_CONNECT: "zookeeper:2181",
    ALLOW_PLAINTEXT_LISTENER: "yes",
  }, null);
  assertEquals(mode, "Zookeeper");
  assertEquals([...properties], [
    ["log.dirs", "/bitnami/kafka/data"],
    ...BASE,
    ["zookeeper.connect", "zookeeper:2181"],
  ]);
});

Deno.test("bitnamiSettings: KAFKA_ENABLE_KRAFT=no drops what KRaft alone wants", () => {
  const both = {
    KAFKA_CFG_ZOOKEEPER_CONNECT: "zookeeper:2181",
    KAFKA_CFG_PROCESS_ROLES: "broker,controller",
    KAFKA_CFG_CONTROLLER_LISTENER_NAMES: "CONTROLLER",
  };
  const { mode, properties } = bitnamiSettings({ ...both, KAFKA_ENABLE_KRAFT: "no" }, null);
  assertEquals(mode, "Zookeeper");
  assertEquals(properties.has("controller.listener.names"), false);
  assertEquals(bitnamiSettings(both, null).mode, "KRaft");
});

Deno.test("bitnamiSettings: neither a ZooKeeper nor roles makes one node, by the id that is given", () => {
  const { mode, properties } = bitnamiSettings({
    KAFKA_BROKER_ID: "7",
    ALLOW_PLAINTEXT_LISTENER: "yes",
  }, null);
  assertEquals(mode, "KRaft");
  assertEquals(properties.get("controller.quorum.voters"), "7@localhost:9093");
  assertEquals(properties.get("node.id"), "7");
  assertEquals(properties.get("listeners"), "PLAINTEXT://:9092,CONTROLLER://:9093");
  assertThrows(
    () => bitnamiSettings({ KAFKA_CFG_LISTENERS: "PLAINTEXT://:9092" }, null),
    EnvironmentError,
    "KAFKA_CFG_PROCESS_ROLES is required.",
  );
});

Deno.test("bitnamiSettings: a mounted file stands for itself, whatever the variables say", () => {
  const file = new Map([["process.roles", "broker,controller"], ["node.id", "3"]]);
  const { mode, properties } = bitnamiSettings({ KAFKA_CFG_NODE_ID: "4" }, file);
  assertEquals(mode, "KRaft");
  assertEquals([...properties], [
    ["log.dirs", "/bitnami/kafka/data"],
    ["node.id", "3"],
    ["process.roles", "broker,controller"],
  ]);
});
