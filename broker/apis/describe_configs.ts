/** DescribeConfigs (32): settings in force, with where they come from (KIP-133, KIP-226, KIP-569). */
import { CONFIG_SOURCE_CODES } from "../../config/config_source.ts";
import {
  CONFIG_TYPE_CODES,
  type ConfigEntry,
  describeBroker,
  describeBrokerDefaults,
  describeClientMetrics,
  describeGroup,
  describeTopic,
} from "../../config/describe.ts";
import type { LoggerLevels } from "../../config/logger_levels.ts";
import { configResourceKey, ConfigResourceType } from "../../metadata/image/image.ts";
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { DecodedMessage, EncodableMessage } from "../../protocol/codec/message.ts";
import { ApiError, errorMessage, Errors } from "../../protocol/errors.ts";
import type {
  DescribeConfigsRequest,
  DescribeConfigsResponse,
} from "../../protocol/messages/describe_configs.ts";
import { defineApi } from "../../network/define_api.ts";
import type { BrokerServices } from "../services.ts";
import { invalidTopicNameReason } from "../topic_name.ts";

type Request = DecodedMessage<typeof DescribeConfigsRequest>;
type Resource = Request["resources"][number];
type Result = EncodableMessage<typeof DescribeConfigsResponse>["results"][number];

export function describeConfigs(services: BrokerServices): ApiHandler {
  return defineApi(Apis.DescribeConfigs, (request, context) => ({
    throttleTimeMs: 0,
    results: request.resources.map((resource) =>
      describeResource(services, resource, request, context.apiVersion)
    ),
  }));
}

function describeResource(
  services: BrokerServices,
  resource: Resource,
  request: Request,
  version: number,
): Result {
  const { resourceType, resourceName } = resource;
  try {
    const entries = entriesOf(services, resource);
    return {
      errorCode: Errors.NONE,
      errorMessage: "",
      resourceType,
      resourceName,
      configs: entries.map((entry) => encode(entry, request, version)),
    };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const said = error.message === errorMessage(error.code) &&
      error.code === Errors.UNKNOWN_TOPIC_OR_PARTITION;
    return {
      errorCode: error.code,
      errorMessage: said ? "" : error.message,
      resourceType,
      resourceName,
      configs: [],
    };
  }
}

function entriesOf(services: BrokerServices, resource: Resource): ConfigEntry[] {
  const { metadata, topicConfigs } = services;
  const { image } = metadata;
  const { resourceType: type, resourceName: name, configurationKeys } = resource;
  const keys = configurationKeys === null || configurationKeys.length === 0
    ? null
    : configurationKeys;
  const overrides = image.configs.get(configResourceKey(type, name)) ?? new Map();
  const broker = topicConfigs.brokerConfig(image);
  switch (type) {
    case ConfigResourceType.TOPIC: {
      const reason = invalidTopicNameReason(name);
      if (reason !== null) throw new ApiError(Errors.INVALID_TOPIC_EXCEPTION, reason);
      if (!image.topics.byName.has(name)) throw new ApiError(Errors.UNKNOWN_TOPIC_OR_PARTITION);
      return describeTopic(broker, overrides, keys);
    }
    case ConfigResourceType.BROKER:
      if (name === "") return describeBrokerDefaults(overrides, keys);
      checkBrokerId(services, name);
      return describeBroker(broker, keys);
    case ConfigResourceType.BROKER_LOGGER:
      checkLoggersBroker(services, name);
      return describeLoggers(services.loggerLevels, keys);
    case ConfigResourceType.GROUP:
      if (name === "") throw new ApiError(Errors.INVALID_REQUEST, "Group name must not be empty");
      return describeGroup(broker, overrides, keys);
    case ConfigResourceType.CLIENT_METRICS:
      if (name === "") {
        throw new ApiError(
          Errors.INVALID_REQUEST,
          "Client metrics subscription name must not be empty",
        );
      }
      return describeClientMetrics(overrides, keys);
    default:
      throw new ApiError(Errors.INVALID_REQUEST);
  }
}

function checkLoggersBroker({ nodeId }: BrokerServices, name: string): void {
  if (name === "") throw new ApiError(Errors.INVALID_REQUEST, "Broker id must not be empty");
  if (Number(integer(name)) === nodeId) return;
  throw new ApiError(
    Errors.INVALID_REQUEST,
    `Unexpected broker id, expected ${nodeId} but received ${name}`,
  );
}

function describeLoggers(levels: LoggerLevels, keys: readonly string[] | null): ConfigEntry[] {
  return levels.names().filter((name) => keys === null || keys.includes(name)).map((name) => ({
    name,
    value: levels.levelOf(name),
    source: "broker-logger",
    isReadOnly: false,
    isSensitive: false,
    type: "unknown",
    synonyms: [],
    documentation: "",
  }));
}

function integer(name: string): string {
  if (/^[+-]?\d+$/.test(name)) return name;
  throw new ApiError(
    Errors.INVALID_REQUEST,
    `Broker id must be an integer, but it is: ${name}`,
  );
}

function checkBrokerId({ nodeId }: BrokerServices, name: string): void {
  if (Number(integer(name)) !== nodeId) {
    throw new ApiError(
      Errors.INVALID_REQUEST,
      `Unexpected broker id, expected ${nodeId} or empty string, but received ${name}`,
    );
  }
}

function encode(entry: ConfigEntry, request: Request, version: number): Result["configs"][number] {
  return {
    name: entry.name,
    value: entry.value,
    readOnly: entry.isReadOnly,
    isDefault: version === 0 ? entry.source === "default" : undefined,
    configSource: CONFIG_SOURCE_CODES[entry.source],
    isSensitive: entry.isSensitive,
    synonyms: request.includeSynonyms
      ? entry.synonyms.map(({ name, value, source }) => ({
        name,
        value,
        source: CONFIG_SOURCE_CODES[source],
      }))
      : [],
    configType: CONFIG_TYPE_CODES[entry.type],
    // Loggers have the same nothing to say either way.
    documentation: request.includeDocumentation || entry.source === "broker-logger"
      ? entry.documentation
      : null,
  };
}
