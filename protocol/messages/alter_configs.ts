/** Alter Configs, API key 33. */
import { array, bool, int16, int32, int8, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const AlterConfigsRequest = request(33, "AlterConfigs", "0-2", "2+", {
  resources: array(struct({
    resourceType: int8(),
    resourceName: string(),
    configs: array(struct({
      name: string(),
      value: string({ nullable: "0+" }),
    })),
  })),
  validateOnly: bool(),
});

export const AlterConfigsResponse = response(33, "AlterConfigs", "0-2", "2+", {
  throttleTimeMs: int32(),
  responses: array(struct({
    errorCode: int16(),
    errorMessage: string({ nullable: "0+" }),
    resourceType: int8(),
    resourceName: string(),
  })),
});
