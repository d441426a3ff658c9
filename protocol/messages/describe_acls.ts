/** Describe Acls, API key 29. */
import { array, int16, int32, int8, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const DescribeAclsRequest = request(29, "DescribeAcls", "0-3", "2+", {
  resourceTypeFilter: int8(),
  resourceNameFilter: string({ nullable: "0+" }),
  patternTypeFilter: int8({ versions: "1+", default: 3 }),
  principalFilter: string({ nullable: "0+" }),
  hostFilter: string({ nullable: "0+" }),
  operation: int8(),
  permissionType: int8(),
});

export const DescribeAclsResponse = response(29, "DescribeAcls", "0-3", "2+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
  errorMessage: string({ nullable: "0+" }),
  resources: array(struct({
    resourceType: int8(),
    resourceName: string(),
    patternType: int8({ versions: "1+", default: 3 }),
    acls: array(struct({
      principal: string(),
      host: string(),
      operation: int8(),
      permissionType: int8(),
    })),
  })),
});
