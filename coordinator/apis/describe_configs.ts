/** DescribeConfigs (32) asked of a controller: dynamic configs under this node's own file. */
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
import { configResourceKey, ConfigResourceType } from "../../metadata/image/image.ts";
import type { RequestContext } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { DecodedMessage } from "../../protocol/codec/message.ts";
import { ApiError, errorMessage, Errors } from "../../protocol/errors.ts";
import type { DescribeConfigsRequest } from "../../protocol/messages/describe_configs.ts";
import { type Access, Operation, Resource } from "../access.ts";
import { controllerApi } from "../controller_api.ts";
import { failureOf } from "../failure.ts";
import type { CoordinatorServices } from "../services.ts";
import { checkTopicName } from "../topic_names.ts";

type Request = DecodedMessage<typeof DescribeConfigsRequest>;
type AskedResource = Request["resources"][number];

export function describeConfigs(services: CoordinatorServices) {
  return controllerApi({
    api: Apis.DescribeConfigs,
    run(request, context) {
      const results = request.resources.map((resource) => {
        const { resourceType, resourceName } = resource;
        try {
          checkAllowed(services.access, context, resource);
          const configs = entriesOf(services, resource).map((it) =>
            responseEntry(it, request, context.apiVersion)
          );
          return { errorCode: 0, errorMessage: "", resourceType, resourceName, configs };
        } catch (error) {
          return { ...failureOf(error), resourceType, resourceName, configs: [] };
        }
      });
      return { throttleTimeMs: 0, results };
    },
    failed: ({ resources }, failure) => ({
      throttleTimeMs: 0,
      results: resources.map(({ resourceType, resourceName }) => ({
        ...failure,
        resourceType,
        resourceName,
        configs: [],
      })),
    }),
  });
}

function checkAllowed(
  access: Access,
  context: RequestContext,
  { resourceType, resourceName }: AskedResource,
): void {
  const operation = Operation.DESCRIBE_CONFIGS;
  if (resourceType === ConfigResourceType.TOPIC) {
    if (access.allows(context, operation, Resource.TOPIC, resourceName)) return;
    throw new ApiError(Errors.TOPIC_AUTHORIZATION_FAILED);
  }
  if (resourceType === ConfigResourceType.GROUP) {
    if (access.allows(context, operation, Resource.GROUP, resourceName)) return;
    throw new ApiError(Errors.GROUP_AUTHORIZATION_FAILED);
  }
  access.demandOnCluster(context, operation);
}

function entriesOf(
  { controller: { image }, rules, settings }: CoordinatorServices,
  { resourceType, resourceName, configurationKeys }: AskedResource,
): ConfigEntry[] {
  const keys = configurationKeys?.length ? configurationKeys : null;
  const config = rules.configUnder(image, settings.nodeId);
  const overrides = image.configs.get(configResourceKey(resourceType, resourceName)) ?? new Map();
  const invalid = (message: string) => new ApiError(Errors.INVALID_REQUEST, message);
  switch (resourceType) {
    case ConfigResourceType.TOPIC:
      checkTopicName(resourceName);
      if (!image.topics.byName.has(resourceName)) {
        throw new ApiError(Errors.UNKNOWN_TOPIC_OR_PARTITION, "");
      }
      return describeTopic(config, overrides, keys);
    case ConfigResourceType.BROKER:
      if (resourceName === "") return describeBrokerDefaults(overrides, keys);
      if (resourceName !== String(settings.nodeId)) {
        throw invalid(
          `Unexpected broker id, expected ${settings.nodeId} or empty string, but received ${resourceName}`,
        );
      }
      return describeBroker(config, keys);
    case ConfigResourceType.CLIENT_METRICS:
      if (resourceName === "") throw invalid("Client metrics subscription name must not be empty");
      return describeClientMetrics(overrides, keys);
    case ConfigResourceType.GROUP:
      if (resourceName === "") throw invalid("Group name must not be empty");
      return describeGroup(config, overrides, keys);
    default:
      throw invalid(errorMessage(Errors.INVALID_REQUEST));
  }
}

function responseEntry(entry: ConfigEntry, request: Request, version: number) {
  return {
    name: entry.name,
    value: entry.value,
    readOnly: entry.isReadOnly,
    ...(version === 0 && { isDefault: entry.source === "default" }),
    configSource: CONFIG_SOURCE_CODES[entry.source],
    isSensitive: entry.isSensitive,
    synonyms: !request.includeSynonyms ? [] : entry.synonyms.map(({ name, value, source }) => ({
      name,
      value,
      source: CONFIG_SOURCE_CODES[source],
    })),
    configType: CONFIG_TYPE_CODES[entry.type],
    documentation: request.includeDocumentation ? entry.documentation : null,
  };
}
