/** Flags of kafka-console-share-consumer. */
import { CONSUMER_FLAGS } from "../console_consumer/flags.ts";
import type { Flags } from "../options/flags.ts";

const {
  "bootstrap-server": bootstrapServer,
  formatter,
  "formatter-config": formatterConfig,
  "formatter-property": formatterProperty,
  property,
  "key-deserializer": keyDeserializer,
  "value-deserializer": valueDeserializer,
  "command-config": commandConfig,
  "command-property": commandProperty,
  "consumer-property": consumerProperty,
  "max-messages": maxMessages,
  "timeout-ms": timeoutMs,
  "enable-systest-events": systestEvents,
} = CONSUMER_FLAGS;

export const SHARE_CONSUMER_FLAGS = {
  "topic": { value: "topic", help: "The topic to consume." },
  "bootstrap-server": bootstrapServer,
  "group": {
    value: "share group id",
    help: "The share group to consume as. (default: console-share-consumer)",
  },
  "max-messages": maxMessages,
  "timeout-ms": timeoutMs,
  "reject": { help: "Reject the records: nobody gets them again." },
  "release": { help: "Release the records: somebody gets them again." },
  "reject-message-on-error": {
    help: "Reject a record that can't be printed, and go on.",
  },
  formatter,
  "formatter-property": formatterProperty,
  "formatter-config": formatterConfig,
  property,
  "key-deserializer": keyDeserializer,
  "value-deserializer": valueDeserializer,
  "command-property": commandProperty,
  "command-config": commandConfig,
  "consumer-property": consumerProperty,
  "consumer-config": { value: "config file", help: "Old name of --command-config." },
  "enable-systest-events": systestEvents,
} as const satisfies Flags;

export type ShareConsumerFlag = keyof typeof SHARE_CONSUMER_FLAGS;
