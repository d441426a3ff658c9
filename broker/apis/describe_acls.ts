/** DescribeAcls (29), from what this broker knows of the metadata (KIP-140, KIP-290). */
import { type AclFilter, matchesAcl } from "../../metadata/acl_filter.ts";
import type { AclImage } from "../../metadata/image/image.ts";
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { defineApi } from "../../network/define_api.ts";
import type { BrokerServices } from "../services.ts";

export function describeAcls({ config, metadata }: BrokerServices): ApiHandler {
  return defineApi(Apis.DescribeAcls, (request) => {
    if (config.get("authorizer.class.name") === "") {
      return {
        throttleTimeMs: 0,
        errorCode: Errors.SECURITY_DISABLED,
        errorMessage: "No Authorizer is configured on the broker",
        resources: [],
      };
    }
    const filter: AclFilter = {
      resourceType: request.resourceTypeFilter,
      resourceName: request.resourceNameFilter,
      patternType: request.patternTypeFilter,
      principal: request.principalFilter,
      host: request.hostFilter,
      operation: request.operation,
      permissionType: request.permissionType,
    };
    const acls = [...metadata.image.acls.values()].filter((acl) => matchesAcl(filter, acl));
    return {
      throttleTimeMs: 0,
      errorCode: Errors.NONE,
      errorMessage: null,
      resources: byResource(acls),
    };
  });
}

function byResource(acls: readonly AclImage[]) {
  const groups = Map.groupBy(
    acls,
    ({ resourceType, patternType, resourceName }) =>
      JSON.stringify([resourceType, patternType, resourceName]),
  );
  return Array.from(groups.values(), (group) => ({
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
