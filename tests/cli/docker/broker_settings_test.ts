import { assertEquals, assertThrows } from "@std/assert";
import { brokerSettings } from "../../../cli/docker/broker_settings.ts";
import { EnvironmentError } from "../../../cli/docker/environment_error.ts";

/** What the image itself sets. */
const IMAGE = { KAFKA_ADVERTISED_LISTENERS: "", KAFKA_ZOOKEEPER_CONNECT: "", CLUSTER_ID: "" };
const ZOOKEEPER = {
  ...IMAGE,
  KAFKA_ZOOKEEPER_CONNECT: "zookeeper:2181",
  KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://kafka:29092,PLAINTEXT_HOST://localhost:9092",
};
const KRAFT = {
  ...IMAGE,
  CLUSTER_ID: "MkU3OEVBNTcwNTJENDM2Qk",
  KAFKA_PROCESS_ROLES: "broker,controller",
  KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://kafka:9092",
};

Deno.test("brokerSettings: the smallest ZooKeeper environment gives exactly four settings", () => {
  const { mode, properties } = brokerSettings(ZOOKEEPER);
  assertEquals(mode, "Zookeeper");
  assertEquals([...properties], [
    ["advertised.listeners", "PLAINTEXT://kafka:29092,PLAINTEXT_HOST://localhost:9092"],
    ["listeners", "PLAINTEXT://0.0.0.0:29092,PLAINTEXT_HOST://0.0.0.0:9092"],
    ["log.dirs", "/var/lib/kafka/data"],
    ["zookeeper.connect", "zookeeper:2181"],
  ]);
});

Deno.test("brokerSettings: KRaft keeps the empty zookeeper.connect; listeners and directories given stay", () => {
  const { mode, properties } = brokerSettings({
    ...KRAFT,
    KAFKA_LISTENERS: "PLAINTEXT://:9092,CONTROLLER://:9093",
    KAFKA_LOG_DIRS: "/tmp/kraft-combined-logs",
  });
  assertEquals(mode, "KRaft");
  assertEquals(properties.get("zookeeper.connect"), "");
  assertEquals(properties.get("listeners"), "PLAINTEXT://:9092,CONTROLLER://:9093");
  assertEquals(properties.get("log.dirs"), "/tmp/kraft-combined-logs");
});

Deno.test("brokerSettings: a controller needs no advertised listeners, and gets none", () => {
  const controller = {
    ...KRAFT,
    KAFKA_PROCESS_ROLES: "controller",
    KAFKA_ADVERTISED_LISTENERS: "",
  };
  const { properties } = brokerSettings(controller);
  assertEquals(properties.get("advertised.listeners"), "");
  assertEquals(properties.has("listeners"), false);
  const listening = { ...controller, KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://kafka:9092" };
  assertThrows(
    () => brokerSettings(listening),
    EnvironmentError,
    "KAFKA_ADVERTISED_LISTENERS is not supported on a KRaft controller",
  );
});

Deno.test("brokerSettings names the required variable that is missing or empty", () => {
  for (
    const [environment, name] of [
      [IMAGE, "KAFKA_ZOOKEEPER_CONNECT"],
      [{}, "KAFKA_ZOOKEEPER_CONNECT"],
      [{ ...ZOOKEEPER, KAFKA_ADVERTISED_LISTENERS: "" }, "KAFKA_ADVERTISED_LISTENERS"],
      [{ ...KRAFT, CLUSTER_ID: "" }, "CLUSTER_ID"],
      [{ ...KRAFT, KAFKA_ADVERTISED_LISTENERS: undefined }, "KAFKA_ADVERTISED_LISTENERS"],
    ] as const
  ) {
    assertThrows(() => brokerSettings(environment), EnvironmentError, `${name} is required.`);
  }
});

Deno.test("brokerSettings refuses variables of the time before listeners, but not those of Kubernetes", () => {
  for (
    const name of ["KAFKA_ADVERTISED_PORT", "KAFKA_ADVERTISED_HOST", "KAFKA_HOST", "KAFKA_PORT"]
  ) {
    assertThrows(
      () => brokerSettings({ ...ZOOKEEPER, [name]: "9092" }),
      EnvironmentError,
      `${name} is deprecated. Please use KAFKA_ADVERTISED_LISTENERS instead.`,
    );
  }
  const { properties } = brokerSettings({ ...ZOOKEEPER, KAFKA_PORT: "tcp://10.0.0.1:9092" });
  assertEquals(properties.has("port"), false);
});

Deno.test("brokerSettings: empty items of an advertised list are dropped from listeners", () => {
  const { properties } = brokerSettings({
    ...ZOOKEEPER,
    KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://127.0.0.1:32768,BROKER://kafka:9093,",
  });
  assertEquals(properties.get("listeners"), "PLAINTEXT://0.0.0.0:32768,BROKER://0.0.0.0:9093");
});
