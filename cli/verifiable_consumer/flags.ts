/** Flags of kafka-verifiable-consumer. */
import type { Flags } from "../options/flags.ts";

export const VERIFIABLE_CONSUMER_FLAGS = {
  "topic": { value: "topic", required: true, help: "The topic to consume." },
  "group-protocol": {
    value: "protocol",
    help: "classic or consumer; this consumer speaks the classic protocol in either case. " +
      "(default: classic)",
  },
  "group-remote-assignor": {
    value: "assignor",
    help: "The server's assignor; of no meaning for the classic protocol.",
  },
  "group-id": { value: "group", required: true, help: "The group to consume as." },
  "group-instance-id": { value: "id", help: "Makes the member a static one." },
  "max-messages": {
    value: "records",
    type: "Integer",
    help: "How many records to consume; -1: until the process is told to end. (default: -1)",
  },
  "session-timeout": {
    value: "ms",
    type: "Integer",
    help: "How long the group waits for a member that is silent.",
  },
  "verbose": { help: "Print each record too." },
  "enable-autocommit": {
    help: "Commit offsets from time to time, not after each answer.",
  },
  "reset-policy": {
    value: "policy",
    help: "Where to begin without an offset: earliest, latest or none. (default: earliest)",
  },
  "assignment-strategy": {
    value: "class",
    help: "How partitions are shared out, by the name of Kafka's class. " +
      "(default: org.apache.kafka.clients.consumer.RangeAssignor)",
  },
  "consumer.config": { value: "file", help: "Old name of --command-config." },
  "command-config": { value: "file", help: "Properties file with settings of the consumer." },
  "bootstrap-server": {
    value: "servers",
    help: "Where to find the cluster: host:port, several separated by commas.",
  },
  // Of Kafka 3.
  "broker-list": { value: "servers", help: "Old name of --bootstrap-server.", hidden: true },
} as const satisfies Flags;

export type VerifiableConsumerFlag = keyof typeof VERIFIABLE_CONSUMER_FLAGS;
