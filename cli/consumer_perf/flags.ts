/** Flags of kafka-consumer-perf-test. */
import type { Flags } from "../options/flags.ts";

export const CONSUMER_PERF_FLAGS = {
  "bootstrap-server": {
    value: "server to connect to",
    required: true,
    help: "Where to find the cluster: host:port, several separated by commas.",
  },
  "topic": { value: "topic", help: "The topic to consume." },
  "include": {
    value: "Java regex (String)",
    help: "A regular expression for the topics to consume.",
  },
  "group": {
    value: "gid",
    help: "The group to consume as. (default: perf-consumer- and a number)",
  },
  "num-records": { value: "count", type: "Long", help: "How many records to consume." },
  "messages": { value: "count", type: "Long", help: "Old name of --num-records." },
  "fetch-size": {
    value: "size",
    type: "Integer",
    help: "Most bytes of one partition in one answer. (default: 1048576)",
  },
  "from-latest": {
    help: "Where the group has no offset begin behind the last record, not with the first.",
  },
  "socket-buffer-size": {
    value: "size",
    type: "Integer",
    help: "Size of the socket's buffer; left to the system here. (default: 2097152)",
  },
  "timeout": {
    value: "milliseconds",
    type: "Long",
    valueOptional: true,
    help: "How long to wait for records before giving up. (default: 10000)",
  },
  "reporting-interval": {
    value: "interval_ms",
    type: "Long",
    help: "Time between the lines of --show-detailed-stats. (default: 5000)",
  },
  "show-detailed-stats": { help: "Print a line for each reporting interval." },
  "date-format": {
    value: "date format",
    help: "How times are printed, as java.text.SimpleDateFormat has it. " +
      "(default: yyyy-MM-dd HH:mm:ss:SSS)",
  },
  "hide-header": { help: "Leave out the line that names the columns." },
  "print-metrics": { help: "Print what the client measured at the end." },
  "command-property": {
    value: "prop1=val1",
    help: "A setting of the consumer. May be repeated; goes before those of the file.",
  },
  "command-config": {
    value: "config file",
    help: "Properties file with settings of the consumer.",
  },
  "consumer.config": { value: "config file", help: "Old name of --command-config." },
  // Of Kafka 3.
  "broker-list": {
    value: "broker-list",
    help: "Old name of --bootstrap-server.",
    hidden: true,
  },
  "threads": { value: "count", type: "Integer", help: "Ignored.", hidden: true },
  "num-fetch-threads": { value: "count", type: "Integer", help: "Ignored.", hidden: true },
} as const satisfies Flags;

export type ConsumerPerfFlag = keyof typeof CONSUMER_PERF_FLAGS;
