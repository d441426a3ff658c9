/** Delete Groups, API key 42. */
import { array, int16, int32, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const DeleteGroupsRequest = request(42, "DeleteGroups", "0-2", "2+", {
  groupsNames: array(string()),
});

export const DeleteGroupsResponse = response(42, "DeleteGroups", "0-2", "2+", {
  throttleTimeMs: int32(),
  results: array(struct({
    groupId: string(),
    errorCode: int16(),
  })),
});
