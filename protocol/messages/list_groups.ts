/** List Groups, API key 16. */
import { array, int16, int32, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const ListGroupsRequest = request(16, "ListGroups", "0-5", "3+", {
  statesFilter: array(string(), { versions: "4+" }),
  typesFilter: array(string(), { versions: "5+" }),
});

export const ListGroupsResponse = response(16, "ListGroups", "0-5", "3+", {
  throttleTimeMs: int32({ versions: "1+", ignorable: true }),
  errorCode: int16(),
  groups: array(struct({
    groupId: string(),
    protocolType: string(),
    groupState: string({ versions: "4+", ignorable: true }),
    groupType: string({ versions: "5+", ignorable: true }),
  })),
});
