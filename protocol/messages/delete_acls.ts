/** Delete Acls, API key 31. */
import { array, int16, int32, int8, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const DeleteAclsRequest = request(31, "DeleteAcls", "0-3", "2+", {
  filters: array(struct({
    resourceTypeFilter: int8(),
    resourceNameFilter: string({ nullable: "0+" }),
    patternTypeFilter: int8({ versions: "1+", default: 3 }),
    principalFilter: string({ nullable: "0+" }),
    hostFilter: string({ nullable: "0+" }),
    operation: int8(),
    permissionType: int8(),
  })),
});

export const DeleteAclsResponse = response(31, "DeleteAcls", "0-3", "2+", {
  throttleTimeMs: int32(),
  filterResults: array(struct({
    errorCode: int16(),
    errorMessage: string({ nullable: "0+" }),
    matchingAcls: array(struct({
      errorCode: int16(),
      errorMessage: string({ nullable: "0+" }),
      resourceType: int8(),
      resourceName: string(),
      patternType: int8({ versions: "1+", default: 3 }),
      principal: string(),
      host: string(),
      operation: int8(),
      permissionType: int8(),
    })),
  })),
});
