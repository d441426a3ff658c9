/** Errors as Kafka's tools name them. */
import { ApiError, exceptionName } from "../protocol/errors.ts";

/** `org.apache.kafka.common.errors.TopicExistsException: Topic 'x' already exists.`; of others the message alone. */
export function errorText(error: unknown): string {
  if (error instanceof ApiError) {
    return `org.apache.kafka.common.errors.${exceptionName(error.code)}: ${error.message}`;
  }
  return error instanceof Error ? error.message : String(error);
}
