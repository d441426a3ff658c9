/** Who may change the configs of what. */
import { ConfigResourceType } from "../../metadata/image/image.ts";
import type { RequestContext } from "../../network/api.ts";
import { errorMessage, Errors } from "../../protocol/errors.ts";
import { type Access, Operation, Resource } from "../access.ts";
import type { ConfigResource } from "../config_changes.ts";
import { type Failure, failure } from "../failure.ts";

/** Why this client may not change the resource's configs, or null. */
export function alterationRefusal(
  access: Access,
  context: RequestContext,
  { type, name }: ConfigResource,
): Failure | null {
  const refusal = (code: number) => failure(code, errorMessage(code));
  switch (type) {
    case ConfigResourceType.BROKER:
    case ConfigResourceType.CLIENT_METRICS:
      return access.allowsOnCluster(context, Operation.ALTER_CONFIGS)
        ? null
        : refusal(Errors.CLUSTER_AUTHORIZATION_FAILED);
    case ConfigResourceType.TOPIC:
      return access.allows(context, Operation.ALTER_CONFIGS, Resource.TOPIC, name)
        ? null
        : refusal(Errors.TOPIC_AUTHORIZATION_FAILED);
    case ConfigResourceType.GROUP:
      return access.allows(context, Operation.ALTER_CONFIGS, Resource.GROUP, name)
        ? null
        : refusal(Errors.GROUP_AUTHORIZATION_FAILED);
    case ConfigResourceType.BROKER_LOGGER:
      return failure(Errors.INVALID_REQUEST, `Unexpected resource type BROKER_LOGGER.`);
    default:
      return failure(Errors.UNSUPPORTED_VERSION, `Unknown resource type ${type}.`);
  }
}
