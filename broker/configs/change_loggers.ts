/** Changes of logger levels: the BROKER_LOGGER resource, which each broker keeps to itself (KIP-412). */
import {
  LOG_LEVELS,
  type LoggerLevels,
  type LogLevelName,
  ROOT_LOGGER,
} from "../../config/logger_levels.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { type ConfigChange, ConfigOperation } from "./config_operation.ts";

/**
 * Carries all changes out, or none.
 *
 * @throws {ApiError} INVALID_CONFIG for an unknown logger or level, INVALID_REQUEST for what can't be done to loggers.
 */
export function changeLoggers(
  levels: LoggerLevels,
  changes: readonly ConfigChange[],
  validateOnly: boolean,
): void {
  for (const change of changes) check(levels, change);
  if (validateOnly) return;
  for (const { name, configOperation, value } of changes) {
    levels.set(name, configOperation === ConfigOperation.DELETE ? null : value as LogLevelName);
  }
}

function check(levels: LoggerLevels, { name, configOperation, value }: ConfigChange): void {
  switch (configOperation) {
    case ConfigOperation.SET:
      checkExists(levels, name);
      if ((LOG_LEVELS as readonly (string | null)[]).includes(value)) return;
      throw new ApiError(
        Errors.INVALID_CONFIG,
        `Cannot set the log level of ${name} to ${value} as it is not a supported log level. ` +
          `Valid log levels are ${LOG_LEVELS.join(", ")}`,
      );
    case ConfigOperation.DELETE:
      checkExists(levels, name);
      if (name !== ROOT_LOGGER) return;
      throw new ApiError(
        Errors.INVALID_REQUEST,
        "Removing the log level of the root logger is not allowed",
      );
    case ConfigOperation.APPEND:
    case ConfigOperation.SUBTRACT: {
      const word = configOperation === ConfigOperation.APPEND ? "APPEND" : "SUBTRACT";
      throw new ApiError(
        Errors.INVALID_REQUEST,
        `${word} operation is not allowed for the BROKER_LOGGER resource`,
      );
    }
    default:
      throw new ApiError(
        Errors.INVALID_REQUEST,
        `Unknown operation type ${configOperation} is not allowed for the BROKER_LOGGER resource`,
      );
  }
}

function checkExists(levels: LoggerLevels, name: string): void {
  if (levels.has(name)) return;
  throw new ApiError(Errors.INVALID_CONFIG, `Logger ${name} does not exist!`);
}
