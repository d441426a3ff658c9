/** Where kafka-cluster differs from Kafka's; see `transcript_differences.ts`. */
import type { Differences } from "../transcript_reasons.ts";

export const KAFKA_CLUSTER_DIFFERENCES: Differences = {
  "kafka-cluster-4.3": [
    ["kafka-cluster --help", "own help"],
    ["kafka-cluster cluster-id", "wrapped"],
  ],
  "kafka-cluster-3.5": [
    ["kafka-cluster --help", "own help"],
    ["kafka-cluster cluster-id", "of 4.3"],
    ["kafka-cluster unregister --bootstrap-server localhost:19092 --id 7", "of 4.3"],
  ],
};
