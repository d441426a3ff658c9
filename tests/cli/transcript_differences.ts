/**
 * Where our tools don't print what Kafka's did, command by command, and why. A command that is listed must differ, so that
 * a line goes when its reason does.
 */
import { KAFKA_ACLS_DIFFERENCES } from "./differences/kafka_acls.ts";
import { KAFKA_CONFIGS_DIFFERENCES } from "./differences/kafka_configs.ts";
import { KAFKA_CONSUMER_GROUPS_DIFFERENCES } from "./differences/kafka_consumer_groups.ts";
import { KAFKA_CLUSTER_DIFFERENCES } from "./differences/kafka_cluster.ts";
import { KAFKA_FEATURES_DIFFERENCES } from "./differences/kafka_features.ts";
import { KAFKA_METADATA_QUORUM_DIFFERENCES } from "./differences/kafka_metadata_quorum.ts";
import { KAFKA_STORAGE_DIFFERENCES } from "./differences/kafka_storage.ts";
import { KAFKA_DELEGATION_TOKENS_DIFFERENCES } from "./differences/kafka_delegation_tokens.ts";
import type { Differences } from "./transcript_reasons.ts";

/** By transcript: the command as it stands there. */
export const DIFFERENCES: Differences = {
  ...KAFKA_CONSUMER_GROUPS_DIFFERENCES,
  ...KAFKA_CONFIGS_DIFFERENCES,
  ...KAFKA_ACLS_DIFFERENCES,
  ...KAFKA_CLUSTER_DIFFERENCES,
  ...KAFKA_FEATURES_DIFFERENCES,
  ...KAFKA_METADATA_QUORUM_DIFFERENCES,
  ...KAFKA_DELEGATION_TOKENS_DIFFERENCES,
  ...KAFKA_STORAGE_DIFFERENCES,
  "kafka-broker-api-versions-3.5": [["kafka-broker-api-versions --version", "of 4.3"], [
    "kafka-broker-api-versions --bootstrap-server localhost:19092",
    "of 4.3",
  ], ["kafka-broker-api-versions --bootstrap-server localhost:19999", "of 4.3"]],
  "kafka-topics-4.3": [
    ["kafka-topics --bootstrap-server localhost --list", "says why"],
    ["kafka-topics --bootstrap-server no.such.host.invalid:9092 --list", "says why"],
    [
      "kafka-topics --bootstrap-server localhost:19092 --list --command-config /tmp/missing.properties",
      "says why",
    ],
  ],
  "kafka-console-producer-4.3": [
    ["kafka-console-producer --topic hello-kafka", "of 3.5"],
  ],
  "kafka-console-consumer-4.3": [
    [
      "kafka-console-consumer --bootstrap-server localhost:19092 --topic three --from-beginning --timeout-ms 2500 --property print.key=true --property print.timestamp=true --property print.partition=true --property print.offset=true --property print.headers=true",
      "placement",
    ],
    [
      "kafka-console-consumer --bootstrap-server localhost:19092 --topic three --from-beginning --max-messages 4 --formatter-property print.key=true --formatter-property print.epoch=true --formatter-property print.delivery=true --formatter-property print.offset=true",
      "placement",
    ],
    [
      "kafka-console-consumer --bootstrap-server localhost:19092 --topic three --from-beginning --max-messages 4 --property print.key=true --property key.separator=: --property null.literal=NIL --property line.separator=';'",
      "placement",
    ],
    [
      "kafka-console-consumer --bootstrap-server localhost:19092 --topic three --from-beginning --max-messages 4 --property print.value=false --property print.key=true",
      "placement",
    ],
    [
      "kafka-console-consumer --bootstrap-server localhost:19092 --whitelist 'hello.*' --from-beginning --max-messages 1",
      "accepted",
    ],
    [
      "kafka-console-consumer --bootstrap-server localhost:19092 --include '[' --timeout-ms 1000",
      "says why",
    ],
    [
      "kafka-console-consumer --bootstrap-server localhost:19092 --topic hello-kafka --from-beginning --max-messages 1 --formatter kafka.tools.DefaultMessageFormatter",
      "accepted",
    ],
    [
      "kafka-console-consumer --bootstrap-server localhost:19092 --topic __consumer_offsets --from-beginning --timeout-ms 3000 --formatter org.apache.kafka.tools.consumer.OffsetsMessageFormatter",
      "history",
    ],
    [
      "kafka-console-consumer --bootstrap-server localhost:19092 --topic hello-kafka --max-messages abc",
      "at once",
    ],
    [
      "kafka-console-consumer --bootstrap-server localhost:19092 --topic hello-kafka --consumer.config /tmp/missing.properties",
      "says why",
    ],
  ],
  "kafka-topics-3.5": [
    ["kafka-topics --version", "of 4.3"],
    [
      "kafka-topics --bootstrap-server localhost:19092 --create --topic bad5 --config segment.bytes=1",
      "of 4.3",
    ],
    [
      "kafka-topics --bootstrap-server localhost:19092 --describe --at-min-isr-partitions --under-replicated-partitions",
      "of 4.3",
    ],
    [
      "kafka-topics --bootstrap-server localhost:19092 --describe --topics-with-overrides",
      "of 4.3",
    ],
    [
      "kafka-topics --bootstrap-server localhost:19092 --alter --topic three --config retention.ms=1",
      "of 4.3",
    ],
    [
      "kafka-topics --bootstrap-server localhost:19092 --alter --topic three --delete-config retention.ms",
      "of 4.3",
    ],
    ["kafka-topics --bootstrap-server localhost --list", "says why"],
    ["kafka-topics --bootstrap-server no.such.host.invalid:9092 --list", "says why"],
    [
      "kafka-topics --bootstrap-server localhost:19092 --list --command-config /tmp/missing.properties",
      "says why",
    ],
  ],
  "kafka-console-producer-3.5": [
    ["kafka-console-producer", "of 4.3"],
    ["kafka-console-producer --version", "of 4.3"],
  ],
  "kafka-console-consumer-3.5": [
    ["kafka-console-consumer --version", "of 4.3"],
    ["kafka-console-consumer --bootstrap-server localhost:19092", "of 4.3"],
    [
      "kafka-console-consumer --bootstrap-server localhost:19092 --topic three --from-beginning --timeout-ms 2500 --property print.key=true --property print.timestamp=true --property print.partition=true --property print.offset=true --property print.headers=true",
      "placement",
    ],
    [
      "kafka-console-consumer --bootstrap-server localhost:19092 --topic three --from-beginning --max-messages 4 --property print.key=true --property key.separator=: --property null.literal=NIL --property line.separator=';'",
      "placement",
    ],
    [
      "kafka-console-consumer --bootstrap-server localhost:19092 --topic three --from-beginning --max-messages 4 --property print.value=false --property print.key=true",
      "placement",
    ],
    ["kafka-console-consumer --bootstrap-server localhost:19092 --partition 0", "of 4.3"],
    [
      "kafka-console-consumer --bootstrap-server localhost:19092 --topic hello-kafka --include x",
      "of 4.3",
    ],
    [
      "kafka-console-consumer --bootstrap-server localhost:19092 --include '[' --timeout-ms 1000",
      "says why",
    ],
    [
      "kafka-console-consumer --bootstrap-server localhost:19092 --topic hello-kafka --from-beginning --max-messages 1 --value-deserializer no.Such",
      "of 4.3",
    ],
    [
      "kafka-console-consumer --bootstrap-server localhost:19092 --topic hello-kafka --from-beginning --max-messages 1 --formatter no.Such",
      "of 4.3",
    ],
    [
      "kafka-console-consumer --bootstrap-server localhost:19092 --topic hello-kafka --from-beginning --max-messages 1 --formatter org.apache.kafka.tools.consumer.NoOpMessageFormatter",
      "accepted",
    ],
    [
      "kafka-console-consumer --bootstrap-server localhost:19092 --topic hello-kafka --from-beginning --max-messages 1 --formatter org.apache.kafka.tools.consumer.LoggingMessageFormatter",
      "accepted",
    ],
    [
      "kafka-console-consumer --bootstrap-server localhost:19092 --topic __consumer_offsets --from-beginning --timeout-ms 3000 --formatter 'kafka.coordinator.group.GroupMetadataManager$OffsetsMessageFormatter' --consumer-property exclude.internal.topics=false",
      "history",
    ],
    [
      "kafka-console-consumer --bootstrap-server localhost:19092 --topic hello-kafka --consumer.config /tmp/missing.properties",
      "says why",
    ],
  ],
};
