/** `--formatter`: Kafka's classes by their names of today and of Kafka 3. */
import type { Properties } from "../../config/properties_file.ts";
import {
  groupMetadataJson,
  offsetsJson,
  offsetsLine,
  transactionLogJson,
} from "./coordinator_formatters.ts";
import { type FormatMessage, messageFormatter } from "./message_formatter.ts";

type MakeFormatter = (
  properties: Properties,
  unknownClass: (className: string) => void,
) => FormatMessage;

const NOTHING: FormatMessage = () => [];

const CLASSES: Readonly<Record<string, MakeFormatter>> = {
  "org.apache.kafka.tools.consumer.DefaultMessageFormatter": messageFormatter,
  "kafka.tools.DefaultMessageFormatter": messageFormatter,
  // What the logging one logs is below the level that tools show.
  "org.apache.kafka.tools.consumer.LoggingMessageFormatter": messageFormatter,
  "kafka.tools.LoggingMessageFormatter": messageFormatter,
  "org.apache.kafka.tools.consumer.NoOpMessageFormatter": () => NOTHING,
  "kafka.tools.NoOpMessageFormatter": () => NOTHING,
  "org.apache.kafka.tools.consumer.OffsetsMessageFormatter": () => offsetsJson,
  "kafka.coordinator.group.GroupMetadataManager$OffsetsMessageFormatter": () => offsetsLine,
  "org.apache.kafka.tools.consumer.GroupMetadataMessageFormatter": () => groupMetadataJson,
  "kafka.coordinator.group.GroupMetadataManager$GroupMetadataMessageFormatter": () =>
    groupMetadataJson,
  "org.apache.kafka.tools.consumer.TransactionLogMessageFormatter": () => transactionLogJson,
  "kafka.coordinator.transaction.TransactionLog$TransactionLogMessageFormatter": () =>
    transactionLogJson,
};

/** Null for a class that is not known here. */
export function formatterOf(className: string): MakeFormatter | null {
  return Object.hasOwn(CLASSES, className) ? CLASSES[className] : null;
}
