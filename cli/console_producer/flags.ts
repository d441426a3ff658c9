/** Flags of kafka-console-producer. */
import type { Flags } from "../options/flags.ts";

const READER_HELP =
  "A setting of the line reader, key=value: parse.key=false, key.separator=TAB, " +
  "parse.headers=false, headers.delimiter=TAB, headers.separator=, headers.key.separator=: " +
  "ignore.error=false, null.marker (a field equal to it becomes null). With both parsed a line is " +
  "h1:v1,h2:v2 TAB key TAB value. May be repeated.";

export const PRODUCER_FLAGS = {
  "bootstrap-server": {
    value: "server to connect to",
    required: true,
    help: "Where to find the cluster: host:port, several separated by commas.",
  },
  "broker-list": { value: "broker-list", help: "Old name of bootstrap-server.", hidden: true },
  "topic": { value: "topic", required: true, help: "The topic that the lines go to." },
  "sync": { help: "Wait for each line's acknowledgement before the next is sent." },
  "compression-codec": {
    value: "compression-codec",
    valueOptional: true,
    help: "none, gzip, snappy, lz4 or zstd; gzip if the name is left out.",
  },
  "batch-size": {
    value: "size",
    type: "Integer",
    help: "Bytes of lines that go to a partition together at most (batch.size, default 16384).",
  },
  "message-send-max-retries": {
    value: "count",
    type: "Integer",
    help: "How often sending is tried again (retries, default 3).",
  },
  "retry-backoff-ms": {
    value: "ms",
    type: "Long",
    help: "Pause before another try (retry.backoff.ms, default 100).",
  },
  "timeout": {
    value: "timeout_ms",
    type: "Long",
    help:
      "How long a line may wait for others to be sent with (linger.ms). Not given: lines go as " +
      "soon as there are no more to read.",
  },
  "request-required-acks": {
    value: "request required acks",
    help: "0, 1 or -1, also called all (acks, default -1).",
  },
  "request-timeout-ms": {
    value: "request timeout ms",
    type: "Integer",
    help: "How long an acknowledgement is waited for (request.timeout.ms, default 1500).",
  },
  "metadata-expiry-ms": {
    value: "metadata expiration interval",
    type: "Long",
    help: "After how long metadata is asked for anew (metadata.max.age.ms, default 300000).",
  },
  "max-block-ms": {
    value: "max block on send",
    type: "Long",
    help: "How long an unknown topic is waited for (max.block.ms, default 60000).",
  },
  "max-memory-bytes": {
    value: "total memory in bytes",
    type: "Long",
    help: "Bytes of lines that wait to be sent at most (buffer.memory, default 33554432).",
  },
  "max-partition-memory-bytes": {
    value: "memory in bytes per partition",
    type: "Integer",
    help: "Old name of batch-size, which it overrides.",
  },
  "line-reader": {
    value: "reader_class",
    help: "Class that reads the lines: org.apache.kafka.tools.LineMessageReader, no other.",
  },
  "socket-buffer-size": {
    value: "size",
    type: "Integer",
    help: "Size of the socket's buffer; the operating system's own choice here.",
  },
  "reader-property": { value: "prop", help: READER_HELP },
  "property": { value: "prop", help: "Old name of reader-property." },
  "reader-config": {
    value: "config file",
    help: "Properties file with settings of the line reader; reader-property goes before it.",
  },
  "command-property": {
    value: "producer_prop",
    help: "A setting of the producer, key=value. May be repeated.",
  },
  "producer-property": { value: "producer_prop", help: "Old name of command-property." },
  "command-config": {
    value: "config file",
    help: "Properties file with settings of the producer; command-property goes before it.",
  },
  "producer.config": { value: "config file", help: "Old name of command-config." },
} as const satisfies Flags;

export type ProducerFlag = keyof typeof PRODUCER_FLAGS;
