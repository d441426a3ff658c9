/** List Config Resources, API key 74. */
import { array, int16, int32, int8, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const ListConfigResourcesRequest = request(74, "ListConfigResources", "0-1", "0+", {
  resourceTypes: array(int8(), { versions: "1+" }),
});

export const ListConfigResourcesResponse = response(74, "ListConfigResources", "0-1", "0+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
  configResources: array(struct({
    resourceName: string(),
    resourceType: int8({ versions: "1+", default: 16, ignorable: true }),
  })),
});
