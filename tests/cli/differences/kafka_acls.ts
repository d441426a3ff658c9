/** Where kafka-acls differs from Kafka's; see `transcript_differences.ts`. */
import type { Differences } from "../transcript_reasons.ts";

export const KAFKA_ACLS_DIFFERENCES: Differences = {
  "kafka-acls-4.3": [
    [
      "printf 'y\\n' | kafka-acls --bootstrap-server localhost:19092 --remove --allow-principal User:alice --operation Read --topic t",
      "asks",
    ],
    [
      "printf 'n\\n' | kafka-acls --bootstrap-server localhost:19092 --remove --allow-principal User:bob --operation Read --topic t",
      "asks",
    ],
  ],
  "kafka-acls-3.5": [
    ["kafka-acls --version", "of 4.3"],
    ["kafka-acls --list", "of 4.3"],
    [
      "kafka-acls --bootstrap-server localhost:19092 --add --allow-principal User:alice --operation Read --topic t",
      "of 4.3",
    ],
    [
      "kafka-acls --bootstrap-server localhost:19092 --add --allow-principal User:alice --allow-principal User:bob --allow-host 10.0.0.1 --operation Read --operation Write --topic t --topic u",
      "of 4.3",
    ],
    [
      "kafka-acls --bootstrap-server localhost:19092 --add --deny-principal User:mallory --deny-host 10.0.0.9 --operation All --topic t --resource-pattern-type prefixed",
      "of 4.3",
    ],
    [
      "kafka-acls --bootstrap-server localhost:19092 --add --allow-principal User:p --producer --topic t",
      "of 4.3",
    ],
    [
      "kafka-acls --bootstrap-server localhost:19092 --add --allow-principal User:p --producer --topic t --transactional-id x --idempotent",
      "of 4.3",
    ],
    [
      "kafka-acls --bootstrap-server localhost:19092 --add --allow-principal User:c --consumer --topic t --group g",
      "of 4.3",
    ],
    [
      "kafka-acls --bootstrap-server localhost:19092 --add --allow-principal User:c --consumer --producer --topic t --group g",
      "of 4.3",
    ],
    [
      "kafka-acls --bootstrap-server localhost:19092 --add --allow-principal User:d --operation ClusterAction --cluster",
      "of 4.3",
    ],
    [
      "kafka-acls --bootstrap-server localhost:19092 --add --allow-principal User:d --operation Read --cluster",
      "of 4.3",
    ],
    [
      "kafka-acls --bootstrap-server localhost:19092 --add --allow-principal User:d --operation Describe --delegation-token '*'",
      "of 4.3",
    ],
    [
      "kafka-acls --bootstrap-server localhost:19092 --add --allow-principal User:d --operation CreateTokens --user-principal User:e",
      "of 4.3",
    ],
    [
      "kafka-acls --bootstrap-server localhost:19092 --add --allow-principal User:a --operation Nope --topic t",
      "of 4.3",
    ],
    [
      "printf 'y\\n' | kafka-acls --bootstrap-server localhost:19092 --remove --allow-principal User:alice --operation Read --topic t",
      "of 4.3",
    ],
    [
      "printf 'n\\n' | kafka-acls --bootstrap-server localhost:19092 --remove --allow-principal User:bob --operation Read --topic t",
      "of 4.3",
    ],
    ["kafka-acls --bootstrap-server localhost:19092 --list --no-such-flag", "of 4.3"],
    [
      "kafka-acls --bootstrap-server localhost:19094 --add --allow-principal User:a --operation Read --topic t",
      "of 4.3",
    ],
  ],
};
