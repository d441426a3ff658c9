/** IncrementalAlterConfigs (44): changes of single settings (KIP-339, KIP-412, KIP-226). */
import { ConfigResourceType } from "../../metadata/image/image.ts";
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { DecodedMessage } from "../../protocol/codec/message.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import type { IncrementalAlterConfigsRequest } from "../../protocol/messages/incremental_alter_configs.ts";
import {
  alterResources,
  checkIsThisBroker,
  refuseNulls,
  type Verdict,
} from "../configs/alter_resources.ts";
import { changeLoggers } from "../configs/change_loggers.ts";
import { applyChanges, checkBrokerChange } from "../configs/check_broker_change.ts";
import { ConfigOperation } from "../configs/config_operation.ts";
import { defineApi } from "../../network/define_api.ts";
import { askController } from "../forward.ts";
import type { BrokerServices } from "../services.ts";

type Request = DecodedMessage<typeof IncrementalAlterConfigsRequest>;
type Resource = Request["resources"][number];

export function incrementalAlterConfigs(services: BrokerServices): ApiHandler {
  return defineApi(Apis.IncrementalAlterConfigs, async (request, context) => {
    const ask = async (resources: readonly Resource[]) => {
      const { responses } = await askController(
        services,
        Apis.IncrementalAlterConfigs,
        { ...request, resources: [...resources] },
        context,
        (_, failure) => ({
          throttleTimeMs: 0,
          responses: resources.map(({ resourceType, resourceName }) => ({
            ...failure,
            resourceType,
            resourceName,
          })),
        }),
      );
      return responses;
    };
    const { resources, validateOnly } = request;
    const check = (resource: Resource) => checkResource(services, resource, validateOnly);
    return { throttleTimeMs: 0, responses: await alterResources(resources, check, ask) };
  });
}

function checkResource(
  services: BrokerServices,
  { resourceType, resourceName, configs }: Resource,
  validateOnly: boolean,
): Verdict {
  const { nodeId, topicConfigs, metadata: { image }, loggerLevels } = services;
  if (new Set(configs.map(({ name }) => name)).size < configs.length) {
    throw new ApiError(Errors.INVALID_REQUEST, "Error due to duplicate config keys");
  }
  refuseNulls(configs.filter((it) => it.configOperation !== ConfigOperation.DELETE));
  switch (resourceType) {
    case ConfigResourceType.BROKER_LOGGER:
      checkIsThisBroker(resourceName, nodeId);
      changeLoggers(loggerLevels, configs, validateOnly);
      return "done";
    case ConfigResourceType.BROKER: {
      if (resourceName !== "") checkIsThisBroker(resourceName, nodeId);
      const target = resourceName === "" ? "default" : "broker";
      const stored = topicConfigs.storedConfigs(image);
      const wanted = applyChanges(stored[target], configs);
      checkBrokerChange(services.config, stored, target, wanted);
      return "controller";
    }
    case ConfigResourceType.TOPIC:
    case ConfigResourceType.CLIENT_METRICS:
    case ConfigResourceType.GROUP:
      return "controller";
    default:
      throw new ApiError(Errors.INVALID_REQUEST, `Unknown resource type ${resourceType}`);
  }
}
