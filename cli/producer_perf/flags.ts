/** Flags of kafka-producer-perf-test. */
import type { Flags } from "../options/flags.ts";

export const PRODUCER_PERF_FLAGS = {
  "topic": { value: "topic", required: true, help: "Where to send the records." },
  "num-records": {
    value: "records",
    type: "Long",
    required: true,
    help: "How many records to send.",
  },
  "payload-delimiter": {
    value: "delimiter",
    help: "What separates the payloads in --payload-file. (default: \\n)",
  },
  "throughput": {
    value: "per second",
    required: true,
    help: "Send no more than about this many records a second; -1 for no limit.",
  },
  "producer-props": {
    value: "name=value",
    several: true,
    help: "Settings of the producer, as many as you like, bootstrap.servers among them. They go " +
      "before those of the file. (old name of --command-property)",
  },
  "bootstrap-server": {
    value: "servers",
    help: "Where to find the cluster: host:port, several separated by commas.",
  },
  "command-property": {
    value: "name=value",
    several: true,
    help: "Settings of the producer, as many as you like. They go before those of the file.",
  },
  "producer.config": {
    value: "file",
    help: "Properties file with settings of the producer. (old name of --command-config)",
  },
  "command-config": {
    value: "file",
    help: "Properties file with settings of the producer.",
  },
  "print-metrics": { help: "Print what the client measured when everything is sent." },
  "transactional-id": {
    value: "id",
    help: "Send in transactions of this id.",
  },
  "transaction-duration-ms": {
    value: "ms",
    type: "Long",
    help: "Send in transactions, and commit each after about this time. (default with " +
      "--transactional-id: 3000)",
  },
  "record-size": {
    value: "bytes",
    type: "Integer",
    help: "How large each record is: its value is that many random letters.",
  },
  "payload-file": {
    value: "file",
    help: "Send what is in this file, piece by piece in random order.",
  },
  "payload-monotonic": { help: "Send the numbers from 0 on." },
  "warmup-records": {
    value: "records",
    type: "Long",
    help: "How many of the first records are measured for themselves.",
  },
  "reporting-interval": {
    value: "ms",
    type: "Long",
    help: "Time between lines of progress. (default: 5000)",
  },
} as const satisfies Flags;

export type ProducerPerfFlag = keyof typeof PRODUCER_PERF_FLAGS;
