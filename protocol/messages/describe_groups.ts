/** Describe Groups, API key 15. */
import { array, bool, bytes, int16, int32, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const DescribeGroupsRequest = request(15, "DescribeGroups", "0-6", "5+", {
  groups: array(string()),
  includeAuthorizedOperations: bool({ versions: "3+" }),
});

export const DescribeGroupsResponse = response(15, "DescribeGroups", "0-6", "5+", {
  throttleTimeMs: int32({ versions: "1+", ignorable: true }),
  groups: array(struct({
    errorCode: int16(),
    errorMessage: string({ versions: "6+", nullable: "6+", default: null }),
    groupId: string(),
    groupState: string(),
    protocolType: string(),
    protocolData: string(),
    members: array(struct({
      memberId: string(),
      groupInstanceId: string({ versions: "4+", nullable: "4+", default: null, ignorable: true }),
      clientId: string(),
      clientHost: string(),
      memberMetadata: bytes(),
      memberAssignment: bytes(),
    })),
    authorizedOperations: int32({ versions: "3+", default: -2147483648 }),
  })),
});
