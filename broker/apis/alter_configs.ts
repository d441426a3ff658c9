/** AlterConfigs (33): replaces all overrides of a resource (KIP-133). */
import { ConfigResourceType } from "../../metadata/image/image.ts";
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { DecodedMessage } from "../../protocol/codec/message.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import type { AlterConfigsRequest } from "../../protocol/messages/alter_configs.ts";
import {
  alterResources,
  checkIsThisBroker,
  refuseNulls,
  type Verdict,
} from "../configs/alter_resources.ts";
import { checkBrokerChange } from "../configs/check_broker_change.ts";
import { defineApi } from "../../network/define_api.ts";
import { askController } from "../forward.ts";
import type { BrokerServices } from "../services.ts";

type Request = DecodedMessage<typeof AlterConfigsRequest>;
type Resource = Request["resources"][number];

export function alterConfigs(services: BrokerServices): ApiHandler {
  return defineApi(Apis.AlterConfigs, async (request, context) => {
    const ask = async (resources: readonly Resource[]) => {
      const { responses } = await askController(
        services,
        Apis.AlterConfigs,
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
    const check = (resource: Resource) => checkResource(services, resource);
    return { throttleTimeMs: 0, responses: await alterResources(request.resources, check, ask) };
  });
}

function checkResource(
  services: BrokerServices,
  { resourceType, resourceName, configs }: Resource,
): Verdict {
  refuseNulls(configs);
  switch (resourceType) {
    case ConfigResourceType.BROKER: {
      const { nodeId, topicConfigs, metadata: { image } } = services;
      if (resourceName !== "") checkIsThisBroker(resourceName, nodeId);
      const target = resourceName === "" ? "default" : "broker";
      const wanted = new Map(configs.map(({ name, value }) => [name, value!]));
      checkBrokerChange(services.config, topicConfigs.storedConfigs(image), target, wanted);
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
