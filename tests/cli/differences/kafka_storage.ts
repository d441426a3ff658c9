/** Where kafka-storage differs from Kafka's; see `transcript_differences.ts`. */
import type { Differences } from "../transcript_reasons.ts";

export const KAFKA_STORAGE_DIFFERENCES: Differences = {
  "kafka-storage-4.3": [
    ["kafka-storage --help", "own help"],
    ["kafka-storage format --help", "own help"],
    ["kafka-storage nope", "wrapped"],
    ["kafka-storage format -t MkU3OEVBNTcwNTJENDM1Tk -c /tmp/missing.properties", "says why"],
    ["kafka-storage version-mapping -r 1.0", "unreleased"],
  ],
  "kafka-storage-3.5": [
    ["kafka-storage --help", "own help"],
    ["kafka-storage format --help", "own help"],
    ["kafka-storage nope", "of 4.3"],
    ["kafka-storage format -t abc -c /tmp/abc.properties", "of 4.3"],
    ["kafka-storage info -c /tmp/abc.properties", "of 4.3"],
    ["kafka-storage format -t MkU3OEVBNTcwNTJENDM1Tk -c /tmp/fresh.properties", "of 4.3"],
    [
      "kafka-storage format --cluster-id AAAAAAAAAAAAAAAAAAAAAQ --config /tmp/fresh.properties --ignore-formatted",
      "of 4.3",
    ],
    ["kafka-storage info -c /tmp/fresh.properties", "of 4.3"],
    ["kafka-storage format -t MkU3OEVBNTcwNTJENDM1Tk -c /tmp/fresh.properties -g", "of 4.3"],
    ["kafka-storage format -t MkU3OEVBNTcwNTJENDM1Tk -c /tmp/fresh.properties -r 3.4", "of 4.3"],
    ["kafka-storage format -t MkU3OEVBNTcwNTJENDM1Tk -c /tmp/fresh.properties -r 9.9", "of 4.3"],
    [
      "kafka-storage format -t MkU3OEVBNTcwNTJENDM1Tk -c /tmp/fresh.properties -S 'SCRAM-SHA-256=[name=alice,password=alice-secret]'",
      "of 4.3",
    ],
    ["kafka-storage format -t MkU3OEVBNTcwNTJENDM1Tk -c /tmp/zk.properties", "of 4.3"],
    ["kafka-storage format -t MkU3OEVBNTcwNTJENDM1Tk -c /tmp/nonode.properties", "of 4.3"],
    ["kafka-storage format -t MkU3OEVBNTcwNTJENDM1Tk -c /tmp/missing.properties", "says why"],
  ],
};
