import { assertEquals } from "@std/assert";
import {
  environmentProperties,
  listenersFromAdvertised,
  propertyName,
} from "../../config/environment.ts";

Deno.test("propertyName spells variables as cp-kafka does", () => {
  const names: [string, string | null][] = [
    ["KAFKA_BROKER_ID", "broker.id"],
    ["KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "listener.security.protocol.map"],
    ["KAFKA_FOO__BAR_BAZ", "foo_bar.baz"],
    ["KAFKA_FOO___BAR", "foo-bar"],
    [
      "KAFKA_LISTENER_NAME_SECURE_SCRAM-SHA-512_SASL_JAAS_CONFIG",
      "listener.name.secure.scram-sha-512.sasl.jaas.config",
    ],
    [
      "KAFKA_LISTENER_NAME_SECURE_SCRAM___SHA___512_SASL_JAAS_CONFIG",
      "listener.name.secure.scram-sha-512.sasl.jaas.config",
    ],
    ["KAFKA_ZOOKEEPER_CLIENT_CNXN_SOCKET", "zookeeper.clientCnxnSocket"],
    ["CONFLUENT_SUPPORT_METRICS_ENABLE", "confluent.support.metrics.enable"],
    ["KAFKA_CONFLUENT_SUPPORT_METRICS_ENABLE", "confluent.support.metrics.enable"],
    ["KAFKA_JMX_PORT", "jmx.port"],
    ["KAFKA_OPTS", null],
    ["KAFKA_HEAP_OPTS", null],
    ["KAFKA_LOG4J_LOGGERS", null],
    ["KAFKA_LOG4J_ROOT_LOGLEVEL", null],
    ["KAFKA_", null],
    ["MY_KAFKA_BROKER_ID", null],
    ["CLUSTER_ID", null],
    ["PATH", null],
  ];
  for (const [variable, name] of names) assertEquals(propertyName(variable), name, variable);
});

Deno.test("propertyName spells variables as apache/kafka does", () => {
  const names: [string, string | null][] = [
    ["KAFKA_PROCESS_ROLES", "process.roles"],
    ["KAFKA_KAFKA_METRICS_REPORTERS", "metrics.reporters"],
    ["KAFKA_FOO__BAR___BAZ", "foo_bar-baz"],
    ["KAFKA_JMX_HOSTNAME", null],
    ["CONFLUENT_SUPPORT_METRICS_ENABLE", null],
  ];
  for (const [variable, name] of names) {
    assertEquals(propertyName(variable, "apache"), name, variable);
  }
});

Deno.test("environmentProperties takes values as they are, empty ones too, sorted by name", () => {
  const properties = environmentProperties({
    KAFKA_ZOOKEEPER_CONNECT: "",
    KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://Kafka:9092",
    HOME: "/root",
    KAFKA_BROKER_ID: "1",
    KAFKA_GONE: undefined,
  });
  assertEquals([...properties], [
    ["advertised.listeners", "PLAINTEXT://Kafka:9092"],
    ["broker.id", "1"],
    ["zookeeper.connect", ""],
  ]);
});

Deno.test("environmentProperties leaves out the links of a Kubernetes service called kafka", () => {
  const properties = environmentProperties({
    KAFKA_PORT: "tcp://10.0.0.1:9092",
    KAFKA_SERVICE_PORT: "9092",
    KAFKA_NODE_ID: "3",
  });
  assertEquals([...properties.keys()], ["node.id", "service.port"]);
});

Deno.test("listenersFromAdvertised keeps names and ports and listens everywhere", () => {
  assertEquals(
    listenersFromAdvertised("PLAINTEXT://kafka:29092,HOST://[::1]:9092,"),
    "PLAINTEXT://0.0.0.0:29092,HOST://0.0.0.0:9092",
  );
});
