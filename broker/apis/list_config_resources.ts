/** ListConfigResources (74): what has settings (KIP-714, KIP-1142). Version 0 knows client metrics only. */
import { ConfigResourceType, type MetadataImage } from "../../metadata/image/image.ts";
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { defineApi } from "../../network/define_api.ts";
import type { BrokerServices } from "../services.ts";

const { TOPIC, BROKER, BROKER_LOGGER, CLIENT_METRICS, GROUP } = ConfigResourceType;
/** In the order in which Kafka lists them. */
const LISTABLE: readonly number[] = [GROUP, CLIENT_METRICS, BROKER_LOGGER, BROKER, TOPIC];

export function listConfigResources({ metadata }: BrokerServices): ApiHandler {
  return defineApi(Apis.ListConfigResources, ({ resourceTypes }, { apiVersion }) => {
    const asked = apiVersion === 0
      ? [CLIENT_METRICS]
      : resourceTypes.length > 0
      ? resourceTypes
      : LISTABLE;
    const isKnown = asked.every((type) => LISTABLE.includes(type));
    return {
      throttleTimeMs: 0,
      errorCode: isKnown ? Errors.NONE : Errors.UNSUPPORTED_VERSION,
      configResources: LISTABLE.filter((type) => isKnown && asked.includes(type))
        .flatMap((resourceType) =>
          names(metadata.image, resourceType).map((resourceName) => ({
            resourceName,
            resourceType,
          }))
        ),
    };
  });
}

function names({ brokers, configs, topics }: MetadataImage, type: number): string[] {
  switch (type) {
    case TOPIC:
      return [...topics.byName.keys()];
    case BROKER:
    case BROKER_LOGGER:
      return [...brokers.values()].filter(({ fenced }) => !fenced).map(({ id }) => String(id));
    default: {
      // Groups and subscriptions are listed as soon as something is set for them.
      const prefix = `${type}:`;
      return [...configs.keys()].filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length));
    }
  }
}
