/** Flags of kafka-verifiable-producer. */
import type { Flags } from "../options/flags.ts";

export const VERIFIABLE_PRODUCER_FLAGS = {
  "topic": { value: "topic", required: true, help: "Where to send the records." },
  "max-messages": {
    value: "records",
    type: "Integer",
    help: "How many records to send; -1: until the process is told to end. (default: -1)",
  },
  "throughput": {
    value: "per second",
    type: "Integer",
    help: "Send no more than about this many records a second; -1 for no limit. (default: -1)",
  },
  "acks": { value: "acks", help: "Which replicas have to acknowledge: 0, 1, or -1 for all." },
  "producer.config": { value: "file", help: "Old name of --command-config." },
  "message-create-time": {
    value: "ms",
    type: "Long",
    help: "Let the records' timestamps begin with this one, in milliseconds since the Unix epoch.",
  },
  "value-prefix": {
    value: "number",
    type: "Integer",
    help: "Put this number and a dot in front of each value.",
  },
  "repeating-keys": {
    value: "count",
    type: "Integer",
    help: "Give the records keys: the numbers from 0 on, this many, again and again.",
  },
  "command-config": { value: "file", help: "Properties file with settings of the producer." },
  "bootstrap-server": {
    value: "servers",
    help: "Where to find the cluster: host:port, several separated by commas.",
  },
  // Of Kafka 3.
  "broker-list": { value: "servers", help: "Old name of --bootstrap-server.", hidden: true },
} as const satisfies Flags;

export type VerifiableProducerFlag = keyof typeof VERIFIABLE_PRODUCER_FLAGS;
