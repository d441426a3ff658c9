/** Where kafka-consumer-groups differs from Kafka's; see `transcript_differences.ts`. */
import type { Differences } from "../transcript_reasons.ts";

export const KAFKA_CONSUMER_GROUPS_DIFFERENCES: Differences = {
  "kafka-consumer-groups-4.3": [
    ["kafka-consumer-groups --bootstrap-server localhost:19092 --list --type", "new protocol"],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --list --state --type",
      "new protocol",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --describe --group active",
      "placement",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --describe --group active --offsets --verbose",
      "placement",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --describe --group active --members --verbose",
      "of 3.5",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --describe --group active848",
      "new protocol",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --describe --group active848 --verbose",
      "new protocol",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --describe --group active848 --members --verbose",
      "new protocol",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --describe --group active848 --state --verbose",
      "new protocol",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --describe --group static --members --verbose",
      "of 3.5",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --describe --all-groups --state",
      "new protocol",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --describe --all-groups --members",
      "new protocol",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --describe --all-groups",
      "new protocol",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --describe --group g1 --group active",
      "placement",
    ],
    ["kafka-consumer-groups --bootstrap-server localhost:19092 --describe --group nope", "of 3.5"],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --describe --group nope --members",
      "of 3.5",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --describe --group nope --state",
      "of 3.5",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --reset-offsets --group g1 --topic hello-kafka --to-datetime yesterday --dry-run",
      "says why",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --reset-offsets --group g1 --from-file /tmp/badoffsets.csv --dry-run",
      "says why",
    ],
    ["kafka-consumer-groups --bootstrap-server localhost:19092 --list --new-consumer", "accepted"],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --list --command-config /tmp/missing.properties",
      "says why",
    ],
  ],
  "kafka-consumer-groups-3.5": [
    ["kafka-consumer-groups", "of 4.3"],
    ["kafka-consumer-groups --help", "of 4.3"],
    ["kafka-consumer-groups --version", "of 4.3"],
    ["kafka-consumer-groups --bootstrap-server localhost:19092", "of 4.3"],
    ["kafka-consumer-groups --bootstrap-server localhost:19092 --list --state Nope", "of 4.3"],
    ["kafka-consumer-groups --bootstrap-server localhost:19092 --describe", "of 4.3"],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --describe --group active",
      "placement",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --describe --group active --offsets --verbose",
      "of 4.3",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --describe --group active --state --verbose",
      "of 4.3",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --describe --group g1 --members",
      "of 4.3",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --describe --group g1 --state",
      "of 4.3",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --describe --all-groups --state",
      "of 4.3",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --describe --all-groups",
      "placement",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --describe --group g1 --group active",
      "placement",
    ],
    ["kafka-consumer-groups --bootstrap-server localhost:19092 --reset-offsets", "of 4.3"],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --reset-offsets --group g1 --topic hello-kafka",
      "of 4.3",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --reset-offsets --group g1 --from-file /tmp/badoffsets.csv --dry-run",
      "says why",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --reset-offsets --group g1 --topic nope --to-earliest --execute",
      "of 4.3",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --reset-offsets --group g1 --topic hello-kafka:7 --to-earliest --execute",
      "of 4.3",
    ],
    ["kafka-consumer-groups --bootstrap-server localhost:19092 --delete", "of 4.3"],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --delete-offsets --group g1",
      "of 4.3",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --delete-offsets --group g1 --topic nope",
      "of 4.3",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --delete-offsets --group g1 --topic hello-kafka",
      "of 4.3",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --delete-offsets --group active --topic three",
      "of 4.3",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --delete-offsets --group nope --topic three",
      "of 4.3",
    ],
    ["kafka-consumer-groups --bootstrap-server localhost:19092 --delete --all-groups", "of 4.3"],
    ["kafka-consumer-groups --bootstrap-server localhost:19092 --list --new-consumer", "accepted"],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19092 --list --command-config /tmp/missing.properties",
      "says why",
    ],
    [
      "kafka-consumer-groups --bootstrap-server localhost:19999 --describe --group g1 --timeout 2000",
      "of 4.3",
    ],
  ],
};
