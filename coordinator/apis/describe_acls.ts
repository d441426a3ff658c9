/** DescribeAcls (29) asked of a controller. */
import { type AclFilter, matchesAcl } from "../../metadata/acl_filter.ts";
import type { AclImage } from "../../metadata/image/image.ts";
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { Operation } from "../access.ts";
import { controllerApi } from "../controller_api.ts";
import type { CoordinatorServices } from "../services.ts";

export function describeAcls({ controller, access }: CoordinatorServices) {
  return controllerApi({
    api: Apis.DescribeAcls,
    run(request, context) {
      if (access.authorizer === null) {
        throw new ApiError(
          Errors.SECURITY_DISABLED,
          "No Authorizer is configured on the controller",
        );
      }
      access.demandOnCluster(context, Operation.DESCRIBE);
      const filter: AclFilter = {
        resourceType: request.resourceTypeFilter,
        resourceName: request.resourceNameFilter,
        patternType: request.patternTypeFilter,
        principal: request.principalFilter,
        host: request.hostFilter,
        operation: request.operation,
        permissionType: request.permissionType,
      };
      const matching = [...controller.image.acls.values()].filter((acl) => matchesAcl(filter, acl));
      return {
        throttleTimeMs: 0,
        errorCode: 0,
        errorMessage: null,
        resources: byResource(matching),
      };
    },
    failed: (_request, failure) => ({ throttleTimeMs: 0, ...failure, resources: [] }),
  });
}

function byResource(acls: readonly AclImage[]) {
  const resources = Map.groupBy(
    acls,
    ({ resourceType, resourceName, patternType }) =>
      JSON.stringify([resourceType, patternType, resourceName]),
  );
  return [...resources.values()].map((group) => ({
    resourceType: group[0].resourceType,
    resourceName: group[0].resourceName,
    patternType: group[0].patternType,
    acls: group.map(({ principal, host, operation, permissionType }) => ({
      principal,
      host,
      operation,
      permissionType,
    })),
  }));
}
