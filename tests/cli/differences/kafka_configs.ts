/** Where kafka-configs differs from Kafka's; see `transcript_differences.ts`. */
import type { Differences } from "../transcript_reasons.ts";

export const KAFKA_CONFIGS_DIFFERENCES: Differences = {
  "kafka-configs-4.3": [
    ["kafka-configs --bootstrap-server localhost:19092 --describe --broker 1 --all", "settings"],
    ["kafka-configs --bootstrap-server localhost:19092 --describe --broker-logger 1", "settings"],
    ["kafka-configs --zookeeper localhost:2181 --describe --entity-type topics", "accepted"],
    [
      "kafka-configs --bootstrap-server localhost:19092 --zookeeper localhost:2181 --describe --entity-type topics",
      "accepted",
    ],
    [
      "kafka-configs --bootstrap-server localhost:19092 --describe --topic three --force",
      "accepted",
    ],
  ],
  "kafka-configs-3.5": [
    ["kafka-configs", "of 4.3"],
    ["kafka-configs --help", "of 4.3"],
    ["kafka-configs --version", "of 4.3"],
    ["kafka-configs --bootstrap-server localhost:19092 --describe --topic three --all", "of 4.3"],
    ["kafka-configs --bootstrap-server localhost:19092 --describe --topic nope", "of 4.3"],
    [
      "kafka-configs --bootstrap-server localhost:19092 --alter --topic three --delete-config retention.ms",
      "of 4.3",
    ],
    [
      "kafka-configs --bootstrap-server localhost:19092 --alter --topic three --delete-config foo",
      "of 4.3",
    ],
    [
      "kafka-configs --bootstrap-server localhost:19092 --alter --topic three --add-config retention.ms",
      "of 4.3",
    ],
    [
      "kafka-configs --bootstrap-server localhost:19092 --alter --topic nope --add-config retention.ms=1",
      "of 4.3",
    ],
    [
      "kafka-configs --bootstrap-server localhost:19092 --alter --entity-type topics --entity-default --add-config retention.ms=1",
      "of 4.3",
    ],
    ["kafka-configs --bootstrap-server localhost:19092 --describe --entity-type brokers", "of 4.3"],
    ["kafka-configs --bootstrap-server localhost:19092 --describe --broker 1 --all", "settings"],
    ["kafka-configs --bootstrap-server localhost:19092 --describe --broker 7", "of 4.3"],
    ["kafka-configs --bootstrap-server localhost:19092 --describe --broker-defaults", "of 4.3"],
    [
      "kafka-configs --bootstrap-server localhost:19092 --describe --entity-type brokers --entity-default",
      "of 4.3",
    ],
    [
      "kafka-configs --bootstrap-server localhost:19092 --alter --broker 1 --add-config node.id=5",
      "of 4.3",
    ],
    [
      "kafka-configs --bootstrap-server localhost:19092 --alter --broker 1 --add-config log.dirs=/x",
      "of 4.3",
    ],
    [
      "kafka-configs --bootstrap-server localhost:19092 --alter --broker 1 --add-config background.threads=0",
      "of 4.3",
    ],
    [
      "kafka-configs --bootstrap-server localhost:19092 --alter --broker 1 --add-config background.threads=1000",
      "of 4.3",
    ],
    [
      "kafka-configs --bootstrap-server localhost:19092 --alter --broker 7 --add-config background.threads=9",
      "of 4.3",
    ],
    [
      "kafka-configs --bootstrap-server localhost:19092 --alter --broker 1 --delete-config log.cleaner.threads",
      "of 4.3",
    ],
    ["kafka-configs --bootstrap-server localhost:19092 --describe --broker-logger 1", "settings"],
    [
      "kafka-configs --bootstrap-server localhost:19092 --alter --broker-logger 1 --add-config kafka.server.KafkaApis=LOUD",
      "of 4.3",
    ],
    ["kafka-configs --bootstrap-server localhost:19092 --describe --entity-type nope", "of 4.3"],
    [
      "kafka-configs --bootstrap-server localhost:19999 --describe --topic three --command-config /tmp/fast.properties",
      "of 4.3",
    ],
  ],
};
