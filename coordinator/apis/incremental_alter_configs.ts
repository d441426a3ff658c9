/** IncrementalAlterConfigs (44). */
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { incrementalAlterConfigs as alter } from "../configs.ts";
import { controllerApi } from "../controller_api.ts";
import { failure } from "../failure.ts";
import type { CoordinatorServices } from "../services.ts";
import { separateRepeated } from "./repeated.ts";
import { alterationRefusal } from "./resource_access.ts";

export function incrementalAlterConfigs({ controller, access, rules }: CoordinatorServices) {
  return controllerApi({
    api: Apis.IncrementalAlterConfigs,
    async run(request, context) {
      const resources = request.resources.map(({ resourceType: type, resourceName, configs }) => ({
        resource: { type, name: resourceName },
        changes: new Map(
          configs.map(({ name, configOperation, value }) => [
            name,
            { operation: configOperation, value },
          ]),
        ),
      }));
      const { once } = separateRepeated(resources, ({ resource }) => JSON.stringify(resource));
      const refusals = new Map(resources.map((item) => [
        item,
        once.includes(item)
          ? alterationRefusal(access, context, item.resource)
          : failure(Errors.INVALID_REQUEST, "Each resource must appear at most once."),
      ]));
      const allowed = resources.filter((item) => refusals.get(item) === null);
      const results = await controller.write((state) =>
        alter(state, rules, allowed, request.validateOnly)
      );
      return {
        throttleTimeMs: 0,
        responses: resources.map((item) => ({
          resourceType: item.resource.type,
          resourceName: item.resource.name,
          ...refusals.get(item) ?? results[allowed.indexOf(item)],
        })),
      };
    },
    failed: ({ resources }, failure) => ({
      throttleTimeMs: 0,
      responses: resources.map(({ resourceType, resourceName }) => ({
        resourceType,
        resourceName,
        ...failure,
      })),
    }),
  });
}
