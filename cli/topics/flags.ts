/** Flags of kafka-topics. */
import { CLUSTER_FLAGS } from "../options/cluster_flags.ts";
import type { Flags } from "../options/flags.ts";

export const TOPICS_FLAGS = {
  ...CLUSTER_FLAGS,
  "list": { help: "List all topics." },
  "describe": { help: "Show partitions, leaders, replicas and settings of the topics." },
  "create": { help: "Create a topic." },
  "alter": {
    help: "Give a topic more partitions. Its configuration is changed with kafka-configs.",
  },
  "delete": { help: "Delete topics." },
  "topic": {
    value: "topic",
    help:
      "The topic. Except with --create a regular expression that has to match the whole name; " +
      "several may be separated by commas.",
  },
  "topic-id": { value: "topic-id", help: "The id of the topic to describe." },
  "partitions": {
    value: "# of partitions",
    type: "Integer",
    help: "How many partitions the topic gets; with --create the broker's num.partitions if not " +
      "given. More partitions for an existing topic change where keys go.",
  },
  "replication-factor": {
    value: "replication factor",
    type: "Integer",
    help: "How many replicas each new partition gets; the broker's default.replication.factor if " +
      "not given.",
  },
  "replica-assignment": {
    value: "broker_id_for_part1_replica1:broker_id_for_part1_replica2,...",
    help: "The brokers of each partition, the first being the preferred leader: with 1:2,2:3 " +
      "partition 0 is on brokers 1 and 2, partition 1 on 2 and 3.",
  },
  "config": {
    value: "name=value",
    help: "A setting of the topic to create, retention.ms=3600000 for one. May be repeated.",
  },
  "delete-config": {
    value: "name",
    help: "No longer supported: kafka-configs removes settings.",
  },
  "if-exists": {
    help: "With --alter, --delete or --describe: a topic that is missing is no error.",
  },
  "if-not-exists": { help: "With --create: a topic that is there already is no error." },
  "exclude-internal": { help: "Leave out Kafka's own topics when listing or describing." },
  "under-replicated-partitions": {
    help: "With --describe: only partitions with fewer in-sync replicas than replicas.",
  },
  "unavailable-partitions": { help: "With --describe: only partitions without a live leader." },
  "under-min-isr-partitions": {
    help: "With --describe: only partitions with fewer in-sync replicas than min.insync.replicas.",
  },
  "at-min-isr-partitions": {
    help: "With --describe: only partitions with just min.insync.replicas in-sync replicas.",
  },
  "topics-with-overrides": {
    help: "With --describe: only topics whose settings are not all defaults.",
  },
  "partition-size-limit-per-response": {
    value: "maximum number of partitions per response",
    type: "Integer",
    help: "How many partitions one answer to --describe may hold.",
  },
  // Of old versions, and without a meaning now.
  "disable-rack-aware": { help: "Ignored.", hidden: true },
} as const satisfies Flags;

export type TopicsFlag = keyof typeof TOPICS_FLAGS;
