/**
 * A setting that cannot be used: one line that names the key, the value and what is allowed. At start it ends the
 * process; in CreateTopics, AlterConfigs and IncrementalAlterConfigs it becomes error code 40, INVALID_CONFIG (42,
 * INVALID_REQUEST, where {@linkcode invalidRequest} says so).
 */
export class ConfigError extends Error {
  override name = "ConfigError";
  constructor(
    message: string,
    /** Key that is at fault, where one alone is. */
    readonly key: string | null = null,
    /** Kafka answers INVALID_REQUEST (42) instead of INVALID_CONFIG (40). */
    readonly invalidRequest: boolean = false,
  ) {
    super(message);
  }
}

/** Kafka's sentence for a value that does not fit its key. */
export function invalidValue(key: string, value: unknown, reason: string): ConfigError {
  return new ConfigError(`Invalid value ${value} for configuration ${key}: ${reason}`, key);
}
