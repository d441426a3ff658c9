/** Where kafka-features differs from Kafka's; see `transcript_differences.ts`. */
import type { Differences } from "../transcript_reasons.ts";

export const KAFKA_FEATURES_DIFFERENCES: Differences = {
  "kafka-features-4.3": [
    ["kafka-features --help", "own help"],
    ["kafka-features --bootstrap-server localhost:19092 upgrade --metadata nope", "unreleased"],
    [
      "kafka-features --bootstrap-server localhost:19092 upgrade --release-version 4.3 --dry-run",
      "static quorum",
    ],
  ],
  "kafka-features-3.5": [
    ["kafka-features --help", "own help"],
    ["kafka-features --bootstrap-server localhost:19092 describe", "of 4.3"],
    ["kafka-features --bootstrap-server localhost:19092 upgrade --metadata 3.4", "of 4.3"],
    ["kafka-features --bootstrap-server localhost:19092 upgrade --metadata nope", "of 4.3"],
    ["kafka-features --bootstrap-server localhost:19092 upgrade --feature nope=1", "of 4.3"],
    [
      "kafka-features --bootstrap-server localhost:19092 upgrade --feature metadata.version=99",
      "of 4.3",
    ],
    [
      "kafka-features --bootstrap-server localhost:19092 downgrade --metadata 3.3 --dry-run",
      "of 4.3",
    ],
    ["kafka-features --bootstrap-server localhost:19092 downgrade --metadata 3.3", "of 4.3"],
    [
      "kafka-features --bootstrap-server localhost:19092 disable --feature metadata.version",
      "of 4.3",
    ],
  ],
};
