/** Create Acls, API key 30. */
import { array, int16, int32, int8, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const CreateAclsRequest = request(30, "CreateAcls", "0-3", "2+", {
  creations: array(struct({
    resourceType: int8(),
    resourceName: string(),
    resourcePatternType: int8({ versions: "1+", default: 3 }),
    principal: string(),
    host: string(),
    operation: int8(),
    permissionType: int8(),
  })),
});

export const CreateAclsResponse = response(30, "CreateAcls", "0-3", "2+", {
  throttleTimeMs: int32(),
  results: array(struct({
    errorCode: int16(),
    errorMessage: string({ nullable: "0+" }),
  })),
});
