/** Flags of kafka-get-offsets. */
import type { Flags } from "../options/flags.ts";

export const GET_OFFSETS_FLAGS = {
  "bootstrap-server": {
    value: "HOST1:PORT1,...,HOST3:PORT3",
    required: true,
    help: "Where to find the cluster: host:port, several separated by commas.",
  },
  // Of Kafka 3.
  "broker-list": {
    value: "HOST1:PORT1,...,HOST3:PORT3",
    help: "Old name of --bootstrap-server.",
    hidden: true,
  },
  "topic-partitions": {
    value: "topic1:1,topic2:0-3,topic3,topic4:5-,topic5:-3",
    help:
      "Patterns of partitions, separated by commas: a regular expression for topics, then, behind " +
      "a colon, one partition or a range of them, whose end is not part of it. Either may be left " +
      "out.",
  },
  "topic": {
    value: "topic",
    help: "A regular expression for the names of topics; all topics if not given.",
  },
  "partitions": {
    value: "partition ids",
    help: "Only these partitions of each topic: numbers separated by commas.",
  },
  "time": {
    value: "<timestamp> / -1 or latest / -2 or earliest / -3 or max-timestamp / -4 or " +
      "earliest-local / -5 or latest-tiered / -6 or earliest-pending-upload",
    help:
      "Which offset: that of the first record at or after this time in milliseconds since the " +
      "Unix epoch, or of a place in the log. Nothing is printed for partitions that have none. " +
      "(default: latest)",
  },
  "command-config": {
    value: "config file",
    help: "Properties file with settings of the admin client.",
  },
  "exclude-internal-topics": { help: "Leave out Kafka's own topics." },
  // Of Kafka 2, and still in many scripts; they changed nothing that is printed.
  "offsets": { value: "count", help: "Ignored.", hidden: true },
  "max-wait-ms": { value: "ms", help: "Ignored.", hidden: true },
} as const satisfies Flags;

export type GetOffsetsFlag = keyof typeof GET_OFFSETS_FLAGS;
