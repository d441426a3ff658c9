/** Where kafka-metadata-quorum differs from Kafka's; see `transcript_differences.ts`. */
import type { Differences } from "../transcript_reasons.ts";

export const KAFKA_METADATA_QUORUM_DIFFERENCES: Differences = {
  "kafka-metadata-quorum-4.3": [
    ["kafka-metadata-quorum --help", "own help"],
    ["kafka-metadata-quorum --bootstrap-server localhost:19092 nope", "wrapped"],
  ],
  "kafka-metadata-quorum-3.5": [
    ["kafka-metadata-quorum --help", "own help"],
    ["kafka-metadata-quorum --bootstrap-server localhost:19092 describe --status", "of 4.3"],
    ["kafka-metadata-quorum --bootstrap-server localhost:19092 describe --replication", "of 4.3"],
    ["kafka-metadata-quorum --bootstrap-server localhost:19092 nope", "of 4.3"],
  ],
};
