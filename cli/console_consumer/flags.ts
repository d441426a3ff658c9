/** Flags of kafka-console-consumer. */
import type { Flags } from "../options/flags.ts";

const FORMATTER_HELP =
  "A setting of the formatter, key=value: print.timestamp, print.partition, print.offset, " +
  "print.delivery, print.epoch, print.headers, print.key (false), print.value (true), key.separator " +
  "(TAB), line.separator, headers.separator, null.literal (null), key.deserializer, " +
  "value.deserializer, headers.deserializer. May be repeated.";

export const CONSUMER_FLAGS = {
  "bootstrap-server": {
    value: "server to connect to",
    required: true,
    help: "Where to find the cluster: host:port, several separated by commas.",
  },
  "topic": { value: "topic", help: "The topic to consume from." },
  "include": {
    value: "Java regex (String)",
    help: "Regular expression of the topics to consume from.",
  },
  "whitelist": { value: "Java regex (String)", help: "Old name of include.", hidden: true },
  "partition": {
    value: "partition",
    type: "Integer",
    help: "The one partition to consume from, from its end unless --offset says otherwise.",
  },
  "offset": {
    value: "consume offset",
    help: "Where to begin: a number, earliest or latest (default); with --partition only.",
  },
  "from-beginning": {
    help: "Without a committed offset begin with the first record there is, not behind the last.",
  },
  "group": {
    value: "consumer group id",
    help: "The consumer's group; one of its own if not given.",
  },
  "max-messages": {
    value: "num_messages",
    type: "Integer",
    help: "End after so many records; never if not given.",
  },
  "timeout-ms": {
    value: "timeout_ms",
    type: "Long",
    help: "End when no record has come for so long.",
  },
  "skip-message-on-error": { help: "Go on when a record can't be printed." },
  "isolation-level": {
    value: "level",
    help: "read_committed leaves out what open and aborted transactions wrote; read_uncommitted " +
      "(default) does not.",
  },
  "formatter": {
    value: "class",
    help: "The class that prints records; default " +
      "org.apache.kafka.tools.consumer.DefaultMessageFormatter.",
  },
  "formatter-property": { value: "prop", help: FORMATTER_HELP },
  "property": { value: "prop", help: "Old name of formatter-property." },
  "formatter-config": {
    value: "config file",
    help: "Properties file with settings of the formatter; formatter-property goes before it.",
  },
  "key-deserializer": { value: "deserializer for keys", help: "Class that makes text of keys." },
  "value-deserializer": {
    value: "deserializer for values",
    help: "Class that makes text of values.",
  },
  "command-property": {
    value: "consumer_prop",
    help: "A setting of the consumer, key=value. May be repeated.",
  },
  "consumer-property": { value: "consumer_prop", help: "Old name of command-property." },
  "command-config": {
    value: "config file",
    help: "Properties file with settings of the consumer; command-property goes before it.",
  },
  "consumer.config": { value: "config file", help: "Old name of command-config." },
  "enable-systest-events": { help: "Print shutdown_complete at the end." },
  // Of very old versions, and without a meaning now.
  "new-consumer": { help: "Ignored.", hidden: true },
} as const satisfies Flags;

export type ConsumerFlag = keyof typeof CONSUMER_FLAGS;
