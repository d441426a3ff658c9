/** Errors as Kafka's tools name them. */
import { ConfigError } from "../config/config_error.ts";
import { ApiError, exceptionName } from "../protocol/errors.ts";
import { NoBrokersError } from "./no_brokers_error.ts";

/** `org.apache.kafka.common.errors.TopicExistsException: Topic 'x' already exists.`; of others the message alone. */
export function errorText(error: unknown): string {
  if (error instanceof ApiError) {
    return `org.apache.kafka.common.errors.${exceptionName(error.code)}: ${error.message}`;
  }
  if (error instanceof ConfigError) {
    return `org.apache.kafka.common.config.ConfigException: ${error.message}`;
  }
  if (error instanceof NoBrokersError) {
    return `org.apache.kafka.common.KafkaException: ${error.message}`;
  }
  return error instanceof Error ? error.message : String(error);
}
